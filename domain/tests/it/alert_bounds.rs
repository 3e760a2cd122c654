//! Both sides of each threshold of the detectors.

use std::collections::{BTreeMap, BTreeSet};

use domain::alert::{AlertKind, DETECTION_TODAY, Doing, PersonFacts, Staff, detect};
use domain::ids::PersonId;
use jiff::civil::{Date, date};
use jiff::{SignedDuration, ToSpan};

use crate::alert_desk::{Desk, facts, home, person, user};

const DAY: Date = date(2026, 11, 24);

type People = BTreeMap<PersonId, PersonFacts>;

fn desk() -> Desk {
    Desk::on(DAY, 1)
}

fn beth() -> Staff {
    Staff::named(user(1), "PS Beth Farrow")
}

fn kinds(staff: &Staff, people: &People, desk: &Desk, new: usize) -> Vec<AlertKind> {
    let found = detect(&DETECTION_TODAY, staff, people, (&desk.deeds, new));
    found.iter().map(|finding| finding.kind).collect()
}

fn open_one(staff: &Staff, facts: PersonFacts) -> Vec<AlertKind> {
    let mut desk = desk();
    desk.after(1, Doing::Opened(person(1)));
    kinds(staff, &People::from([(person(1), facts)]), &desk, 0)
}

#[test]
fn somebody_of_the_own_name_or_address_of_email_may_be_oneself() {
    assert_eq!(open_one(&beth(), facts("Beth Farow", DAY)), [AlertKind::OwnRecord]);
    assert_eq!(open_one(&beth(), facts("Beth Farro", DAY)), [AlertKind::OwnRecord]);
    assert!(open_one(&beth(), facts("Beth Farr", DAY)).is_empty());
    assert!(open_one(&beth(), facts("Bess Farrow", DAY)).is_empty(), "a sister is none");
    let by_email = Staff { by_email: BTreeSet::from([person(1)]), ..beth() };
    assert_eq!(open_one(&by_email, facts("Lisa Cole", DAY)), [AlertKind::OwnRecord]);
    let former =
        PersonFacts { names: vec!["Lisa Cole".into(), "Beth Farrow".into()], ..facts("", DAY) };
    assert_eq!(open_one(&beth(), former), [AlertKind::OwnRecord], "a former name counts");
}

#[test]
fn a_household_has_the_address_and_a_street_only_the_postcode() {
    let staff = Staff { homes: vec![home("4 Orchard Row", "PE13 1AB")], ..beth() };
    let at = |name: &str, address: &str, postcode: &str| {
        open_one(&staff, PersonFacts { homes: vec![home(address, postcode)], ..facts(name, DAY) })
    };
    assert_eq!(at("Tom Farrow", "4, orchard row", "pe131ab"), [AlertKind::Household]);
    assert_eq!(at("Tom Farrow", "4 Orchard Row", ""), [AlertKind::Household]);
    assert_eq!(at("Tom Farrow", "5 Orchard Row", "PE13 1AB"), [AlertKind::SurnamePostcode]);
    assert_eq!(at("Tom Farrow", "", "PE13 1AB"), [AlertKind::SurnamePostcode]);
    assert!(at("Tom Farrow", "4 Orchard Row", "PE13 1AD").is_empty(), "another Orchard Row");
    assert!(at("Tom Farrow", "", "").is_empty(), "nothing known is no home");
    assert!(at("Tom Cole", "4 Orchard Row", "PE13 1AB").is_empty(), "another surname");
    assert!(open_one(&beth(), facts("Tom Farrow", DAY)).is_empty(), "no home known");
}

#[test]
fn a_colleague_is_one_of_the_own_agency_to_the_letter() {
    let staff = Staff { colleagues: vec!["Sam Lavender".into()], ..beth() };
    assert_eq!(open_one(&staff, facts("SAM LAVENDER", DAY)), [AlertKind::Colleague]);
    assert!(open_one(&staff, facts("Sam Lavenders", DAY)).is_empty());
}

