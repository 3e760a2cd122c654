//! Files that agencies send: sending one, what came of each, and how much the records tell.

pub(crate) mod list;
mod outcome;
pub(crate) mod send;
pub(crate) mod show;
mod upload;

pub(crate) use self::upload::FILE_MOST;
