//! Alerts: what somebody did that a data protection officer should look at.
//!
//! A detector is a pure function: it is given what somebody did and what is known of whom they
//! looked at, and gives findings. It accuses nobody. A finding is a question to an officer, and a
//! named person answers it.

mod deed;
mod kind;
mod name;
mod people;
mod rates;
mod rules;
mod staff;

pub use deed::{Deed, Doing, Finding, FindingSubject};
pub use kind::{AlertKind, AlertOutcome, AlertWords, AlertWordsRefused, WORDS_CHARS_MAX};
pub use name::{given_and_family, is_near_name, is_same_family, is_same_name};
pub use rules::{DETECTION_TODAY, DetectionRules};
pub use staff::{Home, PersonFacts, Staff};

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use uuid::Uuid;

use crate::ids::PersonId;

/// Every finding about what one user did: `deeds` in the order in which they were done, of which
/// those from `new` on have not been looked at before. The older ones are there to be counted with.
///
/// Each deed is looked at once and counted on to those before it: a system that asks all day has
/// done tens of thousands of them.
pub fn detect(
    rules: &DetectionRules,
    staff: &Staff,
    people: &BTreeMap<PersonId, PersonFacts>,
    (deeds, new): (&[Deed], usize),
) -> Vec<Finding> {
    let mut found = Findings::default();
    let mut whom = people::Whom::new(staff, people);
    let mut much = rates::Much::default();
    for (at, deed) in deeds.iter().enumerate() {
        much.count(deed);
        if new <= at {
            whom.find(rules, deed, &mut found);
            much.find(rules, staff, deed, &mut found);
        }
        whom.note(deed);
    }
    found.by_cause.into_values().collect()
}

/// The first finding of each cause, in the order of the causes.
#[derive(Default)]
struct Findings {
    by_cause: BTreeMap<String, Finding>,
    known: BTreeSet<Within>,
}

/// A cause is no narrower than this.
type Within = (AlertKind, Uuid, Date);

impl Findings {
    fn has(&self, (kind, subject, day): (AlertKind, Option<FindingSubject>, Date)) -> bool {
        let subject = subject.map_or(Uuid::nil(), |subject| subject.id);
        self.known.contains(&(kind, subject, day))
    }

    /// `make` is asked only where this may be the first of its cause.
    fn push(
        &mut self,
        (kind, subject, day): (AlertKind, Option<FindingSubject>, Date),
        make: impl FnOnce() -> Finding,
    ) {
        let subject = subject.map_or(Uuid::nil(), |subject| subject.id);
        if self.known.insert((kind, subject, day)) {
            let finding = make();
            self.by_cause.entry(finding.cause()).or_insert(finding);
        }
    }
}
