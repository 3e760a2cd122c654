//! Many sealed fields opened at once: each agency's key is unwrapped once, each record's once.

use super::{
    field::{FieldBroken, Place, key_place},
    keyring::{Keyring, KeyringBroken, unwrap_secret},
    store, wrap,
};
use crate::db::Tx;
use std::collections::HashMap;
use uuid::Uuid;
use zeroize::Zeroizing;

/// The agencies' keys, opened. Whoever holds it needs no statement a record, and may open on
/// several threads.
pub(crate) struct BulkOpener(HashMap<Uuid, Zeroizing<[u8; 32]>>);

/// The key of one record, opened.
pub(crate) struct RecordKey(Zeroizing<[u8; 32]>);

impl BulkOpener {
    /// Unwraps every agency's keys, those in use and those that a rotation has not emptied yet.
    ///
    /// # Errors
    /// [`FieldBroken`].
    pub(crate) fn new(tx: &mut Tx<'_>, keyring: &Keyring) -> Result<BulkOpener, FieldBroken> {
        let mut keys = HashMap::new();
        for is_retired in [false, true] {
            for secret in store::list_agency_secrets(tx, is_retired)? {
                keys.insert(secret.id, unwrap_secret(keyring.masters(), &secret)?);
            }
        }
        Ok(BulkOpener(keys))
    }

    /// Opens the key of `record`, which `secret` wraps.
    ///
    /// # Errors
    /// [`FieldBroken::Tampered`], and [`FieldBroken::Keyring`] when the agency's key is missing.
    pub(crate) fn record_key(
        &self,
        record: Uuid,
        (secret, wrapped): (Uuid, &[u8]),
    ) -> Result<RecordKey, FieldBroken> {
        let agency = self.0.get(&secret).ok_or(KeyringBroken::Missing("agency"))?;
        wrap::open_key(agency, &key_place(record, secret), wrapped)
            .map(RecordKey)
            .ok_or(FieldBroken::Tampered { table: "record_key", column: "wrapped" })
    }
}

impl RecordKey {
    /// Opens what was sealed for `place`, as text.
    ///
    /// # Errors
    /// [`FieldBroken::Tampered`].
    pub(crate) fn open(&self, place: Place, sealed: &[u8]) -> Result<String, FieldBroken> {
        let broken = FieldBroken::Tampered { table: place.table, column: place.column };
        wrap::open(&self.0, &place.aad(), sealed)
            .and_then(|plain| String::from_utf8(plain.to_vec()).ok())
            .ok_or(broken)
    }
}
