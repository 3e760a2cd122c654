//! Where entries wait when the ledger cannot be written: a small file, made full-size in advance.
//!
//! Its bytes are on the disk before they are needed, so a full disk does not stop it. Each entry
//! is sealed under a key of the keyring: the file tells nothing to whoever copies it.

use super::store::{self, Noted};
use crate::{
    db::{Database, DbError},
    error::StartError,
    keys::{Keyring, SpoolKey},
};
use domain::ledger::{Entry, decode, encode};
use parking_lot::Mutex;
use std::{
    fs::{File, OpenOptions},
    io,
    os::unix::fs::{FileExt, OpenOptionsExt},
    path::PathBuf,
};

/// Room for some thousand entries; when it is full, reads are refused.
const SIZE: usize = 1 << 20;
const LENGTH: usize = 4;

/// The open spool of one server.
pub(crate) struct Spool {
    file: File,
    key: SpoolKey,
    used: Mutex<usize>,
}

impl Spool {
    /// Opens or makes the file, and finds what an earlier run left in it.
    pub(crate) fn open(path: PathBuf, keyring: &Keyring) -> Result<Spool, StartError> {
        let refused =
            |error: io::Error| StartError::Spool { path: path.clone(), why: error.to_string() };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let file = options.open(&path).map_err(refused)?;
        // Two servers that wrote one file would overwrite each other's entries.
        rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive)
            .map_err(|_| refused(io::Error::other("another server uses it; name another file")))?;
        if file.metadata().map_err(refused)?.len() < SIZE as u64 {
            // Zeros are written, not only promised: a sparse file would need room later.
            file.write_all_at(&vec![0; SIZE], 0).and_then(|()| file.sync_all()).map_err(refused)?;
        }
        let spool = Spool { file, key: keyring.spool_key(), used: Mutex::new(0) };
        let used = spool.waiting().map_err(refused)?.1;
        *spool.used.lock() = used;
        Ok(spool)
    }

    /// Makes entries durable here.
    pub(crate) fn append(&self, entries: &[Entry]) -> io::Result<()> {
        let mut used = self.used.lock();
        let mut block = Vec::new();
        for entry in entries {
            let sealed = self.key.seal(encode(entry).as_bytes());
            let length = u32::try_from(sealed.len()).map_err(io::Error::other)?;
            block.extend(length.to_be_bytes());
            block.extend(sealed);
        }
        let end = *used + block.len();
        if SIZE < end + LENGTH {
            return Err(io::Error::other("the spool is full"));
        }
        // The end mark goes with the block: a torn write leaves the old end in place of it.
        block.extend([0; LENGTH]);
        self.file.write_all_at(&block, *used as u64)?;
        self.file.sync_data()?;
        *used = end;
        Ok(())
    }

    /// Brings what waits into the ledger; the spool is emptied only after that is durable.
    pub(crate) fn empty_into(&self, db: &Database) -> usize {
        let mut used = self.used.lock();
        if *used == 0 {
            return 0;
        }
        let Ok((entries, _)) = self.waiting() else { return 0 };
        let count = entries.len();
        let brought = db.write(move |tx| {
            entries.into_iter().try_for_each(|entry| {
                let noted = Noted { entry, referrals: Vec::new() };
                store::insert_entry(tx, &noted).map(drop)
            })?;
            Ok::<_, DbError>(())
        });
        if brought.is_err() {
            return 0;
        }
        let emptied = self.file.write_all_at(&[0; LENGTH], 0).and_then(|()| self.file.sync_data());
        if emptied.is_ok() {
            *used = 0;
        }
        count
    }

    /// The entries in the file, and where they end.
    fn waiting(&self) -> io::Result<(Vec<Entry>, usize)> {
        let mut bytes = vec![0; SIZE];
        self.file.read_exact_at(&mut bytes, 0)?;
        let (mut entries, mut at) = (Vec::new(), 0);
        while let Some((sealed, end)) = next(&bytes, at) {
            // What does not open was torn by a crash before it was acknowledged.
            let Some(line) = self.key.open(sealed) else { break };
            let Ok(entry) = decode(&line) else { break };
            entries.push(entry);
            at = end;
        }
        Ok((entries, at))
    }
}

fn next(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let length = bytes.get(at..at + LENGTH)?.try_into().ok()?;
    let length = usize::try_from(u32::from_be_bytes(length)).ok()?;
    let start = at + LENGTH;
    let sealed = bytes.get(start..start.checked_add(length)?)?;
    (0 < length).then_some((sealed, start + length))
}
