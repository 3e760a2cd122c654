//! The facts that reports count, derived from what agencies sent and from who is whom.
//!
//! All of them are derived anew each time and compared with what is kept; only what differs is
//! written. So a fact can never depend on what was there before it, and a fault in an earlier
//! run mends itself.

mod cases;
mod incidents;
mod same_incident;
mod store;
mod sums;

pub(crate) use self::same_incident::components;

use self::{
    cases::{CaseFact, Cases},
    incidents::{IncidentFact, Incidents},
    sums::Sums,
};
use crate::{
    app::App,
    db::{DbError, Tx},
    error::Error,
};
use jiff::Timestamp;
use uuid::Uuid;

const PAGE: i64 = 10_000;

/// A row of `fact_due`.
pub(super) struct Due {
    kind: String,
    source: Uuid,
    due: Uuid,
}

/// What the database says on one snapshot, and the facts that it keeps.
struct Read {
    incidents: Incidents,
    cases: Cases,
    incident_facts: Vec<(Uuid, IncidentFact)>,
    case_facts: Vec<(Uuid, CaseFact)>,
    due: Vec<Due>,
}

enum Change {
    Incident(incidents::Change),
    Case(Box<cases::Change>),
    /// Counted, unless it was saved again in the meantime.
    Done(Due),
}

/// Brings the facts up to what is saved and linked. `told` hears how many of how many rows are
/// written. A fact that ends keeps its dates, so that a past day's figure stays what it was.
pub(crate) fn recount(app: &App, told: &mut dyn FnMut(usize, usize)) -> Result<(), Error> {
    let read = app.db().read(Read::all)?;
    let (incidents, cases) = (&read.incidents, &read.cases);
    let is_linked =
        |due: &Due| !incidents.is_unlinked(due.source) && !cases.is_unlinked(due.source);
    let (done, _): (Vec<Due>, Vec<Due>) = read.due.into_iter().partition(is_linked);
    let changes = read.incidents.changes(read.incident_facts).into_iter().map(Change::Incident);
    let mut changes: Vec<Change> = changes.collect();
    let cases = read.cases.changes(read.case_facts).into_iter();
    changes.extend(cases.map(|change| Change::Case(Box::new(change))));
    // Last, so that whoever is stopped on the way leaves it due.
    changes.extend(done.into_iter().map(Change::Done));
    let (now, of) = (app.clock().now(), changes.len());
    let write = move |tx: &mut Tx<'_>, batch: Vec<Change>| {
        // With the facts that they sum, or a reader between two batches would see one without
        // the other.
        Sums::of(&batch).save(tx, now)?;
        batch.into_iter().try_for_each(|change| change.save(tx, now))
    };
    Ok(app.db().write_batches(changes, &mut |done| told(done, of), write)?)
}

impl Change {
    fn save(self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
        match self {
            Change::Incident(change) => change.save(tx, now),
            Change::Case(change) => change.save(tx, now),
            Change::Done(due) => store::delete_due(tx, &due),
        }
    }
}

impl Read {
    fn all(tx: &mut Tx<'_>) -> Result<Read, DbError> {
        Ok(Read {
            due: store::list_due(tx)?,
            incidents: Incidents::read(tx)?,
            cases: Cases::read(tx)?,
            incident_facts: pages(|after| store::list_incident_facts(tx, after, PAGE))?,
            case_facts: pages(|after| store::list_case_facts(tx, after, PAGE))?,
        })
    }
}

/// Every row of a list that is read a page at a time, by the key of its rows.
fn pages<T>(
    mut page: impl FnMut(Uuid) -> Result<Vec<(Uuid, T)>, DbError>,
) -> Result<Vec<(Uuid, T)>, DbError> {
    let mut all: Vec<(Uuid, T)> = Vec::new();
    loop {
        let after = all.last().map_or(Uuid::nil(), |(id, _)| *id);
        let mut more = page(after)?;
        if more.is_empty() {
            return Ok(all);
        }
        all.append(&mut more);
    }
}
