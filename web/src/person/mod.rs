//! Pages about people whom agencies hold records about: search, one person, where they are.

mod records;
pub(crate) mod search;
pub(crate) mod show;

pub(crate) use self::{records::title, show::name};
