//! By how much the sums of a day, an area and an agency change with the facts that are written.

mod store;

use super::{Change, cases::CaseFact, incidents::IncidentFact};
use crate::db::{DbError, Tx};
use domain::ids::{AgencyId, MaracId};
use jiff::{Timestamp, civil::Date};
use std::collections::BTreeMap;

/// The steps of one batch, by the key of the row that counts them.
#[derive(Debug, Default)]
pub(super) struct Sums {
    incidents: BTreeMap<IncidentKey, Step>,
    cases: BTreeMap<CaseKey, Step>,
}

/// Day of the report, area and sender.
type IncidentKey = (Date, String, AgencyId);

/// Day heard, area or nothing, MARAC and referring agency.
type CaseKey = (Date, Option<String>, MaracId, AgencyId);

/// What is added to one row; less than nothing where more facts ended than began.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Step {
    counted: i64,
    /// Of incidents only.
    named: i64,
    repeats: i64,
}

impl Step {
    fn of_incident(fact: &IncidentFact) -> Step {
        Step {
            counted: 1,
            named: i64::from(fact.has_named_victim),
            repeats: i64::from(fact.earlier.is_some()),
        }
    }

    fn of_case(fact: &CaseFact) -> Step {
        Step { counted: 1, named: 0, repeats: i64::from(fact.repeat.is_some()) }
    }

    fn add(&mut self, step: Step) {
        self.counted += step.counted;
        self.named += step.named;
        self.repeats += step.repeats;
    }

    fn take(&mut self, step: Step) {
        self.counted -= step.counted;
        self.named -= step.named;
        self.repeats -= step.repeats;
    }
}

impl Sums {
    pub(super) fn of(changes: &[Change]) -> Sums {
        let mut sums = Sums::default();
        for change in changes {
            match change {
                Change::Incident(change) => {
                    let ended = change.ended.as_ref().map(|(_, fact)| fact);
                    for fact in ended.into_iter().filter(|fact| fact.is_live) {
                        sums.incident(fact).take(Step::of_incident(fact));
                    }
                    for fact in change.new.iter().filter(|fact| fact.is_live) {
                        sums.incident(fact).add(Step::of_incident(fact));
                    }
                }
                Change::Case(change) => {
                    if let Some((_, fact)) = &change.ended {
                        sums.case(fact).take(Step::of_case(fact));
                    }
                    if let Some(fact) = &change.new {
                        sums.case(fact).add(Step::of_case(fact));
                    }
                }
                Change::Done(_) => {}
            }
        }
        sums
    }

    fn incident(&mut self, fact: &IncidentFact) -> &mut Step {
        let key = (fact.reported_on, fact.area_code.clone(), fact.agency);
        self.incidents.entry(key).or_default()
    }

    fn case(&mut self, fact: &CaseFact) -> &mut Step {
        let key = (fact.heard_on, fact.area_code.clone(), fact.marac, fact.referring_agency);
        self.cases.entry(key).or_default()
    }

    /// Adds the steps to those that were recorded at the same instant, as far as they change
    /// anything.
    pub(super) fn save(self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
        let changes = |step: &Step| *step != Step::default();
        for (key, step) in self.incidents.iter().filter(|(_, step)| changes(step)) {
            store::insert_incident_step(tx, key, *step, now)?;
        }
        for (key, step) in self.cases.iter().filter(|(_, step)| changes(step)) {
            store::insert_case_step(tx, key, *step, now)?;
        }
        Ok(())
    }
}