#[test]
fn a_case_is_dormant_on_the_day_after_two_years() {
    let two_years = DAY - 24.months();
    assert!(open_one(&beth(), facts("Tom Cole", two_years)).is_empty());
    let dormant = [AlertKind::DormantCase];
    assert_eq!(open_one(&beth(), facts("Tom Cole", two_years - 1.day())), dormant);
    let unknown = PersonFacts { last_case: None, ..facts("Tom Cole", DAY) };
    assert!(open_one(&beth(), unknown).is_empty());
}

#[test]
fn a_search_with_its_purpose_stands_for_a_look_within_the_hour() {
    let people = People::from([(person(1), facts("Tom Cole", DAY - 3.years()))]);
    let looked = |before: Doing, seconds: i64| {
        let mut desk = desk();
        desk.after(1, Doing::Search { found: 1 });
        desk.after(0, before);
        desk.after(seconds, Doing::Opened(person(1)));
        kinds(&beth(), &people, &desk, 0)
    };
    assert!(looked(Doing::Listed(person(1)), 3_600).is_empty());
    assert_eq!(looked(Doing::Listed(person(1)), 3_601), [AlertKind::DormantCase]);
    assert_eq!(looked(Doing::Listed(person(2)), 60), [AlertKind::DormantCase]);
    assert!(looked(Doing::BrokeGlass, 60).is_empty(), "which is told to officers anyway");
    assert_eq!(looked(Doing::Worked, 60), [AlertKind::DormantCase]);
}

/// Opens so many people, so many seconds apart.
fn open_many(staff: &Staff, people: u128, seconds: i64) -> Vec<AlertKind> {
    let mut desk = desk();
    for number in 1..=people {
        desk.after(seconds, Doing::Opened(person(number)));
        desk.after(0, Doing::Opened(person(number)));
    }
    kinds(staff, &People::new(), &desk, 0)
}

#[test]
fn twenty_people_in_an_hour_and_forty_in_a_day_are_many_where_the_usual_day_has_few() {
    assert!(open_many(&beth(), 19, 60).is_empty());
    assert_eq!(open_many(&beth(), 20, 60), [AlertKind::FanOut]);
    assert!(open_many(&beth(), 20, 190).is_empty(), "not within one hour");
    assert!(open_many(&beth(), 39, 190).is_empty());
    assert_eq!(open_many(&beth(), 40, 190), [AlertKind::FanOut]);
    let used = Staff { usual_tenths: Some(100), ..beth() };
    assert!(open_many(&used, 20, 60).is_empty(), "twice the usual day");
    assert_eq!(open_many(&used, 21, 60), [AlertKind::FanOut]);
    assert!(open_many(&used, 40, 190).is_empty(), "four times the usual day");
    assert_eq!(open_many(&used, 41, 190), [AlertKind::FanOut]);
    let of_role = Staff { usual_tenths: Some(20), role_usual_tenths: Some(100), ..beth() };
    assert!(open_many(&of_role, 20, 60).is_empty(), "usual in the role");
}

#[test]
fn what_was_done_the_day_before_counts_for_no_day_but_its_own() {
    let mut desk = desk();
    (1..=30).for_each(|number| desk.after(190, Doing::Opened(person(number))));
    let new = desk.deeds.len();
    desk.turn_to(DAY + 1.day());
    (31..=49).for_each(|number| desk.after(190, Doing::Opened(person(number))));
    assert!(kinds(&beth(), &People::new(), &desk, new).is_empty());
}

