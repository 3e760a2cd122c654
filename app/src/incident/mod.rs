//! Incidents as agencies recorded them, each with its history.

mod save;
mod store;

pub(crate) use self::save::{save_incident, sort_array, sort_incident};
