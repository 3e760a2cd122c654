//! The six areas that a new database begins with.

use super::{list::Area, store};
use crate::{
    db::{DbError, Tx},
    entropy,
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};

/// The five districts of Cambridgeshire and the unitary authority of Peterborough, by their codes
/// of the Office for National Statistics. The districts are those of the Local Government Act
/// 1972; Peterborough left the county council's area on 1 April 1998.
const AREAS: [(&str, &str, Date); 6] = [
    ("E07000008", "Cambridge", date(1974, 4, 1)),
    ("E07000009", "East Cambridgeshire", date(1974, 4, 1)),
    ("E07000010", "Fenland", date(1974, 4, 1)),
    ("E07000011", "Huntingdonshire", date(1974, 4, 1)),
    ("E07000012", "South Cambridgeshire", date(1974, 4, 1)),
    ("E06000031", "Peterborough", date(1998, 4, 1)),
];

/// Puts the six areas into a new database; those that are there stay.
pub(crate) fn seed_areas(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    for (code, name, valid_from) in AREAS {
        let area = Area { code: code.into(), name: name.into(), valid_from, valid_until: None };
        store::insert_area(tx, entropy::id(now), &area, now)?;
    }
    Ok(())
}
