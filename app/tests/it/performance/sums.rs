//! What reports add up is what the definition says as it reads, after whatever happens.

use super::{
    Cells, ask, by, import, incidents,
    random::{Dice, History, expected, header, histories, lines, told, truth},
    referrals, rows, total, year,
};
use crate::county::{count, meddle};
use app::{
    App,
    import::reading::FileKind,
    performance::ReportRequest,
    testing::{World, engines, on_both, take_links},
};
use domain::performance::{By, Indicator};
use jiff::{
    SignedDuration, ToSpan,
    civil::{Date, date},
};
use std::collections::BTreeMap;

const ASKED: [(Indicator, i16, By); 6] = [
    (Indicator::RecordedIncidents, 2007, By::Quarter),
    (Indicator::RecordedIncidents, 2008, By::Area),
    (Indicator::RepeatIncidents, 2007, By::Area),
    (Indicator::RepeatIncidents, 2008, By::Quarter),
    (Indicator::Ni32, 2007, By::Quarter),
    (Indicator::Ni32, 2008, By::Area),
];

/// The day on which every world begins.
const FIRST: Date = date(2026, 11, 24);

/// Who is told to be who besides what the histories say.
#[derive(Debug, Clone, Copy)]
enum Links {
    Told,
    /// The two are one.
    Joined(u64, u64),
    /// The records of odd numbers are somebody else's.
    Parted(u64),
}

impl Links {
    fn of(self, number: usize, person: u64) -> u64 {
        match self {
            Links::Joined(one, other) if person == other => one,
            Links::Parted(one) if person == one && number % 2 == 1 => 100 + one,
            Links::Told | Links::Joined(..) | Links::Parted(_) => person,
        }
    }

    fn applied(self, histories: &[History]) -> Vec<History> {
        let mut histories = histories.to_vec();
        for (number, history) in histories.iter_mut().enumerate() {
            let parties = history.versions.iter_mut().flat_map(|told| &mut told.pairs);
            for (victim, other) in parties {
                victim.0 = self.of(number, victim.0);
                other.0 = self.of(number, other.0);
            }
        }
        histories
    }
}

/// Sends the last that was told of some references, each sender's in one file.
fn send(app: &App, histories: &[History], some: &[usize]) {
    let mut files: BTreeMap<(&str, &str), (FileKind, String)> = BTreeMap::new();
    for at in some {
        let history = &histories[*at];
        let text = lines(history, history.versions.last().unwrap());
        let text = match history.kind {
            FileKind::Incidents => text,
            FileKind::Referrals => text.replace('\n', ",FEN-POLICE\n"),
        };
        let key = (history.kind.code(), history.sender);
        files.entry(key).or_insert((history.kind, String::new())).1.push_str(&text);
    }
    for ((_, sender), (kind, text)) in files {
        import(app, kind, sender, &(header(kind).to_owned() + &text));
        sums_are_what_the_facts_are(app);
    }
}

/// Counts of steps that no fact accounts for, and of facts that no step does; now, and at each
/// instant at which anything was recorded.
fn sums_are_what_the_facts_are(app: &App) {
    let incidents = "select count(*) as count from
        (select s.reported_on, s.area_code, s.agency_id, t.at, sum(s.counted) as counted,
                sum(s.named) as named, sum(s.repeats) as repeats
         from incident_sum s
         join (select distinct recorded_at as at from incident_sum) t on s.recorded_at <= t.at
         group by 1, 2, 3, 4 having sum(s.counted) <> 0
         except
         select f.reported_on, f.area_code, f.agency_id, t.at, count(*),
                count(*) filter (where f.has_named_victim), count(f.earlier_id)
         from incident_fact f
         join (select distinct recorded_at as at from incident_sum) t on f.recorded_at <= t.at
              and (f.superseded_at is null or t.at < f.superseded_at)
         where f.is_live group by 1, 2, 3, 4) odd";
    assert_eq!(count(app, incidents), 0);
    OF_CASES.iter().for_each(|(sum, fact)| sums_of_cases_are_what_the_facts_are(app, sum, fact));
    let (counted, live) = (
        "select cast(coalesce(sum(counted), 0) as bigint) as count from incident_sum",
        "select count(*) as count from incident_fact where superseded_at is null and is_live",
    );
    assert_eq!(count(app, counted), count(app, live));
}

