//! The system itself: for those who run it, and for what watches it.

pub(crate) mod about;
pub(crate) mod health;
