//! What the engine tells about itself.

use crate::{
    db::{DbError, Engine, Tx},
    params,
};
use jiff::Timestamp;

pub(super) fn find_engine_version(tx: &mut Tx<'_>) -> Result<String, DbError> {
    let found = match tx.engine() {
        Engine::Sqlite => {
            tx.find("select sqlite_version() as version", params![], |row| row.get("version"))?
        }
        Engine::Postgres => {
            tx.find("select current_setting('server_version') as version", params![], |row| {
                row.get("version")
            })?
        }
    };
    Ok(found.unwrap_or_default())
}

pub(super) fn find_cipher(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    match tx.engine() {
        Engine::Sqlite => {
            tx.find("pragma cipher_version", params![], |row| row.get("cipher_version"))
        }
        Engine::Postgres => Ok(None),
    }
}

pub(super) fn count_entries(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    tx.count("select count(*) as count from ledger_entry", params![])
}

pub(super) fn count_unsealed(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    tx.count("select count(*) as count from ledger_unsealed", params![])
}

pub(super) fn find_newest_entry(tx: &mut Tx<'_>) -> Result<Option<Timestamp>, DbError> {
    tx.find("select made_at from ledger_entry order by entry_id desc limit 1", params![], |row| {
        row.get("made_at")
    })
}

/// Pages of the embedded file whose seal or order is broken; PostgreSQL has tools of its own
/// (`pg_amcheck`, checksums).
pub(super) fn list_page_faults(tx: &mut Tx<'_>) -> Result<Vec<String>, DbError> {
    if tx.engine() == Engine::Postgres {
        return Ok(Vec::new());
    }
    let mut faults = tx.list("pragma cipher_integrity_check", params![], |row| {
        row.get::<String>("cipher_integrity_check")
    })?;
    if !faults.is_empty() {
        // SQLite's own check would only stop at the first page whose seal is broken.
        return Ok(faults);
    }
    faults.extend(
        tx.list("pragma integrity_check", params![], |row| row.get::<String>("integrity_check"))?,
    );
    faults.retain(|fault| fault != "ok");
    Ok(faults)
}
