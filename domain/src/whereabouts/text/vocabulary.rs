//! The words by which a text is read.

/// Words in small letters, with spaces between.
pub(super) struct List(&'static str);

impl List {
    pub fn contains(&self, word: &str) -> bool {
        self.iter().any(|one| one == word)
    }

    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.split(' ')
    }
}

/// The areas of British postcodes, as the Post Office names them.
pub(super) const AREAS: List = List(
    "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy \
     e ec eh en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le \
     ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl \
     sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze",
);

/// Words after which a long number is a reference and rings nowhere.
pub(super) const REFERENCES: List = List(
    "ref reference log crime cad urn incident nhs invoice job file exhibit collar account card",
);

/// Words after which a short number is a telephone number without its area.
pub(super) const RINGING: List = List("ring call tel telephone phone mobile mob landline text");

pub(super) const DIGITS_IN_WORDS: List =
    List("oh o zero nought one two three four five six seven eight nine double treble triple");

/// Words whose full stop ends no sentence.
pub(super) const ABBREVIATED: List = List("no st dr mr mrs ms rd rm tel mob addr mt apt nr");

/// What a street ends with and hardly anything else does.
pub(super) const STREETS: List = List(
    "road rd street lane ln avenue ave crescent cres terrace terr row mews gardens gdns grove \
     drove quay wharf parade boulevard embankment promenade esplanade broadway causeway circus \
     cottages mansions villas",
);

/// What a street or a house may end with, and many another word too.
pub(super) const MAYBE_STREETS: List = List(
    "st close cl drive dr way court ct place pl square sq walk hill park green rise view end gate \
     bank brink field fields croft meadow meadows chase common fen yard house lodge tower towers \
     buildings dene dale vale bridge market point heights cottage farm barn flats hall",
);

/// Words that count or join and stand in no street's name.
pub(super) const COUNTED: List = List(
    "am and as at by children day days for from hour hours hrs if in incidents is minute minutes \
     month months more of on or percent pm pounds texts times to was week weeks with year years \
     yrs calls miles pages stone cm mg days' weeks' mph",
);

pub(super) const TITLES: List =
    List("mr mrs ms miss dr pc dc ds di sgt sergeant inspector judge councillor cllr rev sister");

/// Where people live, as words of everyday.
pub(super) const HOMES: List = List(
    "flat apartment apt bedsit hostel refuge hotel motel caravan bungalow shelter b&b bnb \
     travelodge hostels guesthouse unit cottage lodge houseboat boat van safehouse tent village \
     annexe",
);

/// Where people sleep who have no home of their own for now.
pub(super) const SHELTERS: List = List(
    "hotel motel hostel refuge shelter hospital caravan bedsit guesthouse b&b bnb travelodge \
     safehouse tent",
);

/// What follows where somebody is put up by others.
pub(super) const PUT_UP: List = List("by at in for until near over");

/// Where people have a name of their own making.
pub(super) const PROFILES: List = List(
    "snap snapchat insta instagram tiktok fb facebook twitter handle username user profile discord \
     xbox playstation psn kik",
);

/// What is said where three words stand for a place.
pub(super) const PINS: List = List("location pin pinned words what3words w3w grid position");

/// What may stand before a place and tells nothing of it.
pub(super) const PLAIN: List = List(
    "new small own temporary safe different friend's rented dispersed emergency supported shared \
     council local big little nice other women's",
);

/// Inns that are known by their name alone.
pub(super) const INNS: List = List("travelodge ibis premier holiday");

/// With whom somebody stays who has left.
pub(super) const KIN: List = List(
    "mother mum mam mom sister brother aunt auntie nan nana gran grandma grandmother grandparent \
     grandparents cousin parents father dad daughter son uncle niece friend friends mate \
     neighbour in-laws relative relatives carer carers family godmother stepmother stepdad",
);

pub(super) const POSSESSIVES: List = List("her his their my a an the one some old");

/// To be at home somewhere for a night or for good.
pub(super) const STAYING: List = List(
    "live lives lived living stay stays stayed staying stopping sleep sleeps slept sleeping \
     reside resides resided residing hide hides hiding camp camps camping lodging lodges surfing \
     based housed rehoused placed accommodated domiciled located moored parked squatting settled",
);

/// To go somewhere and be there now.
pub(super) const MOVING: List = List(
    "move moves moved moving relocate relocated relocating relocation flee fled fleeing \
     transferred escaped rehoused rehomed evacuated discharged settling settled",
);

