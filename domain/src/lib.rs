//! What is true in the field: nouns and rules, without I/O, clock, randomness or globals.

pub mod agency;
pub mod agreement;
pub mod alert;
mod coded;
pub mod dates;
pub mod declaration;
pub mod disclosure;
pub mod duty;
pub mod exclusion;
pub mod glass;
pub mod ids;
pub mod incident;
pub mod involvement;
pub mod ledger;
pub mod marac;
pub mod performance;
pub mod person;
pub mod policy;
pub mod user;
pub mod whereabouts;
