//! The ledger, for those who may read it.

pub(crate) mod list;
