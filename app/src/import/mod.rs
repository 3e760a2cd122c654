//! What agencies send: files taken in row by row, each reference whole, and what came of them.

pub mod reading;

mod batch;
mod begin;
mod body;
mod list;
mod owed;
mod quality;
mod run;
mod save;
mod senders;
mod store;

pub(crate) use self::{
    body::{Before, Sender, Sorted, Standing, body_hash},
    owed::run as relink_what_is_owed,
};
pub use self::{
    list::{ImportRun, ImportState, WarningCount, list_imports, list_refusals, show_import},
    owed::RELINK,
    quality::{SenderQuality, data_quality},
    run::{
        ImportError, ImportOutcome, ImportRequest, ImportSummary, Progress, run_import,
        run_import_told,
    },
    senders::list_senders,
};
