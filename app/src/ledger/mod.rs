//! The ledger: every look and every change, sealed so that nobody can rewrite it unseen.
//!
//! Writing an entry and sealing it are apart: an entry is durable with the change it tells of;
//! within a second [`seal_entries`] numbers what was committed, puts it into the tree and signs
//! the tree's head.

mod behind;
mod export;
mod list;
mod looks_at;
mod seal;
mod shown;
mod spool;
mod store;

pub(crate) use self::{
    behind::list_behind,
    list::OWN_LOOKS,
    shown::{Shown, Shut, is_own_exclusion},
    spool::Spool,
    store::{Noted, insert_entry},
};
pub use self::{
    export::{ExportError, Exported, Opened, checkpoint_line, export_ledger, public_key},
    list::{LookFilter, Looked, list_looks},
    looks_at::{LookAt, list_looks_at},
    seal::seal_entries,
};
