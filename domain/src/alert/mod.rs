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

use std::collections::BTreeMap;

use crate::ids::PersonId;

/// Every finding about what one user did: `deeds` in the order in which they were done, of which
/// those from `new` on have not been looked at before. The older ones are there to be counted with.
pub fn detect(
    rules: &DetectionRules,
    staff: &Staff,
    people: &BTreeMap<PersonId, PersonFacts>,
    (deeds, new): (&[Deed], usize),
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for at in new.min(deeds.len())..deeds.len() {
        people::find(rules, staff, people, (deeds, at), &mut findings);
        rates::find(rules, staff, (deeds, at), &mut findings);
    }
    findings.sort_by_cached_key(Finding::cause);
    findings.dedup_by(|later, first| later.cause() == first.cause());
    findings
}
