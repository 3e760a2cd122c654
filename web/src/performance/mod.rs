//! Whether it works: the strategy's targets, the indicators, and the records behind each figure.

pub(crate) mod asked;
pub(crate) mod behind;
pub(crate) mod csv;
mod drawings;
mod findings;
pub(crate) mod overview;
pub(crate) mod report;
mod tables;
mod terms;