/// To go somewhere, perhaps for an hour.
pub(super) const GOING: List = List("go goes going gone went back sent returned taken home");

/// What a sentence holds that says of somebody where to find them; a place beside it is theirs.
pub(super) const CUES: List = List(
    "live lives lived living stay stays stayed staying stopping sleeps sleeping moved moving \
     moves move relocate relocated relocation fled flat house houses refuge hostel hotel tenancy \
     rehoused rehomed placed placement bed home address addr caravan b&b hiding train bus gone \
     rents rented room door residing resides reside domiciled breakfast bungalow based rehouse \
     boat van camps mooring surfing booked hers foster carers tenant lodging accommodation safe \
     sheltering keys mum's mother's sister's brother's kept took school schools nursery pupil \
     pupils attends attend attending enrolled reception teacher head drops dropped collected \
     collects picked girls boys kids children transfer started starts class year playgroup gp \
     doctor doctor's surgery midwife prescription prescriptions patient registered dentist \
     practice clinic visitor works work working worked employed employer job jobs shift shifts \
     workplace manager volunteers volunteering apprenticeship nights lunch cleaner hired plays \
     football flat's training trains carer window bedroom till care hours taken colleagues boss \
     reached",
);

/// What stands before the name of a place.
pub(super) const BEFORE_PLACES: List = List(
    "at in to near off on above over behind opposite outside from for with by is of into beside \
     around attends attend called under",
);

/// What a school, a surgery or a house of many ends with.
pub(super) const KINDS_OF_PLACE: List = List(
    "primary junior juniors infants infant academy school college nursery preschool playgroup \
     secondary grammar surgery practice clinic refuge hostel hotel inn marina pharmacy pre centre \
     guesthouse lodge house cottage towers flats",
);

/// A workplace that needs no name to be found in a small town.
pub(super) const WORKPLACES: List = List(
    "library hospital factory shop pub school garage supermarket salon warehouse cafe café \
     nursery market surgery station bank packhouse farm bakery butcher's chemist hotel bar petrol \
     chippy post",
);

/// Names that say nothing of a place: days, services, courts, and what forms are called.
pub(super) const NAMES_OF_NO_PLACE: List = List(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july \
     august september october november december marac mappa idva isva cafcass police probation \
     hmp uk dv da universal victim social women's cps a&e pc dc ds di dash gp nhs polish \
     lithuanian english portuguese romanian court crown magistrates magistrates' county tecsos \
     claire's clare's legal credit cid mash iopc crim xmas christmas easter ic1 facebook whatsapp \
     ok teams zoom wicken home office high medium standard",
);

/// Words of everyday, which name no place where capitals tell nothing.
pub(super) const COMMON: List = List(
    "a abuse access action active afraid after again age agreed aid alarm all alone also an and \
     another any anxiety anyone appeal are area arm arranged arrest as ask asked assault at away \
     baby bad bail be bed been before being better both box boys brother bus but by call called \
     calls can car care case cat change child children church class clear close closed concern \
     concerns conditions consent contact control council counselling court cover crisis custody \
     danger dark date daughter day days debt decision depression did distress do door drink drugs \
     each else emergency end evening evenings evidence ex family father fear first five follow \
     for form four friend friends from front full get girls go good great had half harm has have \
     he health help her here hers herself high him his hit home hospital hostel hours house \
     housing husband if in incident interview is it its item job just key kids knife last late \
     law lawyer lead least leave left letter level limit line list local long low making man \
     manager many marac me medium meet meeting message midnight mind moment money month more most \
     mother move moved much mum my need needs new next night nights no noon not note nothing now \
     number of off office officer old on once one only order other others our out own pain panel \
     parents part partner peace people person phone place plan point police pounds poverty \
     present probation property public record records reference refuge relationship repair \
     repairs report rest risk room safety said same say says school screen screens see seen self \
     services set she shift shock shouting side since single sister six so solicitor some \
     somebody someone son soon speak special stage state statement stay still stop street strike \
     strong support team tears text than that the their them then there they things this three \
     time times to today tomorrow tonight too touch town training trauma trial two under until up \
     us use used v very victim violence visa visit wait was way we week weekend weekends weeks \
     well went were what when where which while who why will with without women word words work \
     worker worried year years yes yet you your another's client ip following primary secondary \
     hall's morning mornings hearing conference agenda general medical family's full-time flat \
     hotel surgery practice nursery station shop benefits hold holding keep him's return returned \
     back photo photos copy file gave given took taken made make came come may must would could \
     should no-one nobody never ever",
);
