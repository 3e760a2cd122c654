//! The rule of a repeat case, one test a part of it, on both sides of each boundary.

use domain::ids::{MaracId, PersonId, ReferralId};
use domain::marac::ReferralStatus;
use domain::marac::repeat::{Repeat, SeenReferral, cases_heard, is_repeat};
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::repeat_slowly::{slow_cases, slow_repeat};

const PETE: PersonId = PersonId::from_uuid(Uuid::from_u128(901));
const QUIN: PersonId = PersonId::from_uuid(Uuid::from_u128(902));
const HERE: MaracId = MaracId::from_uuid(Uuid::from_u128(801));
const THERE: MaracId = MaracId::from_uuid(Uuid::from_u128(802));

fn id(number: u64) -> ReferralId {
    ReferralId::from_uuid(Uuid::from_u128(number.into()))
}

/// An accepted referral of the victim and Pete, of an incident of its own, heard on a day of its
/// own.
fn referral(number: u64, referred_on: Date) -> SeenReferral {
    SeenReferral {
        id: id(number),
        reference: format!("R{number}"),
        referred_on,
        status: ReferralStatus::Accepted,
        incident_on: None,
        identified_on: None,
        heard_on: Some(date(2020, 1, number as i8)),
        marac: HERE,
        same_incident: number,
        perpetrators: vec![PETE],
    }
}

/// Each repeat with the earlier referral that makes it one, in the order in which they are heard:
/// asked of the engine, of the rule for one referral, and of the slow definition.
fn repeats(referrals: &[SeenReferral]) -> Vec<(u64, u64)> {
    let cases = cases_heard(referrals);
    assert_eq!(cases, slow_cases(referrals));
    for referral in referrals {
        assert_eq!(is_repeat(referral, referrals), slow_repeat(referral, referrals));
    }
    let number = |id: ReferralId| id.uuid().as_u128() as u64;
    let repeats = cases.iter().filter_map(|case| case.repeat);
    repeats.map(|repeat| (number(repeat.referral), number(repeat.earlier))).collect()
}

#[test]
fn the_anniversary_of_the_earlier_referral_is_within_and_the_day_after_it_is_not() {
    let first = referral(1, date(2008, 4, 1));
    for (second, expected) in [
        (date(2008, 4, 2), &[(2, 1)][..]),
        (date(2009, 3, 31), &[(2, 1)]),
        (date(2009, 4, 1), &[(2, 1)]),
        (date(2009, 4, 2), &[]),
    ] {
        assert_eq!(repeats(&[first.clone(), referral(2, second)]), expected, "{second}");
    }
}

#[test]
fn the_anniversary_of_a_leap_day_is_28_february() {
    let first = referral(1, date(2008, 2, 29));
    assert_eq!(repeats(&[first.clone(), referral(2, date(2009, 2, 28))]), [(2, 1)]);
    assert_eq!(repeats(&[first, referral(2, date(2009, 3, 1))]), []);
    let first = referral(1, date(2007, 2, 28));
    assert_eq!(repeats(&[first.clone(), referral(2, date(2008, 2, 28))]), [(2, 1)]);
    assert_eq!(repeats(&[first, referral(2, date(2008, 2, 29))]), []);
}

#[test]
fn a_repeat_says_until_which_day_it_would_have_been_one() {
    let both = [referral(1, date(2008, 2, 29)), referral(2, date(2008, 6, 1))];
    let expected = Repeat { referral: id(2), earlier: id(1), within_until: date(2009, 2, 28) };
    assert_eq!(is_repeat(&both[1], &both), Some(expected));
}

#[test]
fn the_day_of_the_incident_beats_the_day_it_was_learnt_of_and_that_beats_the_referral() {
    let first = referral(1, date(2008, 4, 1));
    let (within, after) = (date(2009, 4, 1), date(2009, 4, 2));
    for (incident_on, identified_on, expected) in [
        (Some(within), Some(after), true),
        (Some(after), Some(within), false),
        (None, Some(within), true),
        (None, Some(after), false),
        (Some(within), None, true),
        (Some(after), None, false),
        (None, None, false),
    ] {
        let second = SeenReferral { incident_on, identified_on, ..referral(2, date(2009, 6, 1)) };
        let expected = if expected { vec![(2, 1)] } else { vec![] };
        assert_eq!(
            repeats(&[first.clone(), second]),
            expected,
            "{incident_on:?} {identified_on:?}"
        );
    }
    // What came long after the earlier one is none, although its referral came within.
    let late = SeenReferral { incident_on: Some(after), ..referral(2, date(2009, 3, 1)) };
    assert_eq!(repeats(&[first, late]), []);
}

#[test]
fn an_earlier_referral_is_one_of_an_earlier_day() {
    let day = date(2008, 4, 1);
    assert_eq!(repeats(&[referral(1, day), referral(2, day)]), []);
    assert_eq!(repeats(&[referral(1, day), referral(2, date(2008, 4, 2))]), [(2, 1)]);
    // The rows may come in any order.
    assert_eq!(repeats(&[referral(2, date(2008, 4, 2)), referral(1, day)]), [(2, 1)]);
}

