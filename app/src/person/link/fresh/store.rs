//! Rows of `fresh_source`.

use crate::{
    db::{DbError, Tx},
    params,
};
use domain::ids::RecordId;
use uuid::Uuid;

/// Incidents and referrals to which linking is owed.
pub(super) fn count_due(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    tx.count("select count(*) as count from fact_due", params![])
}

/// Records that are somebody's.
pub(super) fn count_members(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    tx.count("select count(*) as count from membership where superseded_at is null", params![])
}

/// The records of incidents and referrals to which linking is owed and of which it knows nothing:
/// none of their records is anybody's, and none took the place of another.
pub(super) fn list_first_told(tx: &mut Tx<'_>) -> Result<Vec<(Uuid, RecordId)>, DbError> {
    tx.list(
        "select r.source_id, r.record_id from fact_due d
         join person_record r on r.source_id = d.source_id and r.superseded_at is null
         where not exists (select 1 from person_record o
                           where o.source_id = d.source_id and o.superseded_at is not null)
               and not exists (select 1 from person_record n
                               join membership m on m.record_id = n.record_id
                                    and m.superseded_at is null
                               where n.source_id = d.source_id and n.superseded_at is null)",
        params![],
        |row| Ok((row.get("source_id")?, row.get("record_id")?)),
    )
}

pub(super) fn insert(tx: &mut Tx<'_>, source: Uuid) -> Result<(), DbError> {
    tx.execute("insert into fresh_source (source_id) values ($1)", params![source])?;
    Ok(())
}

/// The records of all of them.
pub(super) fn list_records(tx: &mut Tx<'_>) -> Result<Vec<RecordId>, DbError> {
    tx.list(
        "select r.record_id from fresh_source f
         join person_record r on r.source_id = f.source_id and r.superseded_at is null",
        params![],
        |row| row.get("record_id"),
    )
}

pub(super) fn delete_all(tx: &mut Tx<'_>) -> Result<(), DbError> {
    tx.execute("delete from fresh_source", params![])?;
    Ok(())
}
