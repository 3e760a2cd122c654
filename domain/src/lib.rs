//! What is true in the field: nouns and rules, without I/O, clock, randomness or globals.

pub mod agency;
mod coded;
pub mod dates;
pub mod exclusion;
pub mod ids;
pub mod incident;
pub mod ledger;
pub mod marac;
pub mod performance;
pub mod person;
pub mod policy;
pub mod user;