#[test]
fn the_clock_starts_again_with_each_referral() {
    let year = [date(2008, 4, 1), date(2009, 3, 1), date(2010, 2, 1)];
    let all = [referral(1, year[0]), referral(2, year[1]), referral(3, year[2])];
    assert_eq!(repeats(&all), [(2, 1), (3, 2)]);
    assert_eq!(repeats(&[all[0].clone(), all[2].clone()]), []);
}

#[test]
fn the_clock_runs_from_the_referral_and_not_from_the_meeting_or_the_incident() {
    let first = SeenReferral {
        incident_on: Some(date(2007, 1, 1)),
        heard_on: Some(date(2008, 9, 30)),
        ..referral(1, date(2008, 4, 1))
    };
    assert_eq!(repeats(&[first.clone(), referral(2, date(2009, 4, 1))]), [(2, 1)]);
    assert_eq!(repeats(&[first, referral(2, date(2009, 4, 2))]), []);
}

#[test]
fn a_referral_that_was_not_heard_starts_a_clock_and_is_no_case() {
    let first = SeenReferral { heard_on: None, ..referral(1, date(2008, 4, 1)) };
    let both = [first, referral(2, date(2008, 6, 1))];
    assert_eq!(repeats(&both), [(2, 1)]);
    assert_eq!(cases_heard(&both).len(), 1);
}

#[test]
fn only_what_was_accepted_starts_a_clock_or_is_a_case() {
    for status in ReferralStatus::ALL.iter().copied() {
        let counts = matches!(status, ReferralStatus::Accepted | ReferralStatus::TransferredIn);
        let first = SeenReferral { status, ..referral(1, date(2008, 4, 1)) };
        let both = [first, referral(2, date(2008, 6, 1))];
        let expected = if counts { vec![(2, 1)] } else { vec![] };
        assert_eq!(repeats(&both), expected, "{status:?} starts a clock");
        assert_eq!(cases_heard(&both).len(), 1 + usize::from(counts), "{status:?} is a case");
        // Nor is it a repeat itself.
        let incident_on = Some(date(2008, 5, 30));
        let second = SeenReferral { status, incident_on, ..referral(2, date(2008, 6, 1)) };
        let expected = if counts { vec![(2, 1)] } else { vec![] };
        assert_eq!(repeats(&[referral(1, date(2008, 4, 1)), second]), expected, "{status:?}");
    }
}

#[test]
fn a_case_that_was_transferred_in_is_a_repeat_only_by_an_incident_of_its_own() {
    let first = referral(1, date(2008, 4, 1));
    let moved = SeenReferral {
        status: ReferralStatus::TransferredIn,
        identified_on: Some(date(2008, 5, 30)),
        marac: THERE,
        ..referral(2, date(2008, 6, 1))
    };
    assert_eq!(repeats(&[first.clone(), moved.clone()]), []);
    let with_incident = SeenReferral { incident_on: Some(date(2008, 5, 29)), ..moved.clone() };
    assert_eq!(repeats(&[first.clone(), with_incident]), [(2, 1)]);
    // It starts a clock all the same.
    let third = referral(3, date(2009, 5, 1));
    assert_eq!(repeats(&[first, moved, third]), [(3, 2)]);
}

#[test]
fn the_same_incident_is_no_repeat_whether_said_so_or_seen_by_its_day() {
    let first =
        SeenReferral { incident_on: Some(date(2008, 3, 30)), ..referral(1, date(2008, 4, 1)) };
    let second = referral(2, date(2008, 4, 3));
    assert_eq!(repeats(&[first.clone(), second.clone()]), [(2, 1)]);
    let joined = SeenReferral { same_incident: first.same_incident, ..second.clone() };
    assert_eq!(repeats(&[first.clone(), joined]), []);
    let same_day = SeenReferral { incident_on: first.incident_on, ..second.clone() };
    assert_eq!(repeats(&[first.clone(), same_day]), []);
    let next_day = SeenReferral { incident_on: Some(date(2008, 3, 31)), ..second.clone() };
    assert_eq!(repeats(&[first.clone(), next_day]), [(2, 1)]);
    // That of neither the day is known makes them no same incident.
    let unknown = SeenReferral { incident_on: None, ..first };
    assert_eq!(repeats(&[unknown, second]), [(2, 1)]);
}

#[test]
fn the_latest_earlier_referral_of_another_incident_is_looked_for_behind_those_of_the_same() {
    let event = Some(date(2009, 3, 20));
    let first = referral(1, date(2008, 4, 1));
    let second = SeenReferral { incident_on: event, ..referral(2, date(2009, 3, 21)) };
    let third = SeenReferral { incident_on: event, ..referral(3, date(2009, 3, 25)) };
    assert_eq!(repeats(&[first.clone(), second.clone(), third.clone()]), [(2, 1), (3, 1)]);
    // A referral of the same event restarts no clock for it: 2 April is too late after the first.
    let late = Some(date(2009, 4, 2));
    let [second, third] = [second, third].map(|one| SeenReferral { incident_on: late, ..one });
    assert_eq!(repeats(&[first, second, third]), []);
}

