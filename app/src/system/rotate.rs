//! `wicken key rotate`: a new master key, and with it new keys for everything below it.
//!
//! Each step is whole, and the key file tells how far it came: while it holds two keys, running
//! the rotation again goes on.

use crate::{
    app::{App, Config},
    ctx::{About, Record, Visitor},
    db::{DatabaseUrl, OpenError, ServeLock, rekey},
    error::{Error, StartError},
    keys::{
        FieldBroken, KeyFileRefused, KeyringBroken, MasterKey, MasterKeys, rotate_agency_keys,
        rotate_master_key,
    },
};
use domain::policy::{Permission, Subject};
use std::path::Path;

/// How much was brought over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotated {
    pub secrets: usize,
    pub records: usize,
}

/// The rotation stopped; run it again.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    App(#[from] Error),
    #[error(transparent)]
    KeyFile(#[from] KeyFileRefused),
    #[error(transparent)]
    Keyring(#[from] KeyringBroken),
    #[error(transparent)]
    Field(#[from] FieldBroken),
}

impl From<OpenError> for RotateError {
    fn from(error: OpenError) -> Self {
        RotateError::Start(error.into())
    }
}

/// Rotates every key. No server may be running on an embedded database meanwhile.
///
/// # Errors
/// [`RotateError`].
pub fn rotate_keys(
    config: &Config,
    visitor: &Visitor,
    key_file: &Path,
) -> Result<Rotated, RotateError> {
    let _lock = match &config.url {
        DatabaseUrl::Sqlite(path) => Some(ServeLock::take(path)?),
        DatabaseUrl::Postgres(_) => None,
    };
    permit(config, visitor)?;
    let keys = begin(&config.keys, key_file)?;
    if let DatabaseUrl::Sqlite(path) = &config.url {
        let known: Vec<_> = keys.all().map(MasterKey::database_key).collect();
        rekey(path, &known, &keys.newest().database_key())?;
    }
    let app = App::open(Config { keys: keys.clone(), ..config.clone() })?;
    let secrets = rotate_master_key(app.db(), &keys)?;
    let records = rotate_agency_keys(app.db(), &app.keyring(), app.clock().now())?;
    MasterKeys::new(keys.newest().clone()).replace(key_file)?;
    Ok(Rotated { secrets, records })
}

fn permit(config: &Config, visitor: &Visitor) -> Result<(), RotateError> {
    let app = App::open(config.clone())?;
    app.change(visitor, |ctx| {
        let basis = ctx.permit(Permission::RotateKeys, Subject::System)?;
        ctx.record(Record::Changed { basis: &basis, about: About::SYSTEM })
    })?;
    Ok(())
}

/// The keys of a rotation: those of the file, if one is under way, else a new one before them.
fn begin(keys: &MasterKeys, key_file: &Path) -> Result<MasterKeys, KeyFileRefused> {
    if 1 < keys.all().count() {
        return Ok(keys.clone());
    }
    let both = keys.with_newer(MasterKey::generate());
    both.replace(key_file)?;
    Ok(both)
}
