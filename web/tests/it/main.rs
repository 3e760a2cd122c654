//! All integration tests of the crate, in one binary.

mod component_fixtures;
