//! Areas of the county, with the dates in which each is in force.

mod list;
mod seed;
mod store;

pub use self::list::{Area, list_areas};
pub(crate) use self::seed::seed_areas;
