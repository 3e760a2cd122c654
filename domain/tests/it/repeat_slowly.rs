//! The two rules of a repeat once more, as slowly as they read, to hold the quick ones against.

use domain::ids::{IncidentId, MaracId};
use domain::incident::repeat::SeenIncident;
use domain::marac::ReferralStatus;
use domain::marac::repeat::{CaseHeard, Repeat, SeenReferral};
use jiff::civil::Date;

/// The same day and month with the next year's number; there is no 29 February but once in four.
pub fn a_year_on(day: Date) -> Date {
    let next = day.year() + 1;
    Date::new(next, day.month(), day.day())
        .unwrap_or_else(|_| Date::new(next, 2, 28).expect("every year has one"))
}

fn accepted(one: &SeenReferral) -> bool {
    [ReferralStatus::Accepted, ReferralStatus::TransferredIn].contains(&one.status)
}

fn same_pair(one: &SeenReferral, other: &SeenReferral) -> bool {
    for mine in &one.perpetrators {
        for theirs in &other.perpetrators {
            if mine == theirs {
                return true;
            }
        }
    }
    false
}

fn same_incident(one: &SeenReferral, other: &SeenReferral) -> bool {
    if one.same_incident == other.same_incident {
        return true;
    }
    match (one.incident_on, other.incident_on) {
        (Some(mine), Some(theirs)) => mine == theirs,
        _ => false,
    }
}

pub fn slow_repeat(referral: &SeenReferral, all: &[SeenReferral]) -> Option<Repeat> {
    if !accepted(referral) {
        return None;
    }
    if referral.status == ReferralStatus::TransferredIn && referral.incident_on.is_none() {
        return None;
    }
    let mut earlier: Vec<&SeenReferral> = Vec::new();
    for other in all {
        let is_earlier = other.referred_on < referral.referred_on;
        let is_of_pair = accepted(other) && same_pair(referral, other);
        if is_earlier && is_of_pair && !same_incident(referral, other) {
            earlier.push(other);
        }
    }
    // Of two on the same day either may be named; both rules name the greater reference.
    earlier.sort_by(|one, other| {
        let days = one.referred_on.cmp(&other.referred_on);
        days.then(one.reference.cmp(&other.reference)).then(one.id.cmp(&other.id))
    });
    let latest = earlier.last()?;
    let trigger = match (referral.incident_on, referral.identified_on) {
        (Some(incident_on), _) => incident_on,
        (None, Some(identified_on)) => identified_on,
        (None, None) => referral.referred_on,
    };
    let within_until = a_year_on(latest.referred_on);
    if within_until < trigger {
        return None;
    }
    Some(Repeat { referral: referral.id, earlier: latest.id, within_until })
}

pub fn slow_cases(all: &[SeenReferral]) -> Vec<CaseHeard> {
    let mut sittings: Vec<(Date, MaracId)> = Vec::new();
    for one in all {
        let sitting = one.heard_on.map(|heard_on| (heard_on, one.marac));
        if accepted(one) && sitting.is_some_and(|sitting| !sittings.contains(&sitting)) {
            sittings.extend(sitting);
        }
    }
    sittings.sort();
    let mut cases = Vec::new();
    for (heard_on, marac) in sittings {
        let of_sitting = |one: &&SeenReferral| {
            accepted(one) && (one.heard_on, one.marac) == (Some(heard_on), marac)
        };
        let mut heard: Vec<&SeenReferral> = all.iter().filter(of_sitting).collect();
        heard.sort_by_key(|one| (one.referred_on, one.reference.clone().into_bytes(), one.id));
        cases.push(CaseHeard {
            heard_on,
            marac,
            referrals: heard.iter().map(|one| one.id).collect(),
            repeat: heard.iter().find_map(|one| slow_repeat(one, all)),
        });
    }
    cases
}

pub fn slow_earlier(own: &SeenIncident, all: &[SeenIncident]) -> Option<IncidentId> {
    if !own.is_live {
        return None;
    }
    let mut found: Vec<&SeenIncident> = Vec::new();
    for other in all {
        let on_an_earlier_day = other.reported_on < own.reported_on;
        let is_before = a_year_on(other.reported_on) < own.reported_on;
        if other.is_live && on_an_earlier_day && !is_before {
            found.push(other);
        }
    }
    found.sort_by_key(|one| (one.reported_on, one.reported_at, one.id));
    found.last().map(|one| one.id)
}
