//! What the detectors count on from deed to deed, held against counting anew at each of them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use std::collections::{BTreeMap, BTreeSet};

use domain::alert::{
    AlertKind, DETECTION_TODAY, Deed, Doing, Finding, PersonFacts, Staff, detect, is_near_name,
    is_same_family, is_same_name,
};
use domain::ids::{EntryId, PersonId, UserId};
use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};
use uuid::Uuid;

/// Numbers that are the same at each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) % most
    }
}

fn person(number: u64) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(u128::from(number) + 1))
}

fn doing(dice: &mut Dice, people: u64) -> Doing {
    let whom = person(dice.below(people));
    match dice.below(20) {
        0..=8 => Doing::Opened(whom),
        9..=13 => Doing::Search { found: u32::try_from(dice.below(3)).unwrap() },
        14..=15 => Doing::Listed(whom),
        16 => Doing::OpenedWhereabouts(whom),
        17 => Doing::BrokeGlass,
        18 => Doing::ReadOwnDoings,
        _ => Doing::Worked,
    }
}

/// Some hours of one user, now hasty, now slow, over some midnights.
fn deeds(dice: &mut Dice) -> Vec<Deed> {
    let people = [3, 30, 90][usize::try_from(dice.below(3)).unwrap()];
    let pause = [1, 60, 2_000][usize::try_from(dice.below(3)).unwrap()];
    let mut at: Timestamp = "2026-10-24T18:00:00Z".parse().unwrap();
    (0..dice.below(160))
        .map(|number| {
            at += SignedDuration::from_secs(i64::try_from(dice.below(pause)).unwrap());
            Deed {
                entry: EntryId::from_uuid(Uuid::from_u128(1_000 + u128::from(number))),
                at,
                day: at.to_zoned(TimeZone::get("Europe/London").unwrap()).date(),
                doing: doing(dice, people),
            }
        })
        .collect()
}

fn facts(dice: &mut Dice, about: u64) -> PersonFacts {
    let names = ["Ada Moss", "Ottilie Moss", "Bea Lark", "Joan Reed"];
    let name = names[usize::try_from(dice.below(4)).unwrap()];
    let last_case = about.is_multiple_of(2).then(|| jiff::civil::date(2024, 1, 5));
    PersonFacts { names: vec![name.to_owned()], homes: Vec::new(), last_case }
}

/// The definitions as they read, each at one deed and over everything before it.
fn slowly(staff: &Staff, people: &BTreeMap<PersonId, PersonFacts>, until: &[Deed]) -> Vec<Finding> {
    let (deed, before) = until.split_last().unwrap();
    let mut found: Vec<(AlertKind, Option<PersonId>, Vec<EntryId>)> = Vec::new();
    if let Doing::Opened(person) | Doing::OpenedWhereabouts(person) = deed.doing
        && let Some(facts) = people.get(&person)
    {
        let own = facts.names.iter().any(|name| is_near_name(&staff.name, name));
        let kin = facts.names.iter().any(|name| is_same_family(&staff.name, name));
        assert!(!own || kin);
        let is_colleague = |name: &String| staff.colleagues.iter().any(|it| is_same_name(it, name));
        let old = deed.day.saturating_sub(DETECTION_TODAY.dormant_months.months());
        let is_said = before.iter().any(|it| {
            let says = match it.doing {
                Doing::Listed(other) | Doing::OpenedWhereabouts(other) => other == person,
                Doing::BrokeGlass => true,
                _ => false,
            };
            let hour = SignedDuration::from_mins(DETECTION_TODAY.purpose_minutes);
            says && deed.at.duration_since(it.at) <= hour
        });
        let is_opened = matches!(deed.doing, Doing::Opened(_));
        let is_dormant = facts.last_case.is_some_and(|last| last < old) && !is_said && is_opened;
        for (kind, is_so) in [
            (AlertKind::OwnRecord, own),
            (AlertKind::Colleague, facts.names.iter().any(is_colleague)),
            (AlertKind::DormantCase, is_dormant),
        ] {
            found.extend(is_so.then(|| (kind, Some(person), vec![deed.entry])));
        }
    }
    if deed.doing == Doing::ReadOwnDoings && staff.is_officer {
        found.push((AlertKind::OfficerOnSelf, None, vec![deed.entry]));
    }
    found.extend(how_much(staff, until).map(|(kind, entries)| (kind, None, entries)));
    let (about, at, day, holder) = (staff.user, deed.at, deed.day, None);
    let finding = |(kind, person, entries): (_, Option<PersonId>, _)| {
        let subject = person.map(Into::into);
        Finding { kind, about, subject, holder, at, day, entries }
    };
    found.into_iter().map(finding).collect()
}

