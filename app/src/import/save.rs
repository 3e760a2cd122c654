//! The saving half of an import: groups are gathered, saved in batches and tried again where two
//! imports meet.

use super::{
    batch::{self, Batch, Done},
    begin::{Begun, about},
    list::ImportState,
    owed,
    reading::{Group, WarningKind},
    run::{ImportError, ImportSummary, Progress},
    store,
};
use crate::{
    app::App,
    ctx::{About, Ctx, Record, Visitor},
    db::DbError,
    error::Error,
};
use domain::policy::{Basis, Permission, Subject};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    thread,
    time::Duration,
};

/// So many rows are held in memory at most, and one reference more.
const WAITING_MOST: u64 = 500;
/// Two imports of the same references meet for as long as a batch lasts. Ten tries, each waiting
/// twice as long as the one before, are some twenty-five seconds beside the database's own waits.
const TRIES: u32 = 10;
const FIRST_WAIT: Duration = Duration::from_millis(25);

/// An import that is being saved.
pub(super) struct Saving<'s> {
    app: &'s App,
    visitor: &'s Visitor,
    pub begun: Begun,
    pub progress: &'s mut dyn FnMut(Progress<'_>),
    waiting: Vec<Group>,
    waiting_rows: u64,
    pub summary: ImportSummary,
    pub notices: Vec<String>,
    pub warnings: BTreeMap<(String, WarningKind), u64>,
    /// The jobs that do what is owed should this import never come to its end.
    jobs: BTreeSet<String>,
}

