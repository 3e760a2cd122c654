//! Alerts: what officers should look at is found in the ledger, told to them, and settled by them.

mod list;
mod raise;
mod read;
mod settle;
mod store;
mod watch;

pub use self::{
    list::{Alert, AlertFilter, AlertState, Settled, list_alerts},
    raise::NewAlert,
    read::{AlertFile, read_alert},
    settle::settle_alert,
    watch::WATCH,
};
pub(crate) use self::{
    raise::{due, raise, raise_once},
    settle::settle_decided,
    store::{find_partnership, is_told, list_open_of},
    watch::{enqueue, run},
};
