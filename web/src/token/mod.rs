//! Tokens for an agency's computer systems.

pub(crate) mod issue;
