//! Keys: one master key outside the database opens everything else.
//!
//! ```text
//! master key (a file) ─┬─ key of the SQLite file
//!                      └─ wraps the rows of `secret`: keyed hashes, the ledger's signing key,
//!                         one key an agency ── wraps one key a record ── seals its fields
//! ```

mod bulk_open;
mod bulk_seal;
mod field;
mod keyring;
mod master;
mod rotate;
mod store;
mod wrap;

pub(crate) use self::bulk_open::BulkOpener;
pub use self::{
    bulk_seal::{BulkSealer, RowSealer},
    field::{FieldBroken, Place, erase_record, open_field, seal_field},
    keyring::{Keyring, KeyringBroken, SpoolKey, seed_keyring},
    master::{DatabaseKey, KeyFileRefused, MasterKey, MasterKeys},
    rotate::{rotate_agency_keys, rotate_master_key},
};