#[test]
fn a_referral_that_joins_two_incidents_by_different_marks_is_of_both() {
    // 3 is said to be the incident of 1 and carries the day of 2, so only what is older counts.
    let day = Some(date(2008, 6, 1));
    let oldest = referral(4, date(2008, 1, 1));
    let first = referral(1, date(2008, 5, 1));
    let second = SeenReferral { incident_on: day, ..referral(2, date(2008, 6, 2)) };
    let third =
        SeenReferral { incident_on: day, same_incident: 1, ..referral(3, date(2008, 6, 3)) };
    let all = [oldest, first, second, third];
    assert_eq!(repeats(&all), [(1, 4), (2, 1), (3, 4)]);
}

#[test]
fn one_same_perpetrator_makes_the_same_pair_and_a_new_one_a_new_case() {
    let with = |perpetrators: &[PersonId], one: SeenReferral| SeenReferral {
        perpetrators: perpetrators.to_vec(),
        ..one
    };
    let (first, second) = (referral(1, date(2008, 4, 1)), referral(2, date(2008, 6, 1)));
    for (one, other, expected) in [
        (&[PETE][..], &[PETE][..], true),
        (&[PETE], &[QUIN], false),
        (&[PETE, QUIN], &[QUIN], true),
        (&[QUIN], &[PETE, QUIN], true),
        (&[PETE], &[], false),
        (&[], &[], false),
    ] {
        let both = [with(one, first.clone()), with(other, second.clone())];
        let expected = if expected { vec![(2, 1)] } else { vec![] };
        assert_eq!(repeats(&both), expected, "{one:?} then {other:?}");
    }
}

#[test]
fn of_several_perpetrators_the_latest_earlier_referral_counts_whosever_it_is() {
    let quin = SeenReferral { perpetrators: vec![QUIN], ..referral(1, date(2008, 1, 1)) };
    let pete = referral(2, date(2008, 5, 1));
    let both = vec![QUIN, PETE];
    let last = |day| SeenReferral { perpetrators: both.clone(), ..referral(3, day) };
    assert_eq!(repeats(&[quin.clone(), pete.clone(), last(date(2009, 5, 1))]), [(3, 2)]);
    assert_eq!(repeats(&[quin, pete, last(date(2009, 5, 2))]), []);
}

#[test]
fn the_clock_runs_at_every_marac() {
    let first = SeenReferral { marac: THERE, ..referral(1, date(2008, 4, 1)) };
    assert_eq!(repeats(&[first, referral(2, date(2008, 6, 1))]), [(2, 1)]);
}

#[test]
fn what_one_marac_heard_on_one_day_is_one_case_under_its_earliest_referral() {
    let heard_on = Some(date(2008, 7, 1));
    let heard = |one: SeenReferral| SeenReferral { heard_on, ..one };
    let late = heard(referral(1, date(2008, 6, 9)));
    let reference = |text: &str, one| SeenReferral { reference: text.to_owned(), ..one };
    let b = reference("b", heard(referral(2, date(2008, 6, 2))));
    let capital = reference("B", heard(referral(3, date(2008, 6, 2))));
    let accent = reference("é", heard(referral(4, date(2008, 6, 2))));
    let elsewhere = SeenReferral { marac: THERE, ..heard(referral(5, date(2008, 6, 1))) };
    let cases = cases_heard(&[late, accent, b, elsewhere, capital]);
    let referrals: Vec<_> = cases.iter().map(|case| (case.marac, &case.referrals[..])).collect();
    let here = [id(3), id(2), id(4), id(1)];
    assert_eq!(referrals, [(HERE, &here[..]), (THERE, &[id(5)][..])]);
}

#[test]
fn a_case_is_a_repeat_when_one_of_its_referrals_is() {
    let heard_on = Some(date(2009, 5, 1));
    let quin = |number, day| SeenReferral { perpetrators: vec![QUIN], ..referral(number, day) };
    let earlier = quin(1, date(2008, 9, 1));
    let pete = SeenReferral { heard_on, ..referral(2, date(2009, 4, 1)) };
    let again = SeenReferral { heard_on, ..quin(3, date(2009, 4, 2)) };
    let all = [earlier, pete.clone(), again];
    assert_eq!(repeats(&all), [(3, 1)]);
    let cases = cases_heard(&all);
    assert_eq!((cases.len(), cases[0].referrals[0]), (2, pete.id));
}

#[test]
fn two_cases_of_one_pair_heard_within_a_year_count_twice() {
    let all = [referral(1, date(2008, 4, 1)), referral(2, date(2008, 6, 1))];
    assert_eq!(cases_heard(&all).len(), 2);
}

#[test]
fn an_incident_from_before_the_earlier_referral_is_a_further_one_too() {
    // By the letter of the rule: it is not the same incident, and it is no later.
    let old = SeenReferral { incident_on: Some(date(2006, 1, 1)), ..referral(2, date(2008, 6, 1)) };
    assert_eq!(repeats(&[referral(1, date(2008, 4, 1)), old]), [(2, 1)]);
}
