//! Areas of the county, with the dates in which each is in force.

mod add;
mod list;
mod postcode;
mod seed;
mod store;

pub use self::{
    add::{NewArea, add_area},
    list::{Area, list_areas},
    postcode::{LoadError, Loaded, load_postcodes},
};
pub(crate) use self::{
    seed::seed_areas,
    store::{find_area_of_postcode, list_names},
};
