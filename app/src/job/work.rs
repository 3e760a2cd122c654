//! Enqueuing, leasing and finishing jobs.

use super::{housekeeping, store};
use crate::{
    alert,
    app::App,
    db::{DbError, Tx},
    declaration, entropy,
    error::Error,
    import,
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// A worker that has not finished by then is thought dead.
const LEASE: SignedDuration = SignedDuration::from_mins(2);

/// One piece of work.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    pub id: Uuid,
    pub kind: String,
    pub payload: serde_json::Value,
    /// This one included.
    pub attempts: i64,
}

/// Puts a job into the transaction that causes it; whether it is new. `key` names it among its
/// kind, so that the same cause twice is one job.
///
/// # Errors
/// [`DbError`].
pub fn enqueue_job(
    tx: &mut Tx<'_>,
    (kind, key): (&str, &str),
    payload: serde_json::Value,
    run_after: Timestamp,
) -> Result<bool, DbError> {
    store::insert_job(tx, (entropy::id(run_after), kind, key), payload, run_after)
}

/// Takes back a job that nobody needs to do any more, by its name among its kind.
pub(crate) fn withdraw_job(
    tx: &mut Tx<'_>,
    (kind, key): (&str, &str),
    now: Timestamp,
) -> Result<(), DbError> {
    store::update_withdrawn(tx, (kind, key), now)
}

/// Takes the oldest due job for two minutes.
///
/// # Errors
/// [`DbError`].
pub fn lease_job(app: &App) -> Result<Option<Job>, DbError> {
    let now = app.clock().now();
    let until = now.saturating_add(LEASE).unwrap_or(now);
    app.db().write(move |tx| store::update_leased(tx, now, until))
}

/// Says that a job is done. False when another worker had said so: then this work was the second.
///
/// # Errors
/// [`DbError`].
pub fn complete_job(app: &App, id: Uuid) -> Result<bool, DbError> {
    let now = app.clock().now();
    app.db().write(move |tx| store::update_done(tx, id, now))
}

/// Gives a job back, to be tried again after a wait that doubles, up to an hour.
///
/// # Errors
/// [`DbError`].
pub fn fail_job(app: &App, job: &Job, error: &str) -> Result<(), DbError> {
    let now = app.clock().now();
    let seconds = 1_i64 << job.attempts.clamp(0, 12);
    let wait = SignedDuration::from_secs(seconds.min(3_600));
    let run_after = now.saturating_add(wait).unwrap_or(now);
    let (id, error) = (job.id, error.to_owned());
    app.db().write(move |tx| store::update_failed(tx, id, &error, run_after))
}

/// How far a job came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    Done,
    /// What it did is kept, and the rest is for another turn.
    Left,
}

/// Does every job that is due; how many were done.
///
/// # Errors
/// [`DbError`]: what a job itself could not do is kept with the job.
pub fn run_due_jobs(app: &App) -> Result<usize, DbError> {
    run_due_jobs_while(app, &|| true)
}

/// As [`run_due_jobs`], as long as `goes_on`: a long job keeps how far it came and is left to the
/// next turn, or to the next start.
///
/// # Errors
/// As [`run_due_jobs`].
pub fn run_due_jobs_while(app: &App, goes_on: &dyn Fn() -> bool) -> Result<usize, DbError> {
    housekeeping::enqueue(app)?;
    declaration::enqueue_due(app)?;
    let mut done = 0;
    while goes_on() {
        let Some(job) = lease_job(app)? else { break };
        match run(app, &job, goes_on) {
            Ok(Progress::Done) => done += usize::from(complete_job(app, job.id)?),
            Ok(Progress::Left) => {
                let id = job.id;
                app.db().write(move |tx| store::update_given_back(tx, id))?;
                break;
            }
            Err(error) => {
                tracing::warn!(kind = job.kind, %error, "a job failed");
                fail_job(app, &job, &error.to_string())?;
            }
        }
    }
    Ok(done)
}

fn run(app: &App, job: &Job, goes_on: &dyn Fn() -> bool) -> Result<Progress, Error> {
    match job.kind.as_str() {
        alert::WATCH => return alert::run(app, goes_on),
        housekeeping::HOUSEKEEPING => housekeeping::run(app)?,
        declaration::MATCH => declaration::run(app, &job.payload)?,
        import::RELINK => import::relink_what_is_owed(app)?,
        other => return Err(Error::Broken(format!("no job is of the kind {other}"))),
    }
    Ok(Progress::Done)
}
