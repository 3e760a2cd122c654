//! What an import owes once something is saved: linking and counting, as a job, so that a server
//! does them where the command that saved was killed.

use crate::{
    app::App,
    ctx::{Ctx, Visitor},
    error::Error,
    job::{enqueue_job, withdraw_job},
    person,
};
use domain::{ids::ImportId, policy::OperatorName};
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// The kind of this job.
pub const RELINK: &str = "relink";

/// An import that is alive links by itself, so the job waits. Every ten minutes of saving have a
/// job of their own, which so runs after all that was saved in them.
const WAIT: SignedDuration = SignedDuration::from_mins(10);

/// Puts the job of these ten minutes into the transaction, unless it is there; its key.
pub(super) fn enqueue(ctx: &mut Ctx<'_>, import: ImportId) -> Result<String, Error> {
    let now = ctx.now();
    let part = now.as_second().div_euclid(WAIT.as_secs());
    let key = format!("{import}/{part}");
    let run_after = now.saturating_add(WAIT).unwrap_or(now);
    enqueue_job(&mut ctx.tx, (RELINK, &key), serde_json::Value::Null, run_after)?;
    Ok(key)
}

/// Says that nothing is owed any more.
pub(super) fn withdraw(ctx: &mut Ctx<'_>, keys: &BTreeSet<String>) -> Result<(), Error> {
    let now = ctx.now();
    for key in keys {
        withdraw_job(&mut ctx.tx, (RELINK, key), now)?;
    }
    Ok(())
}

/// The job: twice does no harm, what is counted stays counted.
pub(crate) fn run(app: &App) -> Result<(), Error> {
    let wicken = OperatorName::parse("wicken").map_err(|why| Error::Broken(why.to_string()))?;
    person::relink(app, &Visitor::Operator(wicken), &mut |_| ())?;
    Ok(())
}