/// Each table of cases: its key and its columns, and what they are of the facts.
const OF_CASES: [([&str; 3], &str); 4] = [
    (
        ["case_area_sum", "area_code", "counted, repeats"],
        "coalesce(f.area_code, '') | count(*), count(f.repeat_id)",
    ),
    (
        ["case_agency_sum", "referring_agency_id", "counted, repeats"],
        "f.referring_agency_id | count(*), count(f.repeat_id)",
    ),
    (
        [
            "case_marac_sum",
            "marac_id",
            "counted, repeats, children, bme, bme_not_known, lgbt, lgbt_not_known, disabled,
             disabled_not_known, male, male_not_known, young, young_not_known, harmed",
        ],
        "f.marac_id | count(*), count(f.repeat_id), coalesce(sum(f.children), 0),
         count(*) filter (where f.is_bme), count(*) filter (where f.is_bme is null),
         count(*) filter (where f.is_lgbt), count(*) filter (where f.is_lgbt is null),
         count(*) filter (where f.is_disabled), count(*) filter (where f.is_disabled is null),
         count(*) filter (where f.is_male), count(*) filter (where f.is_male is null),
         count(*) filter (where f.victim_age between 16 and 17),
         count(*) filter (where f.victim_age is null),
         count(*) filter (where f.is_harmed_by_child)",
    ),
    (["case_kind_sum", "referrer_kind", "counted"], "f.referrer_kind | count(*)"),
];

