//! The demo county's front page. `serve` on any other database has none of this.

pub(crate) mod be_person;
pub(crate) mod front;
