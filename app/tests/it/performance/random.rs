//! Random small histories, in random order, counted by the facts and by the rules as they read.

use super::{ask, by, import, rows, year};
use app::{
    App,
    import::reading::FileKind,
    testing::{World, engines, take_links},
};
use domain::{
    dates::plus_12_months,
    ids::{MaracId, PersonId, ReferralId},
    marac::{
        ReferralStatus,
        repeat::{SeenReferral, is_repeat},
    },
    performance::{By, Count, Findings, Indicator, Question, Tally, make_report, quarter_key},
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const AREAS: [&str; 6] = [
    "Cambridge",
    "East Cambridgeshire",
    "Fenland",
    "Huntingdonshire",
    "Peterborough",
    "South Cambridgeshire",
];
const SENDERS: [&str; 2] = ["FEN-POLICE", "PARTNERSHIP"];
const NAMES: [&str; 4] = ["Rao", "Cole", "Dunn", "Silva"];
const STATUSES: [&str; 7] = [
    "accepted",
    "accepted",
    "accepted",
    "transferred_in",
    "screened_out",
    "withdrawn",
    "transferred_out",
];

/// Numbers that look random and are the same each time.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }

    pub fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    fn day(&mut self) -> Date {
        date(2007, 1, 1)
            .saturating_add(i64::try_from(self.roll(36)).unwrap().months())
            .saturating_add(i64::try_from(self.roll(4)).unwrap().days())
    }
}

/// One party: the person it is (0 for one of whom nothing is known), and the name it goes by.
pub type Party = (u64, &'static str);

#[derive(Clone)]
pub struct Told {
    day: Date,
    area: &'static str,
    pub status: &'static str,
    /// A row each: the victim and the other.
    pub pairs: Vec<(Party, Party)>,
    // Of referrals only.
    marac: &'static str,
    heard: Option<Date>,
    incident: Option<Date>,
    same_as: Option<usize>,
}

/// One reference and all that was ever told of it; the last counts.
#[derive(Clone)]
pub struct History {
    pub kind: FileKind,
    pub sender: &'static str,
    reference: String,
    pub versions: Vec<Told>,
}

fn party(dice: &mut Dice, persons: std::ops::Range<u64>) -> Party {
    let many = usize::try_from(persons.end - persons.start).unwrap();
    let person = if dice.one_in(8) { 0 } else { persons.start + dice.roll(many) as u64 };
    (person, NAMES[dice.roll(4)])
}

pub fn told(dice: &mut Dice, kind: FileKind, references: usize) -> Told {
    let victim = party(dice, 1..5);
    let rows = 1 + usize::from(dice.one_in(3));
    let pairs = (0..rows).map(|row| {
        // A referral has one victim; the rows of an incident can have several.
        let is_first = row == 0 || kind == FileKind::Referrals;
        let victim = if is_first { victim } else { party(dice, 1..5) };
        (victim, party(dice, 5..8))
    });
    let pairs = pairs.collect();
    let day = dice.day();
    let status = match kind {
        FileKind::Incidents => ["live", "live", "live", "cancelled", "not_domestic"][dice.roll(5)],
        FileKind::Referrals => STATUSES[dice.roll(7)],
    };
    let heard = (!dice.one_in(4)).then(|| day.saturating_add(20.days()));
    let incident = dice.one_in(2).then(|| dice.day());
    let same_as = dice.one_in(4).then(|| dice.roll(references));
    let marac = ["North MARAC", "South MARAC"][dice.roll(2)];
    let area = AREAS[dice.roll(6)];
    Told { day, area, status, pairs, marac, heard, incident, same_as }
}

pub fn histories(dice: &mut Dice) -> Vec<History> {
    let kinds = [(FileKind::Incidents, 24), (FileKind::Referrals, 24)];
    let mut histories = Vec::new();
    for (kind, count) in kinds {
        for number in 0..count {
            let versions = (0..=usize::from(dice.one_in(3)) * 2).map(|_| told(dice, kind, count));
            let versions = versions.collect();
            let sender = SENDERS[number % 2];
            let reference = format!("{}{number}", kind.code());
            histories.push(History { kind, sender, reference, versions });
        }
    }
    histories
}

pub fn lines(history: &History, told: &Told) -> String {
    let mut text = String::new();
    let shown = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
    // Two people of one name in one record would be one party to whoever reads the file.
    let called = |(person, name): Party| match person {
        0 => String::new(),
        person => format!("{name} {}", ["A", "B", "C", "D", "E", "F", "G", "H"][person as usize]),
    };
    for (victim, other) in &told.pairs {
        let (victim, other) = (called(*victim), called(*other));
        let same = told.same_as.map_or(String::new(), |at| format!("{}{at}", history.kind.code()));
        text += &format!(
            "{},{},{},{},{victim},{other},{},{},{},{same}\n",
            history.reference,
            told.day,
            told.area,
            told.status,
            told.marac,
            shown(told.heard),
            shown(told.incident),
        );
    }
    text
}

pub fn header(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Incidents => {
            "incident_ref,reported_on,area,record_status,victim_family_name,suspect_family_name,\
             a,b,c,d\n"
        }
        FileKind::Referrals => {
            "referral_ref,referred_on,area,status,victim_family_name,perpetrator_family_name,\
             marac,heard_on,incident_on,same_incident_as,referring_agency\n"
        }
    }
}

