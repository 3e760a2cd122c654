//! The database layer: the same on both engines, durable, and never opened wrongly.

mod feed;
mod migrations;
mod opening;
mod schema;
pub mod statements;
mod values;
mod writes;
