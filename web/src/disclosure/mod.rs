//! What is given to somebody in an emergency: giving, ending, and what one was given.

pub(crate) mod end;
pub(crate) mod give;
pub(crate) mod given;