/// Sends every version of every reference, in an order of the dice's, in files of a few.
fn send(app: &App, dice: &mut Dice, histories: &[History]) {
    let mut order: Vec<usize> = (0..histories.len())
        .flat_map(|at| std::iter::repeat_n(at, histories[at].versions.len()))
        .collect();
    for at in (1..order.len()).rev() {
        order.swap(at, dice.roll(at + 1));
    }
    let mut sent = vec![0; histories.len()];
    let size = 20 + dice.roll(20);
    for some in order.chunks(size) {
        let mut files: BTreeMap<(&str, &str), (FileKind, Vec<usize>)> = BTreeMap::new();
        for at in some {
            let history = &histories[*at];
            let key = (history.kind.code(), history.sender);
            files.entry(key).or_insert((history.kind, Vec::new())).1.push(*at);
        }
        for ((_, sender), (kind, of)) in files {
            let once: BTreeSet<usize> = of.iter().copied().collect();
            for at in &of {
                sent[*at] += 1;
            }
            // Of a reference that comes twice in one file, the later version is the one to send.
            let texts = once.iter().map(|at| {
                let history = &histories[*at];
                lines(history, &history.versions[sent[*at] - 1])
            });
            let body: String = texts.collect();
            let body = match kind {
                FileKind::Incidents => body,
                FileKind::Referrals => body.replace('\n', ",FEN-POLICE\n"),
            };
            import(app, kind, sender, &(header(kind).to_owned() + &body));
        }
    }
}

pub fn truth(histories: &[History]) -> BTreeMap<String, u64> {
    let mut truth = BTreeMap::new();
    for history in histories {
        let other = if history.kind == FileKind::Incidents { "suspect" } else { "perpetrator" };
        let pairs = &history.versions.last().unwrap().pairs;
        for (row, ((victim, _), (second, _))) in (1..).zip(pairs) {
            let row = if row == 1 { String::new() } else { row.to_string() };
            for (party, person) in [("victim", victim), (other, second)] {
                let key = format!("{}/{}/{party}{row}", history.sender, history.reference);
                if *person != 0 {
                    truth.insert(key, *person);
                }
            }
        }
    }
    truth
}

/// An incident as it is last told: its day, area and named victims.
fn slow_incidents(histories: &[History]) -> BTreeMap<&'static str, Vec<(Date, Option<bool>)>> {
    let live = histories.iter().filter(|history| history.kind == FileKind::Incidents);
    let live: Vec<&Told> = live
        .map(|history| history.versions.last().unwrap())
        .filter(|told| told.status == "live")
        .collect();
    let victims = |told: &Told| -> BTreeSet<u64> {
        told.pairs.iter().map(|((victim, _), _)| *victim).filter(|victim| *victim != 0).collect()
    };
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for own in &live {
        let is_repeat = live.iter().any(|other| {
            other.day < own.day
                && own.day <= plus_12_months(other.day)
                && !victims(own).is_disjoint(&victims(other))
        });
        let is_repeat = (!victims(own).is_empty()).then_some(is_repeat);
        found.entry(own.area).or_default().push((own.day, is_repeat));
    }
    found
}

/// Which referrals are of one incident: joined until nothing more joins.
fn slow_components(histories: &[&History]) -> Vec<u64> {
    let mut parts: Vec<u64> = (0..histories.len() as u64).collect();
    for _ in histories {
        for (at, one) in histories.iter().enumerate() {
            let Some(named) = one.versions.last().unwrap().same_as else { continue };
            let reference = format!("{}{named}", one.kind.code());
            let is_named =
                |other: &&History| other.sender == one.sender && other.reference == reference;
            // What was named may not have come yet.
            if let Some(named) = histories.iter().position(is_named) {
                let least = parts[at].min(parts[named]);
                (parts[at], parts[named]) = (least, least);
            }
        }
    }
    parts
}

