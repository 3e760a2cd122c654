//! Who counts as one with whom, though that is not certain.

use super::store;
use crate::db::{DbError, Tx};
use domain::ids::PersonId;
use std::collections::BTreeSet;

/// Everyone who counts as one with a person, the person included: in figures they are one, and who
/// is excluded from one of them is excluded from all. It is no ground to see anybody.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_guess_of(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<BTreeSet<PersonId>, DbError> {
    let group = find_group(tx, person)?;
    let mut all: BTreeSet<PersonId> = store::list_of_group(tx, group)?.into_iter().collect();
    all.extend([person, group]);
    Ok(all)
}

/// By whom a person counts: the oldest of those who count as one.
///
/// # Errors
/// As [`list_guess_of`].
pub(crate) fn find_group(tx: &mut Tx<'_>, person: PersonId) -> Result<PersonId, DbError> {
    Ok(store::find_group(tx, person)?.unwrap_or(person))
}
