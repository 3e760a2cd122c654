//! The demo county: invented agencies and people, made through the operations themselves.

mod be_person;
mod county;
mod declaring;
mod hearing;
mod on_duty;
mod scenes;
mod sharing;
mod store;

pub use self::{
    be_person::{DemoPerson, be_person, list_people},
    county::make_county,
    scenes::play_scenes,
};
