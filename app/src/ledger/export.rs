//! The whole ledger as a file that anyone with the public key can verify, offline.

use super::{
    seal::seal_entries,
    store::{self, Sealed},
};
use crate::{
    app::App,
    ctx::{About, Record, Visitor},
    error::Error,
};
use domain::{
    ledger::{
        Hash, LineBroken, Salt, SignedCheckpoint, decode,
        export::{checkpoint_line as last_line, entry_line, erased_line, header_line},
    },
    policy::{Permission, Subject},
};
use std::io::{self, Write};

const PAGE: i64 = 1_000;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    pub entries: i64,
}

/// The export was not made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    App(#[from] Error),
    #[error("the ledger's file cannot be written: {0}")]
    Write(#[from] io::Error),
    #[error("entry {seq} in the database is no entry any more: {why}")]
    Entry { seq: i64, why: LineBroken },
}

impl From<crate::db::DbError> for ExportError {
    fn from(error: crate::db::DbError) -> Self {
        ExportError::App(error.into())
    }
}

/// That the export was permitted and recorded: what [`Opened::write`] then writes.
pub struct Opened {
    app: App,
    head: SignedCheckpoint,
}

/// Permits and records an export of everything up to now.
///
/// # Errors
/// [`Error::Denied`] and whatever the ledger says.
pub fn export_ledger(app: &App, visitor: &Visitor) -> Result<Opened, Error> {
    app.change(visitor, |ctx| {
        let basis = ctx.permit(Permission::ExportLedger, Subject::System)?;
        ctx.record(Record::Changed { basis: &basis, about: About::SYSTEM })
    })?;
    seal_entries(app)?;
    Ok(Opened { app: app.clone(), head: find_head(app)? })
}

fn find_head(app: &App) -> Result<SignedCheckpoint, Error> {
    let head = app.db().read(|tx| Ok::<_, Error>(store::find_head(tx)?))?;
    let head = head.ok_or_else(|| Error::Broken("the ledger has no checkpoint".into()))?;
    SignedCheckpoint::decode(&head.line).map_err(|error| Error::Broken(error.to_string()))
}

/// The newest checkpoint as one line, for a partner agency to keep. It holds no entry and no
/// name, only a size and a hash, so it asks no permission.
///
/// # Errors
/// [`Error::Broken`] when there is none.
pub fn checkpoint_line(app: &App) -> Result<String, Error> {
    seal_entries(app)?;
    Ok(find_head(app)?.encode())
}

/// The key that verifies the checkpoints, in hex.
#[must_use]
pub fn public_key(app: &App) -> String {
    hex::encode(app.keyring().signing().verifying_key().as_bytes())
}

impl Opened {
    /// Writes the file, a page of entries at a time.
    ///
    /// # Errors
    /// [`ExportError`]; the file is then unfinished and does not verify.
    pub fn write(&self, out: &mut impl Write) -> Result<Exported, ExportError> {
        let until = i64::try_from(self.head.claim().size).unwrap_or(i64::MAX);
        out.write_all(header_line(self.app.ledger_id()).as_bytes())?;
        let mut next = 0;
        while next < until {
            let page = self
                .app
                .db()
                .read(|tx| Ok::<_, ExportError>(store::list_sealed(tx, next, until, PAGE)?))?;
            if page.is_empty() {
                break;
            }
            for sealed in &page {
                out.write_all(line_of(sealed)?.as_bytes())?;
                next = sealed.seq + 1;
            }
        }
        out.write_all(last_line(&self.head).as_bytes())?;
        out.flush()?;
        Ok(Exported { entries: next })
    }
}

fn line_of(sealed: &Sealed) -> Result<String, ExportError> {
    let (seq, leaf) = (sealed.seq.unsigned_abs(), Hash(sealed.leaf));
    match (&sealed.salt, &sealed.line) {
        (Some(salt), Some(line)) => {
            let entry = decode(line).map_err(|why| ExportError::Entry { seq: sealed.seq, why })?;
            Ok(entry_line(seq, &Salt(*salt), &leaf, &entry))
        }
        (None, _) | (_, None) => Ok(erased_line(seq, &leaf)),
    }
}
