//! Who is one person, told instead of found out.

use super::operator;
use crate::{app::App, error::Error, person};
use std::collections::BTreeMap;

/// Makes persons of all records by `truth` instead of by linkage, and counts the facts again.
///
/// A key is `AGENCY/REFERENCE/PARTY`, with the party as a file calls it (`victim`, `suspect`,
/// `perpetrator`) and behind it the number of the row, from the second on; equal numbers are one
/// person. Who stands in several rows is found by the first; whom no key names is alone.
///
/// # Errors
/// [`Error::Storage`].
pub fn take_links(app: &App, truth: &BTreeMap<String, u64>) -> Result<(), Error> {
    person::take_links(app, &operator(), truth)
}