impl<'s> Saving<'s> {
    pub(super) fn new(
        app: &'s App,
        visitor: &'s Visitor,
        begun: Begun,
        progress: &'s mut dyn FnMut(Progress<'_>),
    ) -> Saving<'s> {
        let notices = begun.notice.clone().into_iter().collect();
        Saving {
            app,
            visitor,
            begun,
            progress,
            waiting: Vec::new(),
            waiting_rows: 0,
            summary: ImportSummary::default(),
            notices,
            warnings: BTreeMap::new(),
            jobs: BTreeSet::new(),
        }
    }

    /// Takes the rows of one reference; saves when enough wait.
    pub(super) fn take(&mut self, group: Group) -> Result<(), ImportError> {
        match &group {
            Group::Incident { warnings, .. } | Group::Referral { warnings, .. } => {
                self.summary.warnings += warnings.len() as u64;
                for warning in warnings {
                    let key = (warning.column.clone(), warning.what);
                    *self.warnings.entry(key).or_default() += 1;
                }
            }
            Group::Refused { refusals, .. } => {
                refusals.iter().for_each(|refusal| (self.progress)(Progress::Refused(refusal)));
            }
        }
        self.waiting_rows += group.rows();
        self.waiting.push(group);
        if WAITING_MOST <= self.waiting_rows { self.flush() } else { Ok(()) }
    }

    /// Saves everything that waits.
    pub(super) fn flush(&mut self) -> Result<(), ImportError> {
        let groups = Arc::new(std::mem::take(&mut self.waiting));
        self.waiting_rows = 0;
        let mut at = 0;
        while at < groups.len() {
            let done = match self.begun.import {
                Some(_) => self.save(&groups, at)?,
                None => self.try_out(&groups)?,
            };
            at += done.groups;
            self.count(done);
            (self.progress)(Progress::Rows(self.summary.rows));
        }
        Ok(())
    }

    fn count(&mut self, done: Done) {
        self.summary = sum(self.summary, done.summary);
        let new = done.notices.into_iter().filter(|notice| !self.notices.contains(notice));
        let new: Vec<String> = new.collect();
        self.notices.extend(new);
    }

    fn try_out(&mut self, groups: &[Group]) -> Result<Done, ImportError> {
        let agency = self.begun.agency;
        let done = self.app.read(self.visitor, |ctx| {
            let id = agency.map_or_else(|| ctx.new_id(), |agency| agency.uuid());
            let id = domain::ids::AgencyId::from_uuid(id);
            let subject = Subject::Agency { id, active: true };
            let basis = ctx.permit(Permission::ImportFile, subject)?;
            let done = batch::try_out(ctx, agency, groups)?;
            let about = About { kind: "import", id: None, agency };
            ctx.record(Record::Read { basis: &basis, about, classes: &["import"] })?;
            Ok(done)
        });
        Ok(done?)
    }

    /// Saves as many of the groups from `at` on as one batch takes.
    fn save(&mut self, groups: &Arc<Vec<Group>>, at: usize) -> Result<Done, ImportError> {
        let (groups, before) = (Arc::clone(groups), self.summary);
        let (done, job) = self.change(move |ctx, batch| {
            let done = batch::save(ctx, batch, &groups[at..])?;
            let counts = json!(sum(before, done.summary));
            store::update_counts(&mut ctx.tx, batch.import, counts)?;
            let is_owed = 0 < done.summary.new + done.summary.amended;
            let job = if is_owed { Some(owed::enqueue(ctx, batch.import)?) } else { None };
            Ok((done, job))
        })?;
        self.jobs.extend(job);
        Ok(done)
    }

    /// Nothing more is read: what is left is linking.
    pub(super) fn end_saving(&mut self) -> Result<(), ImportError> {
        let (warnings, counts) = (self.warnings.clone(), json!(self.summary));
        self.change(move |ctx, batch| {
            for ((column, what), times) in &warnings {
                store::upsert_warning(&mut ctx.tx, batch.import, (column, *what, *times))?;
            }
            store::update_counts(&mut ctx.tx, batch.import, counts.clone())?;
            Ok(store::update_state(&mut ctx.tx, batch.import, ImportState::Linking)?)
        })
    }

    /// All is saved, linked and counted.
    pub(super) fn end(&mut self, notes: &[String]) -> Result<(), ImportError> {
        let (counts, notes, jobs) = (json!(self.summary), json!(notes), self.jobs.clone());
        self.change(move |ctx, batch| {
            let now = ctx.now();
            let told = (counts.clone(), notes.clone());
            store::update_ended(&mut ctx.tx, (batch.import, ImportState::Done), told, now)?;
            store::update_overtaken(&mut ctx.tx, batch.import, now)?;
            owed::withdraw(ctx, &jobs)
        })
    }

    /// Says that the import stopped. Where not even that can be written, the run stays as one that
    /// was killed.
    pub(super) fn give_up(&mut self) {
        let (counts, notes) = (json!(self.summary), json!(self.notices));
        let told = self.change(move |ctx, batch| {
            let now = ctx.now();
            let told = (counts.clone(), notes.clone());
            Ok(store::update_ended(&mut ctx.tx, (batch.import, ImportState::Failed), told, now)?)
        });
        if let Err(error) = told {
            tracing::warn!(%error, "an import stopped, and that could not be written down");
        }
    }

    /// A change of this import, as a transaction of its own: asks the door, leaves an entry. For a
    /// dry run there is nothing to change.
    fn change<T: Default + Send + 'static>(
        &self,
        verb: impl Fn(&mut Ctx<'_>, Batch) -> Result<T, Error> + Send + Sync + 'static,
    ) -> Result<T, ImportError> {
        let (Some(import), Some(agency)) = (self.begun.import, self.begun.agency) else {
            return Ok(T::default());
        };
        let verb = Arc::new(verb);
        let mut wait = FIRST_WAIT;
        for _ in 1..TRIES {
            match self.change_now(Batch { import, agency }, &verb) {
                Err(error) if may_pass(&error) => thread::sleep(wait),
                done => return Ok(done?),
            }
            wait *= 2;
        }
        Ok(self.change_now(Batch { import, agency }, &verb)?)
    }

    fn change_now<T: Send + 'static>(
        &self,
        batch: Batch,
        verb: &Arc<impl Fn(&mut Ctx<'_>, Batch) -> Result<T, Error> + Send + Sync + 'static>,
    ) -> Result<T, Error> {
        let verb = Arc::clone(verb);
        self.app.change(self.visitor, move |ctx| {
            let basis = permit(ctx, batch)?;
            let done = verb(ctx, batch)?;
            let about = about(batch.import, batch.agency);
            ctx.record(Record::Changed { basis: &basis, about })?;
            Ok(done)
        })
    }
}

fn permit(ctx: &mut Ctx<'_>, batch: Batch) -> Result<Basis, Error> {
    let subject = Subject::Agency { id: batch.agency, active: true };
    ctx.permit(Permission::ImportFile, subject)
}

/// Whether the same again may do: two writers met, or nobody can say whether it was done. A batch
/// that was done after all is found unchanged.
fn may_pass(error: &Error) -> bool {
    match error {
        Error::Busy | Error::NotConfirmed | Error::Storage(DbError::Unique(_)) => true,
        Error::Storage(_)
        | Error::NotFound
        | Error::SignInNeeded
        | Error::Denied(_)
        | Error::Conflict(_)
        | Error::Refused(_)
        | Error::LedgerUnavailable
        | Error::Broken(_) => false,
    }
}

/// The rows of both; what is counted once at the end stays as it is in `before`.
fn sum(before: ImportSummary, batch: ImportSummary) -> ImportSummary {
    ImportSummary {
        rows: before.rows + batch.rows,
        new: before.new + batch.new,
        amended: before.amended + batch.amended,
        unchanged: before.unchanged + batch.unchanged,
        refused: before.refused + batch.refused,
        ..before
    }
}
