//! Work for later, as rows: enqueued with the change that causes it, leased, done at least once.
//!
//! A worker that dies leaves its lease to end, and another takes the job up: so what a job does
//! must be the same when it is done twice.

mod housekeeping;
mod store;
mod work;

pub(crate) use self::work::{Progress, withdraw_job};
pub use self::{
    housekeeping::HOUSEKEEPING,
    work::{Job, complete_job, enqueue_job, fail_job, lease_job, run_due_jobs, run_due_jobs_while},
};