fn how_much(staff: &Staff, until: &[Deed]) -> Option<(AlertKind, Vec<EntryId>)> {
    let (rules, deed) = (DETECTION_TODAY, until.last()?);
    let day: Vec<&Deed> = until.iter().filter(|it| it.day == deed.day).collect();
    let opened = |deeds: &mut dyn Iterator<Item = &Deed>| {
        let person = |it: &Deed| match it.doing {
            Doing::Opened(person) => Some((person, it.entry)),
            _ => None,
        };
        let (people, entries): (BTreeSet<PersonId>, Vec<EntryId>) =
            deeds.filter_map(person).unzip();
        (u32::try_from(people.len()).unwrap(), entries)
    };
    match deed.doing {
        Doing::Opened(_) => {
            let hour = SignedDuration::from_hours(1);
            let usual = staff.usual_tenths.unwrap_or(0).div_ceil(10);
            let (in_hour, hourly) =
                opened(&mut until.iter().filter(|it| deed.at.duration_since(it.at) < hour));
            let (in_day, daily) = opened(&mut day.iter().copied());
            if rules.people_an_hour <= in_hour && usual * rules.hour_times_usual_day < in_hour {
                return Some((AlertKind::FanOut, hourly));
            }
            let is_many =
                rules.people_a_day <= in_day && usual * rules.day_times_usual_day < in_day;
            is_many.then_some((AlertKind::FanOut, daily))
        }
        Doing::Search { .. } => {
            let day: Vec<_> =
                day.iter().filter(|it| !matches!(it.doing, Doing::Listed(_))).collect();
            let is_search = |it: &Deed| matches!(it.doing, Doing::Search { .. });
            let all = day.iter().filter(|it| is_search(it)).count();
            let vain = day.iter().enumerate().filter(|(at, it)| {
                it.doing == Doing::Search { found: 0 }
                    || is_search(it) && day.get(at + 1).is_some_and(|next| is_search(next))
            });
            let vain: Vec<EntryId> = vain.map(|(_, it)| it.entry).collect();
            let share = usize::try_from(rules.searches_in_vain_percent).unwrap();
            let is_many = usize::try_from(rules.searches_in_vain).unwrap() <= vain.len();
            (is_many && share * all <= 100 * vain.len()).then_some((AlertKind::Fishing, vain))
        }
        Doing::BrokeGlass => {
            let since = deed.day.saturating_sub(rules.glass_days.days());
            let is_it = |it: &&Deed| since < it.day && it.doing == Doing::BrokeGlass;
            let all: Vec<EntryId> = until.iter().filter(is_it).map(|it| it.entry).collect();
            (3 <= all.len()).then_some((AlertKind::BreakGlassRate, all))
        }
        Doing::OpenedWhereabouts(_) => {
            let person = |it: &&Deed| match it.doing {
                Doing::OpenedWhereabouts(person) => Some((person, it.entry)),
                _ => None,
            };
            let (people, all): (BTreeSet<PersonId>, Vec<EntryId>) =
                day.iter().filter_map(person).unzip();
            (5 <= people.len()).then_some((AlertKind::WhereaboutsRate, all))
        }
        _ => None,
    }
}

#[test]
fn what_is_counted_on_from_deed_to_deed_is_what_counting_anew_finds() {
    let mut dice = Dice(7);
    let mut kinds: BTreeMap<AlertKind, u32> = BTreeMap::new();
    for _ in 0..150 {
        let deeds = deeds(&mut dice);
        let people = (0..40).map(|about| (person(about), facts(&mut dice, about))).collect();
        let mut staff = Staff::named(UserId::from_uuid(Uuid::from_u128(9)), "Ada Moss");
        staff.colleagues = vec!["Bea Lark".to_owned()];
        staff.usual_tenths = [None, Some(55), Some(120)][usize::try_from(dice.below(3)).unwrap()];
        staff.is_officer = dice.below(2) == 0;
        let new = usize::try_from(dice.below(deeds.len() as u64 + 2)).unwrap();
        let mut first: BTreeMap<String, Finding> = BTreeMap::new();
        for at in new.min(deeds.len())..deeds.len() {
            for finding in slowly(&staff, &people, &deeds[..=at]) {
                first.entry(finding.cause()).or_insert(finding);
            }
        }
        let found = detect(&DETECTION_TODAY, &staff, &people, (&deeds, new));
        found.iter().for_each(|finding| *kinds.entry(finding.kind).or_default() += 1);
        assert_eq!(found, first.into_values().collect::<Vec<_>>());
    }
    // Each kind was met, or nothing would have been held against anything.
    assert_eq!(kinds.len(), 8, "{kinds:?}");
}
