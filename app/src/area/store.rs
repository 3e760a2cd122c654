//! Rows of `area`.

use super::list::Area;
use crate::{
    db::{DbError, Tx},
    params,
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

pub(super) fn insert_area(
    tx: &mut Tx<'_>,
    id: Uuid,
    area: &Area,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "insert into area (area_id, code, name, valid_from, valid_until, recorded_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (code, valid_from) where superseded_at is null do nothing",
        params![id, &area.code, &area.name, area.valid_from, area.valid_until, now],
    )?;
    Ok(())
}

pub(super) fn list_in_force(tx: &mut Tx<'_>, on: Date) -> Result<Vec<Area>, DbError> {
    tx.list(
        "select code, name, valid_from, valid_until from area
         where superseded_at is null and valid_from <= $1
           and (valid_until is null or $1 < valid_until)
         order by name",
        params![on],
        |row| {
            Ok(Area {
                code: row.get("code")?,
                name: row.get("name")?,
                valid_from: row.get("valid_from")?,
                valid_until: row.get("valid_until")?,
            })
        },
    )
}
