//! The areas in force on a day.

use super::store;
use crate::{ctx::Ctx, error::Error};
use jiff::civil::Date;

/// A district or unitary authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    pub code: String,
    pub name: String,
    pub valid_from: Date,
    /// The first day on which it is no longer in force.
    pub valid_until: Option<Date>,
}

/// Areas in force on `on`, by name. Reference data: no person, no permission.
///
/// # Errors
/// [`Error::Storage`].
pub fn list_areas(ctx: &mut Ctx<'_>, on: Date) -> Result<Vec<Area>, Error> {
    Ok(store::list_in_force(&mut ctx.tx, on)?)
}
