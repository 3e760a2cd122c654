//! Agreements between agencies: all of them, one, and what is done with one.

pub(crate) mod classes;
pub(crate) mod draft;
pub(crate) mod end;
pub(crate) mod list;
pub(crate) mod review;
pub(crate) mod show;
pub(crate) mod sign;
