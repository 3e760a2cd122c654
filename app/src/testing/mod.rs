//! What the tests of every crate share: a county on either engine, and its people by name.
//!
//! The people are made through the operations, once per process and engine; each test gets a copy
//! of the database of its own.

mod links;
pub mod postgres;
pub mod sabotage;
mod template;
mod within;
mod world;

pub use self::links::take_links;
pub use self::template::{KEPT, keep_template};
pub use self::within::ask_within;
pub use self::world::{MARAC, PASSWORD, Person, World, engines, on_both, operator};
