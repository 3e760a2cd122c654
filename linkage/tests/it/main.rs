//! The engine as a whole, on small registers of invented people.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

mod bands;
mod clk;
mod company;
mod households;
mod kept;
mod order;
mod people;
mod registers;
mod rules;
mod small;
mod two_lists;
