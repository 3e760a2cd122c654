//! The keys that a running Wicken holds: the master key and what it opened.

use super::{
    MasterKeys,
    store::{self, Secret},
    wrap,
};
use crate::{
    db::{DbError, Tx},
    entropy,
};
use domain::ids::AgencyId;
use ed25519_dalek::SigningKey;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use sha2::Sha256;
use zeroize::Zeroizing;

/// The keys of one database, opened.
pub struct Keyring {
    masters: MasterKeys,
    hash: Zeroizing<[u8; 32]>,
    signing: SigningKey,
}

/// The keys in the database do not open.
#[derive(Debug, thiserror::Error)]
pub enum KeyringBroken {
    #[error(
        "the key does not open this database. Give the right one with --key-file or WICKEN_KEY_FILE"
    )]
    WrongKey,
    #[error("the key named {0} is missing from the database: restore it from a backup")]
    Missing(&'static str),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Puts the keys of a new database into it, unless they are there.
///
/// # Errors
/// [`KeyringBroken::Db`].
pub fn seed_keyring(
    tx: &mut Tx<'_>,
    masters: &MasterKeys,
    now: Timestamp,
) -> Result<(), KeyringBroken> {
    for kind in ["hash", "ledger"] {
        if store::find_secret(tx, kind)?.is_none() {
            insert(tx, masters, kind, None, now)?;
        }
    }
    Ok(())
}

fn insert(
    tx: &mut Tx<'_>,
    masters: &MasterKeys,
    kind: &str,
    agency: Option<AgencyId>,
    now: Timestamp,
) -> Result<(), DbError> {
    let id = entropy::id(now);
    let key = Zeroizing::new(entropy::bytes::<32>());
    let mut new =
        Secret { id, kind: kind.to_owned(), agency, wrapped: Vec::new(), master: Vec::new() };
    wrap_secret(masters, &mut new, &key);
    store::insert_secret(tx, &new, now).map(drop)
}

fn place(secret: &Secret) -> Vec<u8> {
    format!("secret|{}|{}", secret.kind, secret.id).into_bytes()
}

/// Wraps `key` under the newest master key.
pub(super) fn wrap_secret(masters: &MasterKeys, secret: &mut Secret, key: &[u8; 32]) {
    let master = masters.newest();
    secret.wrapped = wrap::seal(&master.derive("wicken secrets 1"), &place(secret), key);
    secret.master = master.id().to_vec();
}

/// Opens a row of `secret` with whichever master key wrapped it.
pub(super) fn unwrap_secret(
    masters: &MasterKeys,
    secret: &Secret,
) -> Result<Zeroizing<[u8; 32]>, KeyringBroken> {
    masters
        .all()
        .find(|master| master.id().as_slice() == secret.master)
        .and_then(|master| {
            wrap::open_key(&master.derive("wicken secrets 1"), &place(secret), &secret.wrapped)
        })
        .ok_or(KeyringBroken::WrongKey)
}

impl Keyring {
    /// Opens the keys of a database.
    ///
    /// # Errors
    /// [`KeyringBroken`].
    pub fn open(tx: &mut Tx<'_>, masters: &MasterKeys) -> Result<Keyring, KeyringBroken> {
        let mut key = |kind: &'static str| {
            let found = store::find_secret(tx, kind)?.ok_or(KeyringBroken::Missing(kind))?;
            unwrap_secret(masters, &found)
        };
        let hash = key("hash")?;
        let signing = SigningKey::from_bytes(&*key("ledger")?);
        Ok(Keyring { masters: masters.clone(), hash, signing })
    }

    /// A hash that nobody without the key can compute or reverse by trying: for what is searched
    /// but secret. `purpose` keeps the hashes of different things apart.
    #[must_use]
    pub fn hash(&self, purpose: &str, text: &[u8]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.hash.as_slice())
            .expect("HMAC takes a key of any length");
        mac.update(purpose.as_bytes());
        mac.update(b"\0");
        mac.update(text);
        mac.finalize().into_bytes().into()
    }

    /// The key that signs the ledger's checkpoints.
    #[must_use]
    pub fn signing(&self) -> &SigningKey {
        &self.signing
    }

    pub(super) fn masters(&self) -> &MasterKeys {
        &self.masters
    }

    /// The agency's key; made on first use.
    pub(super) fn agency_key(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        now: Timestamp,
    ) -> Result<(uuid::Uuid, Zeroizing<[u8; 32]>), KeyringBroken> {
        let found = match store::find_agency_secret(tx, agency)? {
            Some(found) => found,
            None => {
                insert(tx, &self.masters, "agency", Some(agency), now)?;
                store::find_agency_secret(tx, agency)?.ok_or(KeyringBroken::Missing("agency"))?
            }
        };
        Ok((found.id, unwrap_secret(&self.masters, &found)?))
    }

    /// A new key for an agency, beside the one that is being retired.
    pub(super) fn renew_agency_key(
        &self,
        tx: &mut Tx<'_>,
        agency: AgencyId,
        now: Timestamp,
    ) -> Result<(), KeyringBroken> {
        insert(tx, &self.masters, "agency", Some(agency), now)?;
        Ok(())
    }
}

/// Seals what waits in the ledger's spool.
pub struct SpoolKey(Zeroizing<[u8; 32]>);

impl Keyring {
    #[must_use]
    pub fn spool_key(&self) -> SpoolKey {
        SpoolKey(Zeroizing::new(self.hash("spool key", b"")))
    }
}

impl SpoolKey {
    pub(crate) fn seal(&self, plain: &[u8]) -> Vec<u8> {
        wrap::seal(&self.0, b"spool", plain)
    }

    pub(crate) fn open(&self, sealed: &[u8]) -> Option<String> {
        let plain = wrap::open(&self.0, b"spool", sealed)?;
        String::from_utf8(plain.to_vec()).ok()
    }
}
