//! Detectors of whom somebody looked at: themselves, their own, their colleagues, old cases.

use std::collections::BTreeMap;

use jiff::{SignedDuration, ToSpan};

use super::{
    AlertKind, Deed, DetectionRules, Doing, Finding, PersonFacts, Staff, is_near_name,
    is_same_family, is_same_name,
};
use crate::ids::PersonId;

pub(super) fn find(
    rules: &DetectionRules,
    staff: &Staff,
    people: &BTreeMap<PersonId, PersonFacts>,
    (deeds, at): (&[Deed], usize),
    findings: &mut Vec<Finding>,
) {
    let deed = deeds[at];
    let mut push = |kind, subject, holder| {
        let (about, at, day, entries) = (staff.user, deed.at, deed.day, vec![deed.entry]);
        findings.push(Finding { kind, about, subject, holder, at, day, entries });
    };
    match deed.doing {
        Doing::Opened(person) | Doing::OpenedWhereabouts(person) => {
            let Some(facts) = people.get(&person) else { return };
            let subject = Some(person.into());
            if let Some(kind) = near_to(staff, person, facts) {
                push(kind, subject, None);
            }
            if is_colleague(staff, facts) {
                push(AlertKind::Colleague, subject, None);
            }
            if is_dormant(rules, facts, deeds, at) {
                push(AlertKind::DormantCase, subject, None);
            }
        }
        Doing::MetExclusion { subject, holder } => {
            push(AlertKind::ExcludedHit, Some(subject), Some(holder));
        }
        Doing::ReadOwnDoings if staff.is_officer => push(AlertKind::OfficerOnSelf, None, None),
        Doing::TriedOwnAlert => push(AlertKind::OfficerOnSelf, None, None),
        Doing::ReadOwnDoings
        | Doing::Search { .. }
        | Doing::Listed(_)
        | Doing::BrokeGlass
        | Doing::Worked => {}
    }
}

/// The nearest of what a person may be to whoever looks: themselves, of one home, of one street.
fn near_to(staff: &Staff, person: PersonId, facts: &PersonFacts) -> Option<AlertKind> {
    let is_own_name = facts.names.iter().any(|name| is_near_name(&staff.name, name));
    if is_own_name || staff.by_email.contains(&person) {
        return Some(AlertKind::OwnRecord);
    }
    if !facts.names.iter().any(|name| is_same_family(&staff.name, name)) {
        return None;
    }
    let mut homes = staff.homes.iter().flat_map(|own| facts.homes.iter().map(move |it| (own, it)));
    if homes.clone().any(|(own, home)| own.is_home_of(home)) {
        return Some(AlertKind::Household);
    }
    homes.any(|(own, home)| own.has_postcode_of(home)).then_some(AlertKind::SurnamePostcode)
}

/// To the letter: an agency has many people, and near each of them somebody is on file.
fn is_colleague(staff: &Staff, facts: &PersonFacts) -> bool {
    let is_one = |name: &String| staff.colleagues.iter().any(|it| is_same_name(it, name));
    facts.names.iter().any(is_one)
}

/// Whether the last case is long past and nothing says what the look was for: neither a search
/// with its purpose that led to the person, nor a reason that was given for more than a look.
fn is_dormant(rules: &DetectionRules, facts: &PersonFacts, deeds: &[Deed], at: usize) -> bool {
    let deed = &deeds[at];
    let (Doing::Opened(person), Some(last)) = (deed.doing, facts.last_case) else { return false };
    let oldest = deed.day.saturating_sub(rules.dormant_months.months());
    let since = SignedDuration::from_mins(rules.purpose_minutes);
    let has_purpose = |before: &&Deed| {
        let says_why = match before.doing {
            Doing::Listed(listed) | Doing::OpenedWhereabouts(listed) => listed == person,
            Doing::BrokeGlass => true,
            Doing::Search { .. }
            | Doing::Opened(_)
            | Doing::MetExclusion { .. }
            | Doing::ReadOwnDoings
            | Doing::TriedOwnAlert
            | Doing::Worked => false,
        };
        says_why && deed.at.duration_since(before.at) <= since
    };
    last < oldest && !deeds[..at].iter().rev().any(|before| has_purpose(&before))
}
