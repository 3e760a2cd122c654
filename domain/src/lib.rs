//! What is true in the field: nouns and rules, without I/O, clock, randomness or globals.

pub mod agency;
mod coded;
pub mod ids;
pub mod ledger;
pub mod policy;
pub mod user;
