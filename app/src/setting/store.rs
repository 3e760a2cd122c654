//! The few values that are one for the whole database: the store of `setting` and the epoch.

use crate::{
    db::{DbError, Tx},
    params,
};
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) fn find_ledger_id(tx: &mut Tx<'_>) -> Result<Option<Uuid>, DbError> {
    let found = find(tx, "ledger_id")?;
    Ok(found.and_then(|value| value.as_str().and_then(|text| text.parse().ok())))
}

pub(crate) fn find_demo(tx: &mut Tx<'_>) -> Result<bool, DbError> {
    Ok(find(tx, "demo")?.is_some_and(|value| value == json!(true)))
}

pub(crate) fn insert(tx: &mut Tx<'_>, name: &str, value: Value) -> Result<bool, DbError> {
    let inserted = tx.execute(
        "insert into setting (name, value) values ($1, $2) on conflict (name) do nothing",
        params![name, value],
    )?;
    Ok(inserted == 1)
}

fn find(tx: &mut Tx<'_>, name: &str) -> Result<Option<Value>, DbError> {
    tx.find("select value from setting where name = $1", params![name], |row| row.get("value"))
}

/// The policy epoch, counted up by every change of who may see what.
///
/// # Errors
/// [`DbError`].
pub(crate) fn find_epoch(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    tx.count("select epoch as count from policy_epoch", params![])
}

pub(crate) fn update_epoch(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    tx.count("update policy_epoch set epoch = epoch + 1 returning epoch as count", params![])
}
