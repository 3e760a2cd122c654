//! Pages for data protection officers, and the table of who may do what for everyone.

pub(crate) mod csv;
pub(crate) mod permissions;
pub(crate) mod show;
mod tables;
