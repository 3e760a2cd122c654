//! Pairs of records that a person looks at, and what was decided about them.

pub(crate) mod confirm;
pub(crate) mod decisions;
pub(crate) mod end;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod undone;

mod sides;
mod telling;
mod waterfall;
