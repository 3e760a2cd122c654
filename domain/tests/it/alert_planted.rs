//! Misuse is planted into ordinary work, and each detector finds all of its own and little else.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use std::collections::{BTreeMap, BTreeSet};

use domain::alert::{AlertKind, DETECTION_TODAY, Doing, Finding, PersonFacts, Staff, detect};
use domain::ids::{AgencyId, PersonId, UserId};
use jiff::ToSpan;
use jiff::civil::Date;
use uuid::Uuid;

use crate::alert_desk::{Desk, facts, home, person, user};
use crate::alert_ordinary::{County, Dice, FIRST_DAY, Worker, county};

const OF_EACH: u32 = 20;

/// What each detector is to find.
const PLANTED: [AlertKind; 11] = [
    AlertKind::OwnRecord,
    AlertKind::Household,
    AlertKind::SurnamePostcode,
    AlertKind::Colleague,
    AlertKind::FanOut,
    AlertKind::Fishing,
    AlertKind::DormantCase,
    AlertKind::BreakGlassRate,
    AlertKind::OfficerOnSelf,
    AlertKind::ExcludedHit,
    AlertKind::WhereaboutsRate,
];

type Key = (AlertKind, UserId, Date);

/// Plants one case of a kind at the desk of somebody, on a day after all of the ordinary ones.
fn plant(
    kind: AlertKind,
    number: u32,
    worker: &mut Worker,
    county: (&mut BTreeMap<PersonId, PersonFacts>, &[PersonId]),
    colleague: &str,
) -> Date {
    let day = FIRST_DAY + (28 + i64::from(number)).days();
    worker.desk.turn_to(day);
    let (people, others) = county;
    let new = person(1_000_000 + u128::from(number) * 100 + kind as u128);
    let desk = &mut worker.desk;
    match kind {
        AlertKind::OwnRecord => {
            people.insert(new, facts(&misspelt(&worker.name, number), day));
            desk.after(60, Doing::Opened(new));
        }
        AlertKind::Household | AlertKind::SurnamePostcode => {
            let family = worker.name.split(' ').next_back().unwrap();
            let own = worker.home.clone();
            let address = match kind {
                AlertKind::Household => own.address.to_uppercase(),
                _ => "2 Elsewhere Close".to_owned(),
            };
            let homes = vec![home(&address, &own.postcode.replace(' ', ""))];
            people
                .insert(new, PersonFacts { homes, ..facts(&format!("Wilhelmina {family}"), day) });
            desk.after(60, Doing::Opened(new));
        }
        AlertKind::Colleague => {
            people.insert(new, facts(&format!("PC {}", colleague.to_uppercase()), day));
            desk.after(60, Doing::Opened(new));
        }
        AlertKind::FanOut => {
            // Half of them within the hour, the others over a long day.
            let seconds = if number.is_multiple_of(2) { 60 } else { 520 };
            others.iter().take(56).for_each(|one| desk.after(seconds, Doing::Opened(*one)));
        }
        AlertKind::Fishing => {
            (0..12).for_each(|at| desk.after(90, Doing::Search { found: at % 3 }));
        }
        AlertKind::DormantCase => {
            people.insert(new, facts("Wilhelmina Quillfeather", day - 3.years()));
            desk.after(60, Doing::Opened(new));
        }
        AlertKind::BreakGlassRate => {
            (0..3).for_each(|_| desk.after(4_000, Doing::BrokeGlass));
        }
        AlertKind::OfficerOnSelf if number.is_multiple_of(2) => {
            desk.after(60, Doing::TriedOwnAlert)
        }
        AlertKind::OfficerOnSelf => desk.after(60, Doing::ReadOwnDoings),
        AlertKind::ExcludedHit => {
            let holder = AgencyId::from_uuid(Uuid::from_u128(9));
            desk.after(60, Doing::MetExclusion { subject: new.into(), holder });
        }
        AlertKind::WhereaboutsRate => {
            others.iter().take(6).for_each(|one| desk.after(400, Doing::OpenedWhereabouts(*one)));
        }
        AlertKind::BreakGlass
        | AlertKind::RecordGiven
        | AlertKind::WaitingMatch
        | AlertKind::NobodyLeft
        | AlertKind::NobodyRepresents => unreachable!("nobody detects these"),
    }
    day
}

/// As somebody would stand in another's records.
fn misspelt(name: &str, number: u32) -> String {
    let (given, family) = name.split_once(' ').unwrap();
    match number % 4 {
        0 => name.to_uppercase(),
        1 => format!("{family}, {given}"),
        2 => format!("{given} Maud {family}-Quillfeather"),
        _ if 5 <= family.len() => format!("{given} {}", &family[..family.len() - 1]),
        _ => format!("Mrs {name}"),
    }
}

