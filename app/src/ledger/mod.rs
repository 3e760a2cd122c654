//! The ledger: every look and every change, sealed so that nobody can rewrite it unseen.
//!
//! Writing an entry and sealing it are apart: an entry is durable with the change it tells of;
//! within a second [`seal_entries`] numbers what was committed, puts it into the tree and signs
//! the tree's head.

mod export;
mod list;
mod seal;
mod spool;
mod store;

pub use self::{
    export::{ExportError, Exported, Opened, checkpoint_line, export_ledger, public_key},
    list::{LookFilter, Looked, list_looks},
    seal::seal_entries,
};
pub(crate) use self::{spool::Spool, store::insert_entry};
