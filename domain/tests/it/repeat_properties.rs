//! On any history the quick rules answer as the slow ones do.

use domain::ids::{IncidentId, MaracId, PersonId, ReferralId};
use domain::incident::repeat::{SeenIncident, earlier_within_year, repeats_of_victim};
use domain::marac::ReferralStatus;
use domain::marac::repeat::{SeenReferral, cases_heard, is_repeat};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use uuid::Uuid;

use crate::repeat_slowly::{slow_cases, slow_earlier, slow_repeat};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn cases_and_repeats_are_those_of_the_slow_definition(history in any_history()) {
        prop_assert_eq!(cases_heard(&history), slow_cases(&history));
        for referral in &history {
            prop_assert_eq!(is_repeat(referral, &history), slow_repeat(referral, &history));
        }
    }

    #[test]
    fn the_order_in_which_referrals_come_changes_nothing(
        (history, shuffled) in any_history().prop_flat_map(|history| {
            (Just(history.clone()), Just(history).prop_shuffle())
        })
    ) {
        prop_assert_eq!(cases_heard(&history), cases_heard(&shuffled));
    }

    #[test]
    fn every_accepted_referral_that_was_heard_is_in_exactly_one_case(history in any_history()) {
        let mut listed: Vec<_> =
            cases_heard(&history).into_iter().flat_map(|case| case.referrals).collect();
        listed.sort();
        let heard = history.iter().filter(|one| one.status.is_accepted() && one.heard_on.is_some());
        let mut expected: Vec<_> = heard.map(|one| one.id).collect();
        expected.sort();
        prop_assert_eq!(listed, expected);
    }

    #[test]
    fn repeat_incidents_are_those_of_the_slow_definition(incidents in any_incidents()) {
        let repeats = repeats_of_victim(&incidents);
        for own in &incidents {
            let slow = slow_earlier(own, &incidents);
            prop_assert_eq!(earlier_within_year(own, &incidents), slow);
            let listed = repeats.iter().find(|(repeat, _)| *repeat == own.id);
            prop_assert_eq!(listed.map(|(_, earlier)| *earlier), slow);
        }
    }
}

/// Few days, close to each other and to their anniversaries, so that every boundary is met.
fn any_day() -> impl Strategy<Value = Date> {
    let begin = date(2008, 2, 27);
    let days = select(vec![0, 1, 2, 3, 4, 200, 364, 365, 366, 367, 368, 730, 731, 732, 733]);
    days.prop_map(move |days: i64| begin.saturating_add(days.days()))
}

fn any_status() -> impl Strategy<Value = ReferralStatus> {
    prop_oneof![
        6 => Just(ReferralStatus::Accepted),
        2 => Just(ReferralStatus::TransferredIn),
        2 => select(ReferralStatus::ALL.to_vec()),
    ]
}

fn any_referral() -> impl Strategy<Value = SeenReferral> {
    let people: Vec<PersonId> = (1..4).map(|n| PersonId::from_uuid(Uuid::from_u128(n))).collect();
    let perpetrators = subsequence(people, 0..=3);
    let days = (any_day(), of(any_day()), of(any_day()), of(any_day()));
    let marks = (select(vec!["a", "B", "b", "é"]), 0_u64..4, 1_u128..3);
    (any_status(), days, marks, perpetrators).prop_map(|(status, days, marks, perpetrators)| {
        let (referred_on, incident_on, identified_on, heard_on) = days;
        let (reference, same_incident, marac) = marks;
        SeenReferral {
            id: ReferralId::from_uuid(Uuid::nil()),
            reference: reference.to_owned(),
            referred_on,
            status,
            incident_on,
            identified_on,
            heard_on,
            marac: MaracId::from_uuid(Uuid::from_u128(marac)),
            same_incident,
            perpetrators,
        }
    })
}

fn any_history() -> impl Strategy<Value = Vec<SeenReferral>> {
    vec(any_referral(), 0..24).prop_map(|mut history| {
        for (number, referral) in history.iter_mut().enumerate() {
            referral.id = ReferralId::from_uuid(Uuid::from_u128(number as u128));
        }
        history
    })
}

fn any_incidents() -> impl Strategy<Value = Vec<SeenIncident>> {
    let incident = (any_day(), of(0_i8..24), prop::bool::weighted(0.8));
    vec(incident, 0..24).prop_map(|incidents| {
        let numbered = incidents.into_iter().enumerate();
        numbered
            .map(|(number, (reported_on, hour, is_live))| SeenIncident {
                id: IncidentId::from_uuid(Uuid::from_u128(number as u128)),
                reported_on,
                reported_at: hour.map(|hour| reported_on.at(hour, 0, 0, 0)),
                is_live,
            })
            .collect()
    })
}
