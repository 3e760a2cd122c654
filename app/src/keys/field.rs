//! Fields sealed one by one, each bound to its table, column and row.

use super::{
    keyring::{Keyring, KeyringBroken, unwrap_secret},
    store, wrap,
};
use crate::{
    db::{DbError, Tx},
    entropy,
};
use domain::ids::AgencyId;
use jiff::Timestamp;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Where a sealed field lives. A cell copied to another place does not open there.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub table: &'static str,
    pub column: &'static str,
    pub row: Uuid,
}

/// A sealed field does not open.
#[derive(Debug, thiserror::Error)]
pub enum FieldBroken {
    /// Its record was erased.
    #[error("the field's record was erased")]
    Erased,
    /// The bytes were changed, or put here from another place.
    #[error("the field {table}.{column} was tampered with")]
    Tampered { table: &'static str, column: &'static str },
    #[error(transparent)]
    Keyring(#[from] KeyringBroken),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl Place {
    pub(super) fn aad(&self) -> Vec<u8> {
        format!("field|{}|{}|{}", self.table, self.column, self.row).into_bytes()
    }
}

pub(super) fn key_place(record: Uuid, secret: Uuid) -> Vec<u8> {
    format!("record_key|{record}|{secret}").into_bytes()
}

/// Seals `plain` for `place`, under the key of the row's own record, which `agency` owns.
///
/// # Errors
/// [`FieldBroken`], when the keys cannot be had.
pub fn seal_field(
    tx: &mut Tx<'_>,
    keyring: &Keyring,
    place: Place,
    agency: AgencyId,
    (plain, now): (&[u8], Timestamp),
) -> Result<Vec<u8>, FieldBroken> {
    let key = match find_key(tx, keyring, place.row)? {
        Some(key) => key,
        None => make_key(tx, keyring, place.row, agency, now)?,
    };
    Ok(wrap::seal(&key, &place.aad(), plain))
}

/// Opens what was sealed for `place`.
///
/// # Errors
/// [`FieldBroken`].
pub fn open_field(
    tx: &mut Tx<'_>,
    keyring: &Keyring,
    place: Place,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, FieldBroken> {
    let key = find_key(tx, keyring, place.row)?.ok_or(FieldBroken::Erased)?;
    wrap::open(&key, &place.aad(), sealed)
        .ok_or(FieldBroken::Tampered { table: place.table, column: place.column })
}

/// Deletes a record's key, and with it whatever a search finds a record of a person by, hashes of
/// its sealed fields among them: in one transaction, so that neither outlives the other. None of
/// its sealed fields opens ever again, and nobody finds it. It looks through every search key: for
/// one record, and not for a thousand.
///
/// # Errors
/// [`DbError`].
pub fn erase_record(tx: &mut Tx<'_>, record: Uuid) -> Result<bool, DbError> {
    store::delete_search_keys(tx, record)?;
    Ok(store::delete_record_key(tx, record)? == 1)
}

fn find_key(
    tx: &mut Tx<'_>,
    keyring: &Keyring,
    record: Uuid,
) -> Result<Option<Zeroizing<[u8; 32]>>, FieldBroken> {
    let Some((secret, wrapped)) = store::find_record_key(tx, record)? else { return Ok(None) };
    open_record_key(tx, keyring, record, secret, &wrapped).map(Some)
}

pub(super) fn open_record_key(
    tx: &mut Tx<'_>,
    keyring: &Keyring,
    record: Uuid,
    secret: Uuid,
    wrapped: &[u8],
) -> Result<Zeroizing<[u8; 32]>, FieldBroken> {
    let found = store::find_secret_by_id(tx, secret)?.ok_or(KeyringBroken::Missing("agency"))?;
    let agency_key = unwrap_secret(keyring.masters(), &found)?;
    wrap::open_key(&agency_key, &key_place(record, secret), wrapped)
        .ok_or(FieldBroken::Tampered { table: "record_key", column: "wrapped" })
}

fn make_key(
    tx: &mut Tx<'_>,
    keyring: &Keyring,
    record: Uuid,
    agency: AgencyId,
    now: Timestamp,
) -> Result<Zeroizing<[u8; 32]>, FieldBroken> {
    let key = Zeroizing::new(entropy::bytes::<32>());
    let (secret, agency_key) = keyring.agency_key(tx, agency, now)?;
    let wrapped = wrap::seal(&agency_key, &key_place(record, secret), key.as_slice());
    if store::insert_record_key(tx, record, secret, wrapped, now)? {
        return Ok(key);
    }
    // Another server made it at the same moment.
    find_key(tx, keyring, record)?.ok_or(FieldBroken::Erased)
}

pub(super) fn rewrap_record_key(
    tx: &mut Tx<'_>,
    keyring: &Keyring,
    record: Uuid,
    (key, agency): (&[u8; 32], AgencyId),
    now: Timestamp,
) -> Result<(), FieldBroken> {
    let (secret, agency_key) = keyring.agency_key(tx, agency, now)?;
    let wrapped = wrap::seal(&agency_key, &key_place(record, secret), key);
    Ok(store::update_record_key(tx, record, secret, wrapped)?)
}