/// The rows of sums and of facts, at each instant at which a case was recorded, that the other
/// has not.
fn sums_of_cases_are_what_the_facts_are(
    app: &App,
    [table, key, columns]: &[&'static str; 3],
    of_facts: &str,
) {
    let summed: Vec<String> =
        columns.split(',').map(|column| format!("sum(s.{})", column.trim())).collect();
    let (of_key, of_facts) = of_facts.split_once('|').unwrap();
    let instants = "(select distinct recorded_at as at from case_area_sum)";
    let sums = format!(
        "select s.heard_on, s.{key}, t.at, {} from {table} s join {instants} t
         on s.recorded_at <= t.at group by 1, 2, 3 having sum(s.counted) <> 0",
        summed.join(", ")
    );
    let facts = format!(
        "select f.heard_on, {of_key}, t.at, {of_facts} from case_fact f join {instants} t
         on f.recorded_at <= t.at and (f.superseded_at is null or t.at < f.superseded_at)
         where {of_key} is not null group by 1, 2, 3"
    );
    for (one, other) in [(&sums, &facts), (&facts, &sums)] {
        let odd = format!("select count(*) as count from ({one} except {other}) odd");
        assert_eq!(count(app, odd.leak()), 0, "{table}");
    }
}

/// Links by the truth, and compares every figure with the definition as it reads.
fn linked(app: &App, histories: &[History], links: Links) -> Vec<Vec<String>> {
    let histories = links.applied(histories);
    take_links(app, &truth(&histories)).unwrap();
    sums_are_what_the_facts_are(app);
    let compare = |(indicator, first, broken_by)| {
        let wanted = expected(indicator, first, broken_by, &histories);
        let found = rows(app, by(ask(indicator, year(first)), broken_by));
        assert_eq!(found, wanted, "{indicator:?} {first} {links:?}");
        found
    };
    ASKED.map(compare).into()
}

fn as_at(app: &App, day: Date) -> Vec<Vec<String>> {
    let asked = ASKED.map(|(indicator, first, broken_by)| {
        let asked = by(ask(indicator, year(first)), broken_by);
        rows(app, ReportRequest { as_at: Some(day), ..asked })
    });
    asked.into()
}

/// What happens to a database on one day.
fn happens(app: &App, dice: &mut Dice, all: &mut [History], known: &mut Vec<usize>) -> Links {
    let some: Vec<usize> = (0..8).map(|_| dice.roll(all.len())).collect();
    match dice.roll(4) {
        // New records and the same again.
        0 => {
            known.extend(&some);
            send(app, all, &some);
            Links::Told
        }
        // Amendments, of what was never sent too.
        1 => {
            for at in &some {
                let told = told(dice, all[*at].kind, all.len() / 2);
                all[*at].versions.push(told);
            }
            known.extend(&some);
            send(app, all, &some);
            Links::Told
        }
        // Withdrawals.
        2 if !known.is_empty() => {
            let some: Vec<usize> = (0..4).map(|_| known[dice.roll(known.len())]).collect();
            for at in &some {
                let mut told = all[*at].versions.last().unwrap().clone();
                told.status = match all[*at].kind {
                    FileKind::Incidents => "cancelled",
                    FileKind::Referrals => "withdrawn",
                };
                all[*at].versions.push(told);
            }
            send(app, all, &some);
            Links::Told
        }
        // Links, and links undone; the next day brings back what was.
        _ if dice.one_in(2) => Links::Joined(1 + dice.roll(2) as u64, 3 + dice.roll(2) as u64),
        _ => Links::Parted(1 + dice.roll(7) as u64),
    }
}

#[test]
fn sums_of_random_days_are_what_the_definition_says_on_that_day_and_ever_after() {
    for engine in engines() {
        for seed in [5_u64, 6] {
            let world = World::on(engine);
            let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
            let mut all = histories(&mut dice);
            let mut known: Vec<usize> = Vec::new();
            let mut was: Vec<(Date, Vec<Vec<String>>)> = Vec::new();
            for day in 0..12_i64 {
                let links = happens(&world.app, &mut dice, &mut all, &mut known);
                known.sort_unstable();
                known.dedup();
                let sent: Vec<History> = known.iter().map(|at| all[*at].clone()).collect();
                was.push((FIRST.saturating_add(day.days()), linked(&world.app, &sent, links)));
                world.clock.advance(SignedDuration::from_hours(24));
            }
            for (day, found) in &was {
                assert_eq!(as_at(&world.app, *day), *found, "as at {day}, seed {seed}");
            }
            let differing = was.windows(2).filter(|two| two[0].1 != two[1].1).count();
            assert!(5 < differing, "too little happened: {differing}");
        }
    }
}

fn incident<'c>(reference: &'c str, status: &'c str, suspect: &'c str) -> [(&'c str, &'c str); 6] {
    [
        ("incident_ref", reference),
        ("reported_on", "2008-05-01"),
        ("area", "Fenland"),
        ("record_status", status),
        ("victim_family_name", "Rao"),
        ("suspect_family_name", suspect),
    ]
}

/// One heard at Fenland's MARAC; of her sex and her age hangs what the dataset says.
fn referral<'c>(
    reference: &'c str,
    kind: &'c str,
    (sex, age): (&'c str, &'c str),
) -> [(&'c str, &'c str); 13] {
    [
        ("referral_ref", reference),
        ("marac", "Fenland MARAC"),
        ("referring_agency", "FEN-POLICE"),
        ("referring_agency_kind", kind),
        ("referred_on", "2008-05-01"),
        ("heard_on", "2008-05-20"),
        ("children_count", "2"),
        ("victim_lgbt", "yes"),
        ("victim_family_name", reference),
        ("victim_sex", sex),
        ("victim_age", age),
        ("perpetrator_family_name", "Cole"),
        ("perpetrator_age", "17"),
    ]
}

