//! Rows of `secret` and `record_key`.

use crate::{
    db::{DbError, Row, Tx},
    params,
};
use domain::ids::AgencyId;
use jiff::Timestamp;
use uuid::Uuid;

pub(super) struct Secret {
    pub id: Uuid,
    pub kind: String,
    pub agency: Option<AgencyId>,
    pub wrapped: Vec<u8>,
    pub master: Vec<u8>,
}

fn secret(row: &Row<'_>) -> Result<Secret, DbError> {
    Ok(Secret {
        id: row.get("secret_id")?,
        kind: row.get("kind")?,
        agency: row.get("agency_id")?,
        wrapped: row.get("wrapped")?,
        master: row.get("master")?,
    })
}

/// Whether it is new: two servers that need an agency's first key at once get one between them.
pub(super) fn insert_secret(
    tx: &mut Tx<'_>,
    new: &Secret,
    now: Timestamp,
) -> Result<bool, DbError> {
    let inserted = tx.execute(
        "insert into secret (secret_id, kind, agency_id, wrapped, master, made_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (kind, agency_id) where retired_at is null do nothing",
        params![new.id, &new.kind, new.agency, new.wrapped.clone(), new.master.clone(), now],
    )?;
    Ok(inserted == 1)
}

pub(super) fn find_secret(tx: &mut Tx<'_>, kind: &str) -> Result<Option<Secret>, DbError> {
    tx.find(
        "select secret_id, kind, agency_id, wrapped, master from secret
         where kind = $1 and agency_id is null and retired_at is null",
        params![kind],
        secret,
    )
}

pub(super) fn find_agency_secret(
    tx: &mut Tx<'_>,
    agency: AgencyId,
) -> Result<Option<Secret>, DbError> {
    tx.find(
        "select secret_id, kind, agency_id, wrapped, master from secret
         where kind = 'agency' and agency_id = $1 and retired_at is null",
        params![agency],
        secret,
    )
}

pub(super) fn find_secret_by_id(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Secret>, DbError> {
    tx.find(
        "select secret_id, kind, agency_id, wrapped, master from secret where secret_id = $1",
        params![id],
        secret,
    )
}

pub(super) fn list_secrets(tx: &mut Tx<'_>) -> Result<Vec<Secret>, DbError> {
    tx.list(
        "select secret_id, kind, agency_id, wrapped, master from secret order by secret_id",
        params![],
        secret,
    )
}

pub(super) fn update_wrapping(tx: &mut Tx<'_>, secret: &Secret) -> Result<(), DbError> {
    tx.execute(
        "update secret set wrapped = $2, master = $3 where secret_id = $1",
        params![secret.id, secret.wrapped.clone(), secret.master.clone()],
    )?;
    Ok(())
}

pub(super) fn update_retired(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<(), DbError> {
    tx.execute("update secret set retired_at = $2 where secret_id = $1", params![id, now])?;
    Ok(())
}

pub(super) fn find_record_key(
    tx: &mut Tx<'_>,
    record: Uuid,
) -> Result<Option<(Uuid, Vec<u8>)>, DbError> {
    tx.find(
        "select secret_id, wrapped from record_key where record_id = $1",
        params![record],
        |row| Ok((row.get("secret_id")?, row.get("wrapped")?)),
    )
}

/// Whether it is new.
pub(super) fn insert_record_key(
    tx: &mut Tx<'_>,
    record: Uuid,
    secret: Uuid,
    wrapped: Vec<u8>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let inserted = tx.execute(
        "insert into record_key (record_id, secret_id, wrapped, made_at) values ($1, $2, $3, $4)
         on conflict (record_id) do nothing",
        params![record, secret, wrapped, now],
    )?;
    Ok(inserted == 1)
}

pub(super) fn list_record_keys(
    tx: &mut Tx<'_>,
    secret: Uuid,
    most: i64,
) -> Result<Vec<(Uuid, Vec<u8>)>, DbError> {
    tx.list(
        "select record_id, wrapped from record_key where secret_id = $1 limit $2",
        params![secret, most],
        |row| Ok((row.get("record_id")?, row.get("wrapped")?)),
    )
}

pub(super) fn update_record_key(
    tx: &mut Tx<'_>,
    record: Uuid,
    secret: Uuid,
    wrapped: Vec<u8>,
) -> Result<(), DbError> {
    tx.execute(
        "update record_key set secret_id = $2, wrapped = $3 where record_id = $1",
        params![record, secret, wrapped],
    )?;
    Ok(())
}

/// A record's key gone is its sealed fields gone: erasure.
pub(super) fn delete_record_key(tx: &mut Tx<'_>, record: Uuid) -> Result<u64, DbError> {
    tx.execute("delete from record_key where record_id = $1", params![record])
}

/// Written for whichever agency and by whichever rule: no key is computed anew to be found.
pub(super) fn delete_search_keys(tx: &mut Tx<'_>, record: Uuid) -> Result<u64, DbError> {
    tx.execute("delete from person_key where record_id = $1", params![record])
}

pub(super) fn list_agency_secrets(tx: &mut Tx<'_>, retired: bool) -> Result<Vec<Secret>, DbError> {
    tx.list(
        "select secret_id, kind, agency_id, wrapped, master from secret
         where kind = 'agency' and (retired_at is not null) = $1 order by secret_id",
        params![retired],
        secret,
    )
}
