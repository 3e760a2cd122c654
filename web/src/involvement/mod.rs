//! Who works on a case, and the cases on which the own agency works.

pub(crate) mod cases;
pub(crate) mod end;
pub(crate) mod list;
