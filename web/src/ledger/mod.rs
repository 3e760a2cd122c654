//! The ledger, for those who may read it.

pub(crate) mod line;
pub(crate) mod list;
pub(crate) mod looks_at;
