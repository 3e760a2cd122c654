//! The yearly declaration: one's own, who is late, and what officers decide of it.

mod fields;

pub(crate) mod list;
pub(crate) mod matched;
pub(crate) mod own;
