//! Agencies of the partnership.

pub(crate) mod add;
pub(crate) mod change;
pub(crate) mod list;
pub(crate) mod show;
pub(crate) mod suspend;
