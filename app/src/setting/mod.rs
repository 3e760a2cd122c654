//! The few values that are one for the whole database.

mod store;

pub(crate) use store::{find_demo, find_epoch, find_ledger_id, insert, update_epoch};
