//! Performance: the facts that are counted, and the figures that the partnership is judged by.

mod as_at;
mod behind;
mod facts;
mod names;
mod report;
mod store;
mod targets;

pub(crate) use self::facts::{components, recount};
pub use self::{
    behind::{Behind, BehindRecord, EarlierRecord, WhyRepeat, list_behind},
    report::{ReportRequest, report, report_each, report_overview},
    targets::report_targets,
};
