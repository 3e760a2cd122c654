//! Once an hour: what is no longer needed is thrown away.

use super::{store, work::enqueue_job};
use crate::{app::App, db::DbError, request, session};
use jiff::SignedDuration;

/// The kind of this job.
pub const HOUSEKEEPING: &str = "housekeeping";

pub(super) fn enqueue(app: &App) -> Result<(), DbError> {
    let now = app.clock().now();
    let hour = now.as_second().div_euclid(3_600).to_string();
    if app.is_hour_enqueued(&hour) {
        return Ok(());
    }
    let key = hour.clone();
    app.db().write(move |tx| {
        enqueue_job(tx, (HOUSEKEEPING, &key), serde_json::Value::Null, now).map(drop)
    })?;
    app.note_hour_enqueued(hour);
    Ok(())
}

/// Twice does no harm: what is gone stays gone.
pub(super) fn run(app: &App) -> Result<(), DbError> {
    let now = app.clock().now();
    let ago = |span: SignedDuration| now.saturating_sub(span).unwrap_or(now);
    let (day, week) = (ago(SignedDuration::from_hours(24)), ago(SignedDuration::from_hours(168)));
    app.db().write(move |tx| {
        request::delete_requests_before(tx, week)?;
        session::delete_throttles_before(tx, day)?;
        session::delete_ended_before(tx, week)?;
        store::delete_done_before(tx, week)?;
        Ok(())
    })
}
