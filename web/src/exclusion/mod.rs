//! Who is excluded from a person.

pub(crate) mod end;
pub(crate) mod list;