fn staff(worker: &Worker, id: UserId, colleagues: &[(u64, String)]) -> Staff {
    let others =
        colleagues.iter().filter(|(agency, name)| *agency == worker.agency && *name != worker.name);
    Staff {
        homes: vec![worker.home.clone()],
        colleagues: others.map(|(_, name)| name.clone()).collect(),
        is_officer: true,
        ..Staff::named(id, &worker.name)
    }
}

/// Different people opened on each day, as a server counts them.
fn people_by_day(desk: &Desk) -> BTreeMap<Date, BTreeSet<PersonId>> {
    let mut days: BTreeMap<Date, BTreeSet<PersonId>> = BTreeMap::new();
    for deed in &desk.deeds {
        if let Doing::Opened(person) = deed.doing {
            days.entry(deed.day).or_default().insert(person);
        }
    }
    days
}

fn usual_tenths(days: &BTreeMap<Date, BTreeSet<PersonId>>, before: Date) -> Option<u32> {
    let past: Vec<u32> = days
        .range(before - 28.days()..before)
        .map(|(_, people)| u32::try_from(people.len()).unwrap())
        .collect();
    let number = u32::try_from(past.len()).unwrap();
    (0 < number).then(|| past.iter().sum::<u32>() * 10 / number)
}

/// Day by day, with four weeks of the past in sight, as a server does it.
fn watch(county: &County) -> Vec<Finding> {
    let names: Vec<(u64, String)> =
        county.workers.iter().map(|worker| (worker.agency, worker.name.clone())).collect();
    let mut findings = Vec::new();
    for (number, worker) in county.workers.iter().enumerate() {
        let days = people_by_day(&worker.desk);
        let mut staff = staff(worker, user(number as u128), &names);
        let deeds = &worker.desk.deeds;
        let mut from = 0;
        while from < deeds.len() {
            let day = deeds[from].day;
            let until = from + deeds[from..].iter().take_while(|deed| deed.day == day).count();
            staff.usual_tenths = usual_tenths(&days, day);
            let seen = (&deeds[..until], from);
            findings.extend(detect(&DETECTION_TODAY, &staff, &county.people, seen));
            from = until;
        }
    }
    findings
}

#[test]
fn every_planted_case_is_found_and_ordinary_work_raises_next_to_nothing() {
    let mut county = county(7);
    let ordinary: usize = county.workers.iter().map(|worker| worker.desk.deeds.len()).sum();
    assert!(10_000 <= ordinary, "{ordinary}");
    // Whoever opens too many opens people of today: an old case among them is another finding.
    let is_of_today = |facts: &PersonFacts| facts.last_case >= Some(FIRST_DAY - 6.months());
    let of_today = county.people.iter().filter(|(_, facts)| is_of_today(facts));
    let others: Vec<PersonId> = of_today.map(|(id, _)| *id).collect();
    let mut expected: BTreeSet<Key> = BTreeSet::new();
    let mut dice = Dice::seeded(11);
    for number in 0..OF_EACH {
        for kind in PLANTED {
            // No two of a kind at one desk on one day.
            let at = usize::try_from(dice.below(60)).unwrap();
            let colleague = (0..60).find(|other| {
                *other != at && county.workers[*other].agency == county.workers[at].agency
            });
            let colleague = county.workers[colleague.unwrap()].name.clone();
            let whom = (&mut county.people, &others[usize::try_from(number).unwrap() * 60..]);
            let day = plant(kind, number, &mut county.workers[at], whom, &colleague);
            expected.insert((kind, user(at as u128), day));
        }
    }
    let found = watch(&county);
    let key = |finding: &Finding| (finding.kind, finding.about, finding.day);
    let keys: BTreeSet<Key> = found.iter().map(key).collect();
    for kind in PLANTED {
        let of_kind = |keys: &BTreeSet<Key>| keys.iter().filter(|key| key.0 == kind).count();
        assert_eq!(of_kind(&expected), 20, "{kind:?}");
        let missed: Vec<_> =
            expected.difference(&keys).filter(|(missed, ..)| *missed == kind).collect();
        assert!(missed.is_empty(), "{kind:?} missed {missed:?}");
        let is_false = |it: &&Finding| it.kind == kind && !expected.contains(&key(it));
        let wrong = found.iter().filter(is_false).count();
        eprintln!("{}: 20 of 20 found, {wrong} of {ordinary} ordinary events", kind.code());
        assert!(wrong * 100 <= ordinary, "{kind:?}: {wrong} of {ordinary}");
    }
    let wrong = found.iter().filter(|it| !expected.contains(&key(it))).count();
    eprintln!("all together: {wrong} of {ordinary} ordinary events");
    assert!(wrong * 100 <= ordinary, "{wrong} of {ordinary}");
}

#[test]
fn whoever_looks_twice_at_the_same_deeds_finds_the_same() {
    let county = county(3);
    let causes = |findings: Vec<Finding>| -> BTreeSet<String> {
        findings.iter().map(Finding::cause).collect()
    };
    let once = causes(watch(&county));
    assert_eq!(once, causes(watch(&county)));
}
