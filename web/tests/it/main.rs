//! All integration tests of the crate, in one binary.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on says so")]

mod api;
mod canaries;
mod component_fixtures;
mod http;
mod kit;
mod malformed;
mod matrix;
mod nobody_can_tell;
mod races;
mod route_walk;
mod stories;
