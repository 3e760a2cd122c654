//! Detectors of whom somebody looked at: themselves, their own, their colleagues, old cases.

use std::collections::{BTreeMap, btree_map::Entry};

use jiff::{SignedDuration, Timestamp, ToSpan};

use super::{
    AlertKind, Deed, DetectionRules, Doing, Finding, FindingSubject, Findings, PersonFacts, Staff,
    is_near_name, is_same_family, is_same_name,
};
use crate::ids::{AgencyId, PersonId};

/// Whom one user looked at, and what was said of why.
pub(super) struct Whom<'p> {
    staff: &'p Staff,
    people: &'p BTreeMap<PersonId, PersonFacts>,
    near: BTreeMap<PersonId, Near>,
    /// When something last said what a look at this person was for.
    said_of: BTreeMap<PersonId, Timestamp>,
    /// Likewise of anybody: when glass was last broken.
    said: Option<Timestamp>,
}

/// What a person may be to whoever looks.
#[derive(Clone, Copy)]
struct Near {
    kind: Option<AlertKind>,
    is_colleague: bool,
}

impl<'p> Whom<'p> {
    pub(super) fn new(staff: &'p Staff, people: &'p BTreeMap<PersonId, PersonFacts>) -> Whom<'p> {
        Whom { staff, people, near: BTreeMap::new(), said_of: BTreeMap::new(), said: None }
    }

    pub(super) fn find(&mut self, rules: &DetectionRules, deed: &Deed, findings: &mut Findings) {
        let about = self.staff.user;
        let mut push = |kind, subject: Option<FindingSubject>, holder: Option<AgencyId>| {
            let (at, day, entries) = (deed.at, deed.day, vec![deed.entry]);
            let make = || Finding { kind, about, subject, holder, at, day, entries };
            findings.push((kind, subject, day), make);
        };
        match deed.doing {
            Doing::Opened(person) | Doing::OpenedWhereabouts(person) => {
                let Some(facts) = self.people.get(&person) else { return };
                let subject = Some(person.into());
                let near = self.near(person, facts);
                if let Some(kind) = near.kind {
                    push(kind, subject, None);
                }
                if near.is_colleague {
                    push(AlertKind::Colleague, subject, None);
                }
                if self.is_dormant(rules, facts, deed) {
                    push(AlertKind::DormantCase, subject, None);
                }
            }
            Doing::MetExclusion { subject, holder } => {
                push(AlertKind::ExcludedHit, Some(subject), Some(holder));
            }
            Doing::ReadOwnDoings if self.staff.is_officer => {
                push(AlertKind::OfficerOnSelf, None, None);
            }
            Doing::TriedOwnAlert => push(AlertKind::OfficerOnSelf, None, None),
            Doing::ReadOwnDoings
            | Doing::Search { .. }
            | Doing::Listed(_)
            | Doing::BrokeGlass
            | Doing::Worked => {}
        }
    }

    /// Once looked at, a deed may say what those after it were for.
    pub(super) fn note(&mut self, deed: &Deed) {
        match deed.doing {
            Doing::Listed(person) | Doing::OpenedWhereabouts(person) => {
                self.said_of.insert(person, deed.at);
            }
            Doing::BrokeGlass => self.said = Some(deed.at),
            Doing::Search { .. }
            | Doing::Opened(_)
            | Doing::MetExclusion { .. }
            | Doing::ReadOwnDoings
            | Doing::TriedOwnAlert
            | Doing::Worked => {}
        }
    }

    fn near(&mut self, person: PersonId, facts: &PersonFacts) -> Near {
        let staff = self.staff;
        *match self.near.entry(person) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Near {
                kind: near_to(staff, person, facts),
                is_colleague: is_colleague(staff, facts),
            }),
        }
    }

    /// Whether the last case is long past and nothing says what the look was for: neither a search
    /// with its purpose that led to the person, nor a reason that was given for more than a look.
    fn is_dormant(&self, rules: &DetectionRules, facts: &PersonFacts, deed: &Deed) -> bool {
        let (Doing::Opened(person), Some(last)) = (deed.doing, facts.last_case) else {
            return false;
        };
        let oldest = deed.day.saturating_sub(rules.dormant_months.months());
        let since = SignedDuration::from_mins(rules.purpose_minutes);
        let said = self.said.max(self.said_of.get(&person).copied());
        last < oldest && said.is_none_or(|said| since < deed.at.duration_since(said))
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
