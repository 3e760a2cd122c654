//! Rows of `job`.

use super::Job;
use crate::{
    db::{DbError, Row, Tx},
    params,
};
use jiff::Timestamp;
use uuid::Uuid;

fn job(row: &Row<'_>) -> Result<Job, DbError> {
    Ok(Job {
        id: row.get("job_id")?,
        kind: row.get("kind")?,
        payload: row.get("payload")?,
        attempts: row.get("attempts")?,
    })
}

/// Whether the job is new: one kind and key is one job.
pub(super) fn insert_job(
    tx: &mut Tx<'_>,
    (id, kind, key): (Uuid, &str, &str),
    payload: serde_json::Value,
    run_after: Timestamp,
) -> Result<bool, DbError> {
    let inserted = tx.execute(
        "insert into job (job_id, kind, job_key, payload, run_after, attempts)
         values ($1, $2, $3, $4, $5, 0) on conflict (kind, job_key) do nothing",
        params![id, kind, key, payload, run_after],
    )?;
    Ok(inserted == 1)
}

/// Takes the oldest due job that nobody holds. On PostgreSQL two workers that choose the same row
/// meet at its lock, and the second finds the condition no longer true.
pub(super) fn update_leased(
    tx: &mut Tx<'_>,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Job>, DbError> {
    tx.find(
        "update job set leased_until = $2, attempts = attempts + 1
         where job_id = (select job_id from job
                         where done_at is null and run_after <= $1
                           and (leased_until is null or leased_until < $1)
                         order by run_after, job_id limit 1)
           and done_at is null and (leased_until is null or leased_until < $1)
         returning job_id, kind, payload, attempts",
        params![now, until],
        job,
    )
}

pub(super) fn update_done(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<bool, DbError> {
    let done = tx.execute(
        "update job set done_at = $2, leased_until = null, last_error = null
         where job_id = $1 and done_at is null",
        params![id, now],
    )?;
    Ok(done == 1)
}

/// Ends a lease before its time: whoever asks next takes the job up.
pub(super) fn update_given_back(tx: &mut Tx<'_>, id: Uuid) -> Result<(), DbError> {
    tx.execute(
        "update job set leased_until = null where job_id = $1 and done_at is null",
        params![id],
    )?;
    Ok(())
}

pub(super) fn update_withdrawn(
    tx: &mut Tx<'_>,
    (kind, key): (&str, &str),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "update job set done_at = $3, leased_until = null, last_error = null
         where kind = $1 and job_key = $2 and done_at is null",
        params![kind, key, now],
    )?;
    Ok(())
}

pub(super) fn update_failed(
    tx: &mut Tx<'_>,
    id: Uuid,
    error: &str,
    run_after: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "update job set leased_until = null, last_error = $2, run_after = $3
         where job_id = $1 and done_at is null",
        params![id, error, run_after],
    )?;
    Ok(())
}

pub(super) fn delete_done_before(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, DbError> {
    tx.execute("delete from job where done_at < $1", params![before])
}
