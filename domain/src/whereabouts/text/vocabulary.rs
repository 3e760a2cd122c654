//! The words by which a text is read.

use std::{collections::HashMap, ops::BitOr, sync::LazyLock};

/// A list of words, or several at once.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct List(u64);

impl List {
    /// The lists in which a word in small letters stands.
    pub fn of(word: &str) -> List {
        LISTED.get(word).copied().unwrap_or_default()
    }

    /// Whether two have a list in common.
    pub fn meets(self, other: List) -> bool {
        self.0 & other.0 != 0
    }
}

impl BitOr for List {
    type Output = List;

    fn bitor(self, other: List) -> List {
        List(self.0 | other.0)
    }
}

macro_rules! lists {
    ($($(#[$meta:meta])* $name:ident: $words:expr;)+) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "named by the lists")]
        enum Place { $($name),+ }
        $($(#[$meta])* pub(super) const $name: List = List(1 << Place::$name as u64);)+
        const LISTS: &[(List, &str)] = &[$(($name, $words)),+];
    };
}

/// Every word of every list; looked up once for each word of a text.
static LISTED: LazyLock<HashMap<&'static str, List>> = LazyLock::new(|| {
    let mut listed: HashMap<&'static str, List> = HashMap::new();
    for (list, words) in LISTS {
        for word in words.split_whitespace() {
            let lists = listed.entry(word).or_default();
            *lists = *lists | *list;
        }
    }
    listed
});

lists! {
/// The areas of British postcodes, as the Post Office names them.
AREAS:
    "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy \
     e ec eh en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le \
     ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl \
     sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze";

/// Words after which a long number is a reference and rings nowhere.
REFERENCES:
    "ref reference log crime cad urn incident nhs invoice job file exhibit collar account card";

/// Words after which a short number is a telephone number without its area.
RINGING: "ring call tel telephone phone mobile mob landline text number num sim handset whatsapp";

/// What has numbers with ends too.
ACCOUNTS: "account acct card bank sort iban reg plate crime ref reference";

/// Words after which a number counts no house and a letter with a number names no place.
NUMBERED:
    "section sections s part level page pages question item action actions form version category \
     cat class grade step phase week day year years yr age aged exhibit photo photos para article \
     chapter tier band stage collar vitamin tablet tablets m a junction route bus score scored \
     dash ticks case cases agenda number option priority";

/// Those who carry mail.
MAILERS: "gmail googlemail hotmail outlook yahoo icloud protonmail aol btinternet";

DIGITS_IN_WORDS:
    "oh o zero nought one two three four five six seven eight nine double treble triple";

/// Words whose full stop ends no sentence.
ABBREVIATED: "no st dr mr mrs ms rd rm tel mob addr mt apt nr";

/// What a street ends with and hardly anything else does.
STREETS:
    "road rd street lane ln avenue ave crescent cres terrace terr row mews gardens gdns grove \
     drove quay wharf parade boulevard embankment promenade esplanade broadway causeway circus \
     cottages mansions villas";

/// What a street or a house may end with, and many another word too.
MAYBE_STREETS:
    "st close cl drive dr way court ct place pl square sq walk hill park green rise view end gate \
     bank brink field fields croft meadow meadows chase common fen yard house lodge tower towers \
     buildings dene dale vale bridge market point heights cottage farm barn flats hall";

/// Words that count or join and stand in no street's name.
COUNTED:
    "o'clock oclock noon ish sharp am pm til till tmrw tomoz tonite and as at by children day \
     days for from hour hours hrs if in incidents is minute minutes month months more of on or \
     percent pounds texts times to was week weeks with year years yrs calls miles pages stone cm \
     mg days' weeks' mph";

TITLES:
    "mr mrs ms miss dr pc dc ds di sgt sergeant inspector judge councillor cllr rev sister pcs \
     dcs sw";

/// Where people live, as words of everyday.
HOMES:
    "flat apartment apt bedsit hostel refuge hotel motel caravan bungalow shelter b&b bnb \
     travelodge hostels guesthouse unit pod cottage lodge houseboat boat van safehouse tent \
     village annexe";

/// Where people sleep who have no home of their own for now.
SHELTERS:
    "hotel motel hostel refuge shelter hospital caravan bedsit guesthouse b&b bnb travelodge \
     safehouse tent pod airbnb lay-by layby squat yurt campsite campervan camper";

/// What follows where somebody is put up by others.
PUT_UP: "by at in for until near over";

/// Where people have a name of their own making.
PROFILES:
    "snap snapchat insta instagram tiktok fb facebook twitter handle username user profile \
     discord xbox playstation psn kik ig telegram signal skype linkedin onlyfans vinted depop \
     ebay etsy strava roblox steam gamertag twitch youtube reddit tinder hinge bumble messenger \
     viber fortnite minecraft threads bluesky pinterest";

/// What is said where three words stand for a place.
PINS: "location pin pinned words what3words w3w grid position";

/// What may stand before a place and tells nothing of it.
PLAIN:
    "new small own temporary safe different friend's rented dispersed emergency supported shared \
     council local big little nice other women's maternal paternal elderly older younger";

/// Inns that are known by their name alone.
INNS: "travelodge ibis premier holiday";

/// To have something stand somewhere.
KEPT: "kept keeps parked parks parking stored stores moored berthed garaged";

/// To spend the night.
SLEEPING:
    "sleep sleeps sleeping slept kipping kips kip camping camps bedding beds dossing staying \
     stopping living lodging sheltering squatting crashing";

/// With whom somebody may lodge.
HOSTS:
    "partner boyfriend girlfriend lady man woman bloke guy colleague couple pal landlady people \
     strangers workmate host hosts family ex-colleague";

/// With whom somebody stays who has left.
KIN:
    "manager boss colleague mgm mgf pgm pgf mil grandmum grandad granddad nanny stepmum in-law \
     inlaws auntie's foster mother mum mam mom sister brother aunt auntie nan nana gran grandma \
     grandmother grandparent grandparents cousin parents father dad daughter son uncle niece \
     friend friends mate neighbour in-laws relative relatives carer carers family godmother \
     stepmother stepdad granny maw ma da folks pal pals grandpa granda nain taid bestie mammy";

POSSESSIVES: "her his their my a an the one some old";

/// To be at home somewhere for a night or for good.
STAYING:
    "live lives lived living stay stays stayed staying stopping sleep sleeps slept sleeping \
     reside resides resided residing hide hides hiding camp camps camping lodging lodges surfing \
     based housed rehoused placed accommodated domiciled located moored parked squatting settled";

/// To go somewhere and be there now.
MOVING:
    "move moves moved moving relocate relocated relocating relocation flee fled fleeing \
     transferred escaped rehoused rehomed evacuated discharged settling settled";

/// To go somewhere, perhaps for an hour.
GOING: "go goes going gone went back sent returned taken home";

/// What a sentence holds that says of somebody where to find them; a place beside it is theirs.
CUES:
    "youngest eldest oldest surgeries walker walks pod live lives lived living stay stays stayed \
     staying stopping sleeps sleeping moved moving moves move relocate relocated relocation fled \
     flat house houses refuge hostel hotel tenancy rehoused rehomed placed placement bed home \
     address addr caravan b&b hiding train bus gone rents rented room door residing resides \
     reside domiciled breakfast bungalow based rehouse boat van camps mooring surfing booked hers \
     foster carers tenant lodging accommodation safe sheltering keys mum's mother's sister's \
     brother's kept took school schools nursery pupil pupils attends attend attending enrolled \
     reception teacher head drops dropped collected collects picked girls boys kids children \
     transfer started starts class year playgroup gp doctor doctor's surgery midwife prescription \
     prescriptions patient registered dentist practice clinic visitor works work working worked \
     employed employer job jobs shift shifts workplace manager volunteers volunteering \
     apprenticeship nights lunch cleaner hired plays football flat's training trains carer window \
     bedroom till care hours taken colleagues boss reached catches catch tram taxi coach ferry \
     commutes commute lift temp accom sch uni halls traveller plot moored classes lessons club \
     clubs appt antenatal sits gym church mosque temple library zumba swimming dancing meets meet \
     parked parks pick picks picking shops adds keeps lets let renting";

/// What stands before the name of a place.
BEFORE_PLACES:
    "at in to near off on above over behind opposite outside from for with by is of into beside \
     around attends attend attended called under between via inside towards nr opp round past \
     through thru";

/// What a school, a surgery or a house of many ends with.
KINDS_OF_PLACE:
    "vicarage rectory manor barn villa grange buildings mansions apartments primary junior \
     juniors infants infant academy school college nursery preschool playgroup secondary grammar \
     surgery practice clinic refuge hostel hotel inn marina pharmacy pre centre guesthouse lodge \
     house cottage towers flats church mosque temple chapel gurdwara synagogue cathedral abbey \
     priory gym library hospital infirmary hospice university halls hall park market mill \
     services arms studio studios stables livery kindergarten montessori hub cafe café superstore \
     precinct depot barracks airfield airport camp campsite estate ward home uni chemist chemists \
     dentists salon nursing farm crèche creche childminders colts harriers rovers leisure dental \
     orthodontics opticians vets";

/// What serves or employs somebody, whose name may stand right after the word for it.
SERVED:
    "quarters gp practice surgery surgeries school schools sch nursery employer employers \
     workplace doctor doctor's dentist dentist's pharmacy chemist church mosque temple gym \
     college university uni preschool playgroup childminder clinic camhs hairdresser \
     hairdresser's hairdressers salon gurdwara synagogue chapel foodbank crèche halls refuge \
     hostel hotel b&b bnb rehab zumba slimming bingo yoga karate brownies cubs scouts beavers vet \
     vet's vets optician's opticians accom accommodation guesthouse campsite marina caravan";

/// What does so too, where a stop or a bracket stands between.
LOOSELY_SERVED:
    "manager boss station meeting unit hospital office job work base midwife group club class \
     classes lessons placement stall shop swimming dancing football netball training counselling \
     antenatal boat barmaid barman waitress waiter chef cleaner carer receptionist hairdressing \
     handover tenancy estate temp support area placed employed sixth library town village";

/// What places are called after, as words of everyday.
GEOGRAPHIC:
    "church park mill bridge station field river school green hill wood north south east west \
     queen king queens kings castle market college chapel manor grove orchard city village abbey \
     priory spring well forest garden meadow rose hope haven victoria albert george cross lake \
     valley sea beach hall temple rectory vicarage common long high";

/// What one may be at without being anywhere.
AT_IDIOMS:
    "its liberty options opportunity home work school risk the a an time times night nights least \
     last once first second present court hospital any all that this these those him her them me \
     it us you large fault half weekend weekends bedtime lunch lunchtime dinner teatime breakfast \
     midnight noon midday dawn dusk christmas easter end start beginning best worst breaking full \
     great high higher highest low lower serious significant grave immediate increased rock \
     loggerheads odds ease peace war stake stretch speed length heart hand hands point issue \
     nursery college uni university surgery clinic meeting church short what which no some one \
     two three four five six seven eight nine ten eleven twelve quarter approx around about \
     gunpoint knifepoint random capacity his their my our your each every such another other both \
     scene address property house front back door bottom top side centre crisis breakneck will \
     play rest sea birth death distance gcse key stage handover pick drop people someone anyone \
     everyone night-time weekly monthly arms arm's conference panel review hearing trial \
     sentencing interview appointment appt appts session very early late quite more most and or \
     but by with for to of in on triage reception antenatal booking contact follow police";

/// What somebody does for a living.
TRADES:
    "barmaid barman waitress waiter chef cook cleaner carer hca receptionist hairdresser \
     apprentice cashier accountant picker packer pcso driver assistant nanny cabin steward \
     beautician barista checkout secretary clerk tutor lecturer lifeguard caretaker cleaners \
     supervisor tills fitter mechanic nurse teacher";

/// What stands beside a town and makes an agency of it, or a course, or a law.
AGENCIES:
    "united fan fans police constabulary marac maracs idva idvas isva probation helpline mash \
     prison hmp cps csc service services team teams programme program course order act scheme \
     women's council's officers officer victim coordinator coordinators hub mps safelives respect \
     domestic social housing cafcass law solicitors mappa dwp";

/// Where justice is done.
COURTS:
    "court courts magistrates magistrates' tribunal hmp remand sentencing sentenced trial \
     convicted prison custody";

/// A workplace that needs no name to be found in a small town.
WORKPLACES:
    "library hospital factory shop pub school garage supermarket salon warehouse cafe café \
     nursery market surgery station bank packhouse farm bakery butcher's chemist hotel bar petrol \
     chippy post";

/// Names that say nothing of a place: days, services, courts, and what forms are called.
NAMES_OF_NO_PLACE:
    "monday tuesday wednesday thursday friday saturday sunday january february april june july \
     august september october november december marac mappa idva isva cafcass police probation \
     hmp uk dv da universal victim social women's cps a&e pc dc ds di dash gp nhs polish \
     lithuanian english portuguese romanian court crown magistrates magistrates' county tecsos \
     claire's clare's legal credit cid mash iopc crim xmas christmas easter ic1 facebook whatsapp \
     ok teams zoom wicken home office high medium standard jan feb mar apr jun jul aug sep sept \
     oct nov dec mon tue tues wed weds thu thur thurs fri sat sun romani irish scottish welsh \
     british muslim christian arabic urdu turkish ramadan covid samsung iphone ford bmw audi vw \
     vauxhall arsenal chelsea strictly american african asian european ofsted";

/// Words of everyday, which name no place where capitals tell nothing.
COMMON: include_str!("lists/common.txt");

/// Towns, counties and parts of great towns.
TOWNS: include_str!("lists/towns.txt");

/// First names, which after "to" and "with" are somebody and no place.
PEOPLE: include_str!("lists/people.txt");
}