#[test]
fn steps_of_what_the_dataset_counts_end_and_begin_with_the_facts() {
    on_both(|world| {
        let app = &world.app;
        let dataset = || rows(app, ask(Indicator::MaracDataset, year(2008))).concat();
        let sums = |columns: &'static str| count(app, columns);
        referrals(
            app,
            &[&referral("A", "police", ("F", "17")), &referral("B", "idva", ("M", "15"))],
        );
        sums_are_what_the_facts_are(app);
        let first = dataset();
        world.clock.advance(SignedDuration::from_hours(24));
        referrals(app, &[&referral("A", "idva", ("M", "18"))]);
        sums_are_what_the_facts_are(app);
        assert_ne!(dataset(), first);
        let young = "select cast(sum(young) as bigint) as count from case_marac_sum";
        let male = "select cast(sum(male) as bigint) as count from case_marac_sum";
        let harmed = "select cast(sum(harmed) as bigint) as count from case_marac_sum";
        assert_eq!([young, male, harmed].map(sums), [0, 2, 2]);
        let then = ask(Indicator::MaracDataset, year(2008));
        let then = rows(app, ReportRequest { as_at: Some(FIRST), ..then }).concat();
        assert_eq!(then, first, "as at the day before the amendment");
    });
}

#[test]
fn what_changes_no_figure_leaves_no_step() {
    on_both(|world| {
        let app = &world.app;
        let steps = || count(app, "select count(*) as count from incident_sum");
        incidents(app, &[&incident("I1", "live", "Cole"), &incident("I2", "cancelled", "Cole")]);
        assert_eq!(steps(), 1);
        incidents(app, &[&incident("I1", "live", "Dunn")]);
        assert_eq!(steps(), 1, "another suspect is no other incident");
        incidents(app, &[&incident("I2", "not_domestic", "Cole")]);
        assert_eq!(steps(), 1, "one that did not count does not count still");
        world.clock.advance(SignedDuration::from_mins(1));
        incidents(app, &[&incident("I1", "cancelled", "Dunn")]);
        assert_eq!(steps(), 2);
        assert_eq!(total(app, ask(Indicator::RecordedIncidents, year(2008))).0, 0);
    });
}

#[test]
fn a_database_that_was_filled_before_there_were_sums_gets_them_with_the_schema() {
    on_both(|world| {
        let app = &world.app;
        let one: [Cells<'_>; 2] =
            [&incident("I1", "live", "Cole"), &incident("I2", "cancelled", "Cole")];
        incidents(app, &one);
        referrals(
            app,
            &[&referral("A", "police", ("F", "17")), &referral("B", "idva", ("M", "15"))],
        );
        world.clock.advance(SignedDuration::from_hours(24));
        incidents(app, &[&incident("I1", "cancelled", "Cole"), &incident("I2", "live", "Cole")]);
        referrals(app, &[&referral("A", "idva", ("M", "18"))]);
        world.clock.advance(SignedDuration::from_hours(24));
        incidents(app, &[&incident("I3", "live", "Cole")]);
        let asked = by(ask(Indicator::RecordedIncidents, year(2008)), By::Area);
        let days = [0, 1, 2].map(|days: i64| FIRST.saturating_add(days.days()));
        let figures = || {
            let figures =
                days.iter().map(|day| rows(app, ReportRequest { as_at: Some(*day), ..asked }));
            figures.collect::<Vec<_>>()
        };
        let before = figures();
        let fill = [
            include_str!("../../../migrations/0010_day_sum.sql"),
            include_str!("../../../migrations/0016_case_sum.sql"),
        ];
        let fill = fill.into_iter().flat_map(|text| text.split(';'));
        // The first sums of cases gave way to others.
        let fill =
            fill.filter(|sql| sql.contains("insert into") && !sql.contains("insert into case_sum"));
        let tables = OF_CASES.map(|([table, ..], _)| table).into_iter().chain(["incident_sum"]);
        let delete = tables.map(|table| &*format!("delete from {table}").leak());
        delete.chain(fill).for_each(|sql| meddle(app, sql));
        assert_eq!(figures(), before);
        sums_are_what_the_facts_are(app);
    });
}
