//! The box itself: making a database, checking it, telling about it, and new keys for it.

mod about;
mod check;
mod init;
mod migrate;
mod rotate;
mod store;

pub use self::{
    about::{AboutSystem, about_system},
    check::{Check, check_system},
    init::{InitError, Made, PARTNERSHIP, initialise, initialise_demo},
    migrate::migrate_database,
    rotate::{RotateError, Rotated, rotate_keys},
};
