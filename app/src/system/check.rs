//! `wicken check`: is everything as it should be?

use super::store;
use crate::{
    app::App,
    ctx::{About, Ctx, Record, Visitor},
    db::{refuse_if_others_can_read, with_suffix},
    error::Error,
    ledger::{ExportError, export_ledger},
};
use domain::{
    ledger::Verifier,
    policy::{Permission, Subject},
};
use serde::Serialize;
use std::io::{self, Write};

/// Below this the next hours of a MARAC day may not fit (WAL, imports, backups).
const FREE_MIB_LEAST: u64 = 512;
/// A ledger that is sealed every second has few entries waiting.
const UNSEALED_MOST: i64 = 5_000;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    pub name: &'static str,
    pub is_well: bool,
    /// What was found and, where it is not well, the mend.
    pub words: String,
}

impl Check {
    fn new(name: &'static str, is_well: bool, words: impl Into<String>) -> Check {
        Check { name, is_well, words: words.into() }
    }
}

/// Looks at everything, the whole ledger and every page of the file too: minutes on a large one.
///
/// # Errors
/// [`Error::Denied`]; what is not well is in the answer.
pub fn check_system(app: &App, visitor: &Visitor) -> Result<Vec<Check>, Error> {
    let mut checks = Vec::new();
    let done = app.read(visitor, |ctx| {
        let basis = ctx.permit(Permission::CheckSystem, Subject::System)?;
        checks.push(check_pages(ctx)?);
        if checks[0].is_well {
            checks.extend(quick_checks(ctx)?);
        }
        ctx.record(Record::Read { basis: &basis, about: About::SYSTEM, classes: &["system"] })
    });
    match (done, checks.first()) {
        (Ok(()), Some(pages)) if pages.is_well => checks.push(check_ledger(app, visitor)),
        (Ok(()), _) => {}
        // Whoever may ask must hear that the file is damaged, also where the damage is so that the
        // look cannot be recorded: there is nothing about a person in the answer.
        (Err(Error::LedgerUnavailable), Some(pages)) if !pages.is_well => {}
        (Err(error), _) => return Err(error),
    }
    Ok(checks)
}

/// What can be looked at in some milliseconds.
pub(super) fn quick_checks(ctx: &mut Ctx<'_>) -> Result<Vec<Check>, Error> {
    let mut checks = vec![check_cipher(ctx)?, check_rights(ctx), check_disk(ctx)];
    checks.push(check_clock(ctx)?);
    let unsealed = store::count_unsealed(&mut ctx.tx)?;
    checks.push(Check::new(
        "ledger sealing",
        unsealed <= UNSEALED_MOST,
        format!("{unsealed} entries wait to be sealed; `wicken serve` seals within a second"),
    ));
    Ok(checks)
}

fn check_cipher(ctx: &mut Ctx<'_>) -> Result<Check, Error> {
    let words = match store::find_cipher(&mut ctx.tx)? {
        Some(cipher) => format!("the file is encrypted with SQLCipher {cipher}"),
        None => {
            "PostgreSQL: fields are sealed by Wicken, the disk is its owner's to encrypt".into()
        }
    };
    // A file without a cipher does not open at all: see `db::sqlite`.
    Ok(Check::new("encryption", true, words))
}

fn check_rights(ctx: &Ctx<'_>) -> Check {
    let Some(path) = ctx.app().db().path() else {
        return Check::new("file rights", true, "no file: the database is a server");
    };
    let parts = ["", "-wal", "-shm", ".key"].map(|part| with_suffix(path, part));
    let broken = parts
        .iter()
        .filter(|path| path.exists())
        .find_map(|path| refuse_if_others_can_read(path).err());
    match broken {
        None => Check::new("file rights", true, "only the owner can read the files"),
        Some(error) => Check::new("file rights", false, error.to_string()),
    }
}

fn check_disk(ctx: &Ctx<'_>) -> Check {
    let Some(folder) = ctx.app().db().path().and_then(|path| path.parent()) else {
        return Check::new("free disk", true, "no file: the database is a server");
    };
    let folder = if folder.as_os_str().is_empty() { ".".as_ref() } else { folder };
    match rustix::fs::statvfs(folder) {
        Err(error) => Check::new("free disk", false, format!("cannot be asked: {error}")),
        Ok(found) => {
            let mib = found.f_bavail.saturating_mul(found.f_frsize) >> 20;
            let words = format!("{mib} MiB free; Wicken wants {FREE_MIB_LEAST} or more");
            Check::new("free disk", FREE_MIB_LEAST <= mib, words)
        }
    }
}

/// A clock behind the newest entry was set back, or the box woke up without its battery.
fn check_clock(ctx: &mut Ctx<'_>) -> Result<Check, Error> {
    let newest = store::find_newest_entry(&mut ctx.tx)?;
    let now = ctx.now();
    let is_well = newest.is_none_or(|newest| newest <= now);
    let words = match newest {
        Some(newest) if !is_well => {
            format!("the clock says {now}, but the ledger has an entry of {newest}: set the clock")
        }
        _ => format!("the clock says {now}"),
    };
    Ok(Check::new("clock", is_well, words))
}

fn check_pages(ctx: &mut Ctx<'_>) -> Result<Check, Error> {
    let faults = store::list_page_faults(&mut ctx.tx)?;
    let words = match faults.first() {
        None => "every page is whole".to_owned(),
        Some(fault) => format!("{} faults, the first: {fault}. Restore a backup", faults.len()),
    };
    Ok(Check::new("integrity", faults.is_empty(), words))
}

/// Exports the ledger to the verifier that anyone can run.
fn check_ledger(app: &App, visitor: &Visitor) -> Check {
    let key = app.keyring().signing().verifying_key();
    let mut lines = Lines { verifier: Verifier::new(key), line: Vec::new() };
    let written = export_ledger(app, visitor)
        .map_err(ExportError::from)
        .and_then(|export| export.write(&mut lines));
    let verified = written
        .map_err(|error| error.to_string())
        .and_then(|_| lines.verifier.finish().map_err(|error| error.to_string()));
    match verified {
        Ok(verified) if !verified.every_erasure_is_recorded() => {
            let missing = verified.erased - verified.erasures_recorded;
            let words = format!(
                "{missing} entries are gone without an entry that says who erased them. Find out \
                 who had the database in hand; restore a backup to see what they were"
            );
            Check::new("ledger intact", false, words)
        }
        Ok(verified) => {
            let words = format!("{} entries, each in the signed tree", verified.size);
            Check::new("ledger intact", true, words)
        }
        Err(why) => {
            let mend = "Compare with the checkpoint that a partner keeps; restore a backup";
            Check::new("ledger intact", false, format!("{why}. {mend}"))
        }
    }
}

/// Feeds what is written to the verifier, line by line.
struct Lines {
    verifier: Verifier,
    line: Vec<u8>,
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                self.verifier.feed(&self.line).map_err(io::Error::other)?;
                self.line.clear();
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