/// Cases by area: the day heard and whether it is a repeat, by the rule as it reads.
fn slow_cases(histories: &[History]) -> BTreeMap<&'static str, Vec<(Date, Option<bool>)>> {
    let referrals: Vec<&History> =
        histories.iter().filter(|history| history.kind == FileKind::Referrals).collect();
    let parts = slow_components(&referrals);
    let mut of_victim: BTreeMap<u64, Vec<(SeenReferral, &'static str)>> = BTreeMap::new();
    for (at, history) in referrals.iter().enumerate() {
        let told = history.versions.last().unwrap();
        // One of whom nothing is known is nobody else.
        let own = |(person, _): Party, row: u64| match person {
            0 => 1_000 + at as u64 * 10 + row,
            person => person,
        };
        let perpetrators =
            told.pairs.iter().zip(1..).map(|((_, other), row)| {
                PersonId::from_uuid(Uuid::from_u128(own(*other, row).into()))
            });
        let seen = SeenReferral {
            id: ReferralId::from_uuid(Uuid::from_u128(at as u128)),
            reference: history.reference.clone(),
            referred_on: told.day,
            status: ReferralStatus::from_code(told.status).unwrap(),
            incident_on: told.incident,
            identified_on: None,
            heard_on: told.heard,
            marac: MaracId::from_uuid(Uuid::from_u128(u128::from(told.marac == "North MARAC"))),
            same_incident: parts[at],
            perpetrators: perpetrators.collect(),
        };
        of_victim.entry(own(told.pairs[0].0, 0)).or_default().push((seen, told.area));
    }
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for seen in of_victim.values() {
        let all: Vec<SeenReferral> = seen.iter().map(|(seen, _)| seen.clone()).collect();
        let mut cases: BTreeMap<(Date, MaracId), Vec<&(SeenReferral, &str)>> = BTreeMap::new();
        for one in seen.iter().filter(|(seen, _)| seen.status.is_accepted()) {
            if let Some(heard) = one.0.heard_on {
                cases.entry((heard, one.0.marac)).or_default().push(one);
            }
        }
        for ((heard, _), mut of) in cases {
            of.sort_by_key(|(seen, _)| (seen.referred_on, seen.reference.clone()));
            let is = of.iter().any(|(seen, _)| is_repeat(seen, &all).is_some());
            found.entry(of[0].1).or_default().push((heard, Some(is)));
        }
    }
    found
}

/// The rows that a report should have.
pub fn expected(
    indicator: Indicator,
    first: i16,
    broken_by: By,
    histories: &[History],
) -> Vec<String> {
    let slow = match indicator {
        Indicator::Ni32 | Indicator::MaracDataset => slow_cases(histories),
        Indicator::RecordedIncidents | Indicator::RepeatIncidents => slow_incidents(histories),
    };
    let mut current = Tally::new();
    for (area, of) in slow {
        for (day, is_repeat) in of.into_iter().filter(|(day, _)| year(first).contains(*day)) {
            let key = if broken_by == By::Area { area.to_owned() } else { quarter_key(day) };
            let count: &mut Count = current.entry(Some(key)).or_default();
            let counts = indicator == Indicator::RecordedIncidents || is_repeat.is_some();
            count.all += u32::from(counts);
            let asks = indicator != Indicator::RecordedIncidents;
            count.repeats += u32::from(asks && is_repeat == Some(true));
        }
    }
    let keys = AREAS.iter().filter(|_| broken_by == By::Area).map(|area| (*area).to_owned());
    let findings = Findings { keys: keys.collect(), current, ..Findings::default() };
    let question =
        Question::new(indicator, year(first), Some(broken_by), None, date(2026, 11, 24)).unwrap();
    let word = |number: Option<i64>| number.map_or("-".to_owned(), |number| number.to_string());
    let report = make_report(&question, &findings);
    let rows = report.rows.iter().map(|row| {
        let figures = &row.figures;
        let value = figures.value.as_deref().unwrap_or("-");
        format!("{} {}/{} {value}", row.key, word(figures.numerator), word(figures.denominator))
    });
    rows.collect()
}

#[test]
fn facts_of_random_histories_in_any_order_are_what_the_rules_say_as_they_read() {
    for engine in engines() {
        let mut repeats = 0;
        for seed in 1..=3_u64 {
            let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            let histories = histories(&mut dice);
            let worlds = [World::on(engine), World::on(engine)];
            for world in &worlds {
                send(&world.app, &mut dice, &histories);
                take_links(&world.app, &truth(&histories)).unwrap();
            }
            for indicator in
                [Indicator::RecordedIncidents, Indicator::RepeatIncidents, Indicator::Ni32]
            {
                for (first, broken_by) in
                    [(2006, By::Area), (2007, By::Quarter), (2008, By::Area), (2009, By::Area)]
                {
                    let wanted = expected(indicator, first, broken_by, &histories);
                    repeats += wanted.iter().filter(|row| !row.contains(" 0/")).count();
                    for world in &worlds {
                        let found = rows(&world.app, by(ask(indicator, year(first)), broken_by));
                        assert_eq!(found, wanted, "{indicator:?} {first} seed {seed}");
                    }
                }
            }
        }
        assert!(20 < repeats, "the histories show too little: {repeats}");
    }
}
