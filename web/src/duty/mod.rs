//! Who is on duty, and a case that is opened to another agency's duty team.

pub(crate) mod call;
pub(crate) mod end;
pub(crate) mod end_call;
pub(crate) mod roster;

use crate::{components::Select, form::Errors};

/// How many hours can be chosen, each with its words.
const HOURS: [u16; 7] = [1, 2, 4, 8, 12, 16, 24];

/// For how long: a name, what it asks, and what was chosen.
fn hours(chosen: &str, errors: &Errors) -> Select {
    let hours = HOURS.iter().map(|hours| match hours {
        1 => ("1".to_owned(), "1 hour".to_owned()),
        hours => (hours.to_string(), format!("{hours} hours")),
    });
    Select::new("hours", "For how long")
        .item("", "Choose how long")
        .items(hours)
        .value(chosen)
        .error_from(errors)
}
