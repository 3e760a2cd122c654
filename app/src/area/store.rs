//! Rows of `area` and `area_postcode`.

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

/// The code and name of every area, whenever it is in force: files tell of other years.
pub(crate) fn list_names(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>, DbError> {
    tx.list(
        "select code, name from area where superseded_at is null order by name, code",
        params![],
        |row| Ok((row.get("code")?, row.get("name")?)),
    )
}

pub(super) fn upsert_postcode(
    tx: &mut Tx<'_>,
    postcode: &str,
    area_code: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "insert into area_postcode (postcode, area_code, recorded_at) values ($1, $2, $3)
         on conflict (postcode) do update
         set area_code = excluded.area_code, recorded_at = excluded.recorded_at",
        params![postcode, area_code, now],
    )?;
    Ok(())
}

/// The code of the area that a postcode such as `CB1 2AB` lies in.
pub(crate) fn find_area_of_postcode(
    tx: &mut Tx<'_>,
    postcode: &str,
) -> Result<Option<String>, DbError> {
    tx.find("select area_code from area_postcode where postcode = $1", params![postcode], |row| {
        row.get("area_code")
    })
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
