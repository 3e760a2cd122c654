//! What people can do with Wicken: one verb, one file; each finds, permits, decides, saves and
//! records.
//!
//! A caller (a page, the API, the command line) hands a verb to [`App::read`] or [`App::change`],
//! which give it a [`Ctx`]: who asks, when, and one transaction.

pub mod db;
pub mod keys;

mod app;
mod clock;
mod ctx;
mod entropy;
mod error;
mod setting;

pub mod agency;
pub mod agreement;
pub mod alert;
pub mod area;
pub mod declaration;
pub mod demo;
pub mod disclosure;
pub mod duty;
pub mod exclusion;
pub mod glass;
pub mod import;
pub mod incident;
pub mod involvement;
pub mod job;
pub mod ledger;
pub mod marac;
pub mod oversight;
pub mod performance;
pub mod person;
pub mod request;
pub mod session;
pub mod system;
pub mod token;
pub mod user;
pub mod whereabouts;

#[cfg(feature = "testing")]
pub mod testing;

pub use self::{
    app::{App, Config, Limits},
    clock::{Clock, day_of, london},
    ctx::{About, Ctx, Record, Visitor},
    entropy::{id as new_request_id, is_same, token as reference},
    error::{Conflict, Error, Refused, StartError},
};
