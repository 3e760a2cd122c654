//! New keys for old, in steps that a kill cannot break: each step is whole, and running the
//! rotation again goes on where it stopped.

use super::{
    MasterKeys,
    field::{FieldBroken, open_record_key, rewrap_record_key},
    keyring::{Keyring, KeyringBroken, unwrap_secret, wrap_secret},
    store,
};
use crate::db::{Database, DbError};
use jiff::Timestamp;
use std::sync::Arc;

/// Record keys brought over in one transaction: some ten milliseconds of the writer.
const BATCH: i64 = 200;

/// Brings every wrapped key of the database over to the newest master key; how many there were.
/// The SQLite file itself is re-keyed by `App::rotate_keys`, before this.
///
/// # Errors
/// [`KeyringBroken`]; then nothing was changed.
pub fn rotate_master_key(db: &Database, masters: &MasterKeys) -> Result<usize, KeyringBroken> {
    let masters = masters.clone();
    db.write(move |tx| {
        let newest = masters.newest().id();
        let mut rotated = 0;
        for mut secret in store::list_secrets(tx)? {
            if secret.master == newest {
                continue;
            }
            let key = unwrap_secret(&masters, &secret)?;
            wrap_secret(&masters, &mut secret, &key);
            store::update_wrapping(tx, &secret)?;
            rotated += 1;
        }
        Ok(rotated)
    })
}

/// Gives every agency a new key, and brings the keys of its records over to it, in batches beside
/// whatever else goes on; how many records there were.
///
/// # Errors
/// [`FieldBroken`]; what was brought over stays so.
pub fn rotate_agency_keys(
    db: &Database,
    keyring: &Arc<Keyring>,
    now: Timestamp,
) -> Result<usize, FieldBroken> {
    let mine = Arc::clone(keyring);
    db.write(move |tx| {
        for secret in store::list_agency_secrets(tx, false)? {
            store::update_retired(tx, secret.id, now)?;
            if let Some(agency) = secret.agency {
                mine.renew_agency_key(tx, agency, now)?;
            }
        }
        Ok::<_, FieldBroken>(())
    })?;
    let mut rotated = 0;
    loop {
        let mine = Arc::clone(keyring);
        let step = db.write(move |tx| {
            for secret in store::list_agency_secrets(tx, true)? {
                let Some(agency) = secret.agency else { continue };
                let records = store::list_record_keys(tx, secret.id, BATCH)?;
                for (record, wrapped) in &records {
                    let key = open_record_key(tx, &mine, *record, secret.id, wrapped)?;
                    rewrap_record_key(tx, &mine, *record, (&key, agency), now)?;
                }
                if !records.is_empty() {
                    return Ok::<_, FieldBroken>(records.len());
                }
            }
            Ok(0)
        })?;
        if step == 0 {
            return Ok(rotated);
        }
        rotated += step;
    }
}

impl From<FieldBroken> for DbError {
    fn from(error: FieldBroken) -> Self {
        match error {
            FieldBroken::Db(error) | FieldBroken::Keyring(KeyringBroken::Db(error)) => error,
            FieldBroken::Erased | FieldBroken::Tampered { .. } | FieldBroken::Keyring(_) => {
                DbError::Panicked(error.to_string())
            }
        }
    }
}
