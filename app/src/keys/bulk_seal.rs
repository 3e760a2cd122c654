//! Sealing many new rows of one agency: its key is opened once, and each row's key is written once.

use super::{
    field::{FieldBroken, Place, key_place},
    keyring::Keyring,
    store, wrap,
};
use crate::{db::Tx, entropy};
use domain::ids::AgencyId;
use jiff::Timestamp;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Seals new rows for one agency within one transaction.
pub struct BulkSealer {
    secret: Uuid,
    agency_key: Zeroizing<[u8; 32]>,
    now: Timestamp,
}

/// The key of one new row.
pub struct RowSealer {
    key: Zeroizing<[u8; 32]>,
    table: &'static str,
    row: Uuid,
}

impl BulkSealer {
    /// Opens the agency's key, which is made on first use.
    ///
    /// # Errors
    /// [`FieldBroken`], when the keys cannot be had.
    pub fn open(
        tx: &mut Tx<'_>,
        keyring: &Keyring,
        agency: AgencyId,
        now: Timestamp,
    ) -> Result<BulkSealer, FieldBroken> {
        let (secret, agency_key) = keyring.agency_key(tx, agency, now)?;
        Ok(BulkSealer { secret, agency_key, now })
    }

    /// A key of its own for a row that is new. A row that has one is sealed field by field, with
    /// [`super::seal_field`].
    ///
    /// # Errors
    /// [`FieldBroken::Erased`] when the row has a key: it was no new one.
    pub fn new_row(
        &self,
        tx: &mut Tx<'_>,
        table: &'static str,
        row: Uuid,
    ) -> Result<RowSealer, FieldBroken> {
        let key = Zeroizing::new(entropy::bytes::<32>());
        let place = key_place(row, self.secret);
        let wrapped = wrap::seal(&self.agency_key, &place, key.as_slice());
        if !store::insert_record_key(tx, row, self.secret, wrapped, self.now)? {
            return Err(FieldBroken::Erased);
        }
        Ok(RowSealer { key, table, row })
    }
}

impl RowSealer {
    /// `plain` sealed for this row's `column`; [`super::open_field`] opens it.
    #[must_use]
    pub fn seal(&self, column: &'static str, plain: &[u8]) -> Vec<u8> {
        let place = Place { table: self.table, column, row: self.row };
        wrap::seal(&self.key, &place.aad(), plain)
    }
}
