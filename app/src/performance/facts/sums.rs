//! By how much the sums of a day change with the facts that are written: of incidents by area and
//! agency, of cases by area, by MARAC, by agency and by who referred.

mod store;

use super::{Change, cases::CaseFact, incidents::IncidentFact};
use crate::db::{DbError, Tx};
use domain::{
    ids::{AgencyId, MaracId},
    marac::ReferrerKind,
};
use jiff::{Timestamp, civil::Date};
use std::collections::BTreeMap;

/// The steps of one batch, by the key of the row that counts them: what is added to each of its
/// columns, in their order; less than nothing where more facts ended than began.
#[derive(Debug, Default)]
pub(super) struct Sums {
    incidents: BTreeMap<IncidentKey, [i64; 3]>,
    areas: BTreeMap<AreaKey, [i64; 2]>,
    agencies: BTreeMap<AgencyKey, [i64; 2]>,
    maracs: BTreeMap<MaracKey, [i64; 14]>,
    kinds: BTreeMap<KindKey, [i64; 1]>,
}

/// Day of the report, area and sender.
type IncidentKey = (Date, String, AgencyId);

/// Day heard, and the area or nothing.
type AreaKey = (Date, Option<String>);

/// Day heard, and the agency that referred.
type AgencyKey = (Date, AgencyId);

type MaracKey = (Date, MaracId);

type KindKey = (Date, ReferrerKind);

fn of_incident(fact: &IncidentFact) -> [i64; 3] {
    [1, i64::from(fact.has_named_victim), i64::from(fact.earlier.is_some())]
}

/// Cases, repeats, children, and of each trait those who have it and those of whom it is not known.
fn of_case(fact: &CaseFact) -> [i64; 14] {
    let traits = &fact.traits;
    let is = |one: Option<bool>| i64::from(one == Some(true));
    let is_unknown = |one: Option<bool>| i64::from(one.is_none());
    [
        1,
        i64::from(fact.repeat.is_some()),
        fact.children.unwrap_or_default(),
        is(traits.is_bme),
        is_unknown(traits.is_bme),
        is(traits.is_lgbt),
        is_unknown(traits.is_lgbt),
        is(traits.is_disabled),
        is_unknown(traits.is_disabled),
        is(traits.is_male),
        is_unknown(traits.is_male),
        i64::from(traits.age.is_some_and(|age| (16..=17).contains(&age))),
        i64::from(traits.age.is_none()),
        is(fact.is_harmed_by_child),
    ]
}

/// Adds a step so many times.
fn add<K: Ord, const N: usize>(
    to: &mut BTreeMap<K, [i64; N]>,
    key: K,
    (step, times): ([i64; N], i64),
) {
    let sum = to.entry(key).or_insert([0; N]);
    sum.iter_mut().zip(step).for_each(|(sum, one)| *sum += times * one);
}

impl Sums {
    pub(super) fn of(changes: &[Change]) -> Sums {
        let mut sums = Sums::default();
        for change in changes {
            match change {
                Change::Incident(change) => {
                    let ended = change.ended.iter().map(|(_, fact)| (fact, -1));
                    let both = ended.chain(change.new.iter().map(|fact| (fact, 1)));
                    both.filter(|(fact, _)| fact.is_live).for_each(|one| sums.incident(one));
                }
                Change::Case(change) => {
                    let ended = change.ended.iter().map(|(_, fact)| (fact, -1));
                    let both = ended.chain(change.new.iter().map(|fact| (fact, 1)));
                    both.for_each(|one| sums.case(one));
                }
                Change::Done(_) => {}
            }
        }
        sums
    }

    fn incident(&mut self, (fact, times): (&IncidentFact, i64)) {
        let key = (fact.reported_on, fact.area_code.clone(), fact.agency);
        add(&mut self.incidents, key, (of_incident(fact), times));
    }

    fn case(&mut self, (fact, times): (&CaseFact, i64)) {
        let (day, step) = (fact.heard_on, of_case(fact));
        let both = [step[0], step[1]];
        add(&mut self.areas, (day, fact.area_code.clone()), (both, times));
        add(&mut self.agencies, (day, fact.referring_agency), (both, times));
        add(&mut self.maracs, (day, fact.marac), (step, times));
        if let Some(kind) = fact.referrer_kind {
            add(&mut self.kinds, (day, kind), ([1], times));
        }
    }

    /// Adds the steps to those that were recorded at the same instant, as far as they change
    /// anything.
    pub(super) fn save(self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
        let tx = &mut *tx;
        each(&self.incidents, |key, step| store::insert_incident_step(tx, key, step, now))?;
        each(&self.areas, |key, step| store::insert_area_step(tx, key, step, now))?;
        each(&self.agencies, |key, step| store::insert_agency_step(tx, key, step, now))?;
        each(&self.maracs, |key, step| store::insert_marac_step(tx, key, step, now))?;
        each(&self.kinds, |key, step| store::insert_kind_step(tx, key, step, now))
    }
}

fn each<K, const N: usize>(
    steps: &BTreeMap<K, [i64; N]>,
    mut save: impl FnMut(&K, [i64; N]) -> Result<(), DbError>,
) -> Result<(), DbError> {
    let mut changes = steps.iter().filter(|(_, step)| **step != [0; N]);
    changes.try_for_each(|(key, step)| save(key, *step))
}
