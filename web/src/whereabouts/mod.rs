//! Where people are: written down sealed, opened for a reason, with a second person where one's
//! agency is new to the case, and kept out of free text.

pub(crate) mod add;
pub(crate) mod answer;
pub(crate) mod ask;
pub(crate) mod checked;
pub(crate) mod correct;
pub(crate) mod end;
mod fields;
pub(crate) mod open;
mod opened;
pub(crate) mod waiting;

pub(crate) use self::opened::Groups;
