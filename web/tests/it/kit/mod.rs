//! What the tests of the site share: a server, a browser, and a county to visit.

mod browser;
mod county;
mod dice;
mod html;
mod log;
mod page;
mod rows;
mod server;

pub use self::{
    browser::{Ask, Browser, encoded},
    county::County,
    dice::{Dice, is_deep},
    html::tags,
    log::logged_so_far,
    page::Page,
    rows::{Rows, rows_of},
    server::Server,
};
