//! What people can do, tested from outside on both engines, in one binary.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on says so")]

mod agencies;
mod agreements;
mod alerts;
mod county;
mod db;
mod declarations;
mod demo;
mod doors;
mod duty;
mod exclusions;
mod glass;
mod imports;
mod invitations;
mod jobs;
mod keys;
mod ledger;
mod marac;
mod oversight;
mod people;
mod performance;
mod requests;
mod review;
mod rotation;
mod sabotage;
mod sessions;
mod sign_in;
mod system;
mod tokens;
mod trials;
mod users;
mod whereabouts;