#[test]
fn ten_searches_in_vain_are_fishing_where_they_are_three_of_four() {
    let searched = |in_vain: u32, with_work: u32| {
        let mut desk = desk();
        for number in 0..with_work {
            desk.after(60, Doing::Search { found: 1 });
            desk.after(0, Doing::Listed(person(u128::from(number))));
            desk.after(9, Doing::Opened(person(u128::from(number))));
        }
        (0..in_vain).for_each(|_| desk.after(60, Doing::Search { found: 0 }));
        kinds(&beth(), &People::new(), &desk, 0)
    };
    assert!(searched(9, 0).is_empty());
    assert_eq!(searched(10, 0), [AlertKind::Fishing]);
    assert_eq!(searched(10, 3), [AlertKind::Fishing]);
    assert!(searched(10, 4).is_empty(), "ten of fourteen are less than three of four");
}

#[test]
fn a_search_after_which_only_another_search_comes_is_in_vain_whatever_it_listed() {
    let searched = |then: Option<Doing>, times: u32| {
        let mut desk = desk();
        for _ in 0..times {
            desk.after(60, Doing::Search { found: 3 });
            desk.after(0, Doing::Listed(person(1)));
            then.into_iter().for_each(|doing| desk.after(30, doing));
        }
        kinds(&beth(), &People::new(), &desk, 0)
    };
    // Of the last one nobody knows yet what comes of it.
    assert!(searched(None, 10).is_empty());
    assert_eq!(searched(None, 11), [AlertKind::Fishing]);
    assert!(searched(Some(Doing::Worked), 30).is_empty());
}

#[test]
fn glass_that_breaks_a_third_time_within_four_weeks_is_too_often() {
    let broken = |days: &[i64]| {
        let mut desk = desk();
        for day in days {
            desk.turn_to(DAY + (*day).days());
            desk.after(1, Doing::BrokeGlass);
        }
        kinds(&beth(), &People::new(), &desk, desk.deeds.len() - 1)
    };
    assert!(broken(&[0, 27]).is_empty());
    assert_eq!(broken(&[0, 5, 27]), [AlertKind::BreakGlassRate]);
    assert!(broken(&[0, 5, 28]).is_empty());
}

#[test]
fn the_homes_of_five_people_in_a_day_are_many() {
    let opened = |people: u128| {
        let mut desk = desk();
        for number in 1..=people {
            desk.after(60, Doing::OpenedWhereabouts(person(number)));
            desk.after(60, Doing::OpenedWhereabouts(person(number)));
        }
        kinds(&beth(), &People::new(), &desk, 0)
    };
    assert!(opened(4).is_empty());
    assert_eq!(opened(5), [AlertKind::WhereaboutsRate]);
}

#[test]
fn only_whoever_checks_others_is_asked_why_they_read_their_own_doings() {
    let done = |staff: &Staff, doing| {
        let mut desk = desk();
        desk.after(1, doing);
        kinds(staff, &People::new(), &desk, 0)
    };
    let officer = Staff { is_officer: true, ..beth() };
    assert_eq!(done(&officer, Doing::ReadOwnDoings), [AlertKind::OfficerOnSelf]);
    assert!(done(&beth(), Doing::ReadOwnDoings).is_empty());
    assert_eq!(done(&beth(), Doing::TriedOwnAlert), [AlertKind::OfficerOnSelf]);
}

#[test]
fn what_was_looked_at_before_is_counted_with_and_raises_nothing_again() {
    let mut desk = desk();
    (1..=25).for_each(|number| desk.after(60, Doing::Opened(person(number))));
    let all = desk.deeds.len();
    assert_eq!(kinds(&beth(), &People::new(), &desk, all - 1), [AlertKind::FanOut]);
    assert!(kinds(&beth(), &People::new(), &desk, all).is_empty());
    let found = detect(&DETECTION_TODAY, &beth(), &People::new(), (&desk.deeds, 0));
    assert_eq!(found.len(), 1, "one day of one person is one finding");
    assert_eq!(found[0].entries.len(), 20);
    assert_eq!(found[0].at, desk.deeds[19].at);
    assert!(desk.deeds[24].at.duration_since(found[0].at) < SignedDuration::from_hours(1));
}
