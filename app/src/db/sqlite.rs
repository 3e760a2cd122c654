//! The embedded, encrypted database: opening it safely, and its pool of readers.

use super::{DbError, OpenError, turn::LOOK, writer::Writer};
use crate::keys::DatabaseKey;
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{
    fs::{self, OpenOptions},
    io::Read,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::Arc,
};
use zeroize::Zeroizing;

/// Before this version SQLite's write-ahead log can lose commits when one connection checkpoints
/// while another commits (the WAL-reset bug, 3.7.0 to 3.51.2, mended 2026-03-13).
pub const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// SQLCipher's page, which is SQLite's own default too.
const PAGE_BYTES: u64 = 4096;

/// Readers at once; more would only wait for the same disk.
const READERS: u32 = 8;

/// An open SQLite database: one writer, several readers on their own snapshots.
pub struct Sqlite {
    pub(super) path: PathBuf,
    pub(super) writer: Writer,
    pub(super) readers: r2d2::Pool<Opener>,
}

impl Sqlite {
    /// Opens an existing file.
    ///
    /// # Errors
    /// See [`OpenError`]: each names what is wrong and the mend. A file is never created here.
    pub fn open(path: &Path, key: &DatabaseKey) -> Result<Sqlite, OpenError> {
        if !path.exists() {
            return Err(OpenError::Missing(path.to_owned()));
        }
        refuse_if_others_can_read(path)?;
        refuse_plain_file(path)?;
        let opener = Opener { path: path.to_owned(), key: key.clone(), writes: false };
        let first = Opener { writes: true, ..opener.clone() }.open()?;
        let writer = Writer::start(first, Opener { writes: true, ..opener.clone() });
        let readers = r2d2::Pool::builder()
            .max_size(READERS)
            .min_idle(Some(1))
            .test_on_check_out(false)
            .build(opener)
            .map_err(|error| OpenError::Other(error.to_string()))?;
        Ok(Sqlite { path: path.to_owned(), writer, readers })
    }

    /// Makes a new, empty, encrypted file that only its owner can read.
    ///
    /// # Errors
    /// [`OpenError::Exists`] when something is there already: it is never overwritten.
    pub fn create(path: &Path, key: &DatabaseKey) -> Result<(), OpenError> {
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(|error| OpenError::cannot_create(path, &error))?;
        let opener = Opener { path: path.to_owned(), key: key.clone(), writes: true };
        let connection = opener.open()?;
        connection.execute_batch("create table opened (n integer) strict; drop table opened;")?;
        Ok(())
    }
}

/// Opens connections to one file with one key.
#[derive(Clone)]
pub struct Opener {
    path: PathBuf,
    key: DatabaseKey,
    writes: bool,
}

const WRITER_CACHE_KIB: i64 = 64 * 1_024;
/// Some ten seconds.
const LOOKS: i32 = 9_000;

impl Opener {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// # Errors
    /// When the cipher is absent, SQLite is too old, or the key does not fit the file.
    pub fn open(&self) -> Result<Connection, OpenError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&self.path, flags)?;
        connection
            .execute_batch(&Zeroizing::new(format!("pragma key = {}", *self.key.pragma())))?;
        refuse_without_cipher(&connection)?;
        refuse_old_sqlite()?;
        match self.writes {
            // Whoever writes is the next, and looks often: see `Turn`.
            true => connection.busy_handler(Some(|looks| {
                std::thread::sleep(LOOK);
                looks < LOOKS
            }))?,
            false => connection.busy_timeout(std::time::Duration::from_secs(10))?,
        }
        // The first statement that reads a page: until here no key was tried.
        connection
            .query_row("select count(*) from sqlite_schema", [], |_| Ok(()))
            .map_err(|error| self.key_refused(error))?;
        connection.set_prepared_statement_cache_capacity(512);
        // Else every statement whose limit is a parameter, such as a page of a list, is planned
        // anew at each run, by the number that the limit has then: at several times the price of
        // running it.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.execute_batch(
            "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; \
             pragma secure_delete = on; pragma temp_store = memory; pragma trusted_schema = off; \
             pragma journal_size_limit = 67108864;",
        )?;
        let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
        let durable: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
        if mode != "wal" || durable != 2 {
            return Err(OpenError::NotDurable { mode, durable });
        }
        if self.writes {
            // An import of a million rows comes back to the same pages of its indexes again and
            // again: kept in memory they are written once, not at each coming.
            connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
            // The writer's thread folds the log back by itself.
            connection.pragma_update(None, "wal_autocheckpoint", 0)?;
        }
        connection.pragma_update(None, "query_only", !self.writes)?;
        Ok(connection)
    }
}

impl Opener {
    fn key_refused(&self, error: rusqlite::Error) -> OpenError {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => OpenError::WrongKey(self.path.clone()),
            Some(_) | None => error.into(),
        }
    }
}

impl r2d2::ManageConnection for Opener {
    type Connection = Connection;
    type Error = OpenError;

    fn connect(&self) -> Result<Connection, OpenError> {
        self.open()
    }

    fn is_valid(&self, connection: &mut Connection) -> Result<(), OpenError> {
        connection.execute_batch("select 1").map_err(OpenError::from)
    }

    fn has_broken(&self, connection: &mut Connection) -> bool {
        // A reader that still holds its snapshot would show an old world to the next one.
        !connection.is_autocommit()
    }
}

/// Runs one of the few statements that stand around every verb; it is prepared once.
pub(super) fn run(connection: &Connection, sql: &'static str) -> Result<(), DbError> {
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}

/// Folds the write-ahead log into the file, so that the file alone is the whole database. A reader
/// of a pool that is going down may keep the log alive for a moment.
///
/// # Errors
/// [`OpenError::Other`] when somebody goes on reading.
pub(crate) fn fold(path: &Path, key: &DatabaseKey) -> Result<(), OpenError> {
    let connection = Opener { path: path.into(), key: key.clone(), writes: true }.open()?;
    for _ in 0..100 {
        let busy: i64 =
            connection.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get(0))?;
        if busy == 0 {
            return Ok(());
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    Err(OpenError::Other(format!("{} is in use by another program", path.display())))
}

/// Gives a file that nobody has open another key, unless it has it already.
///
/// # Errors
/// [`OpenError::WrongKey`] when none of `known` opens it.
pub fn rekey(path: &Path, known: &[DatabaseKey], newest: &DatabaseKey) -> Result<(), OpenError> {
    let opener = |key: &DatabaseKey| Opener { path: path.into(), key: key.clone(), writes: true };
    if opener(newest).open().is_ok() {
        return Ok(());
    }
    let connection = known
        .iter()
        .find_map(|key| opener(key).open().ok())
        .ok_or_else(|| OpenError::WrongKey(path.to_owned()))?;
    // Re-keying rewrites every page in one transaction; without a write-ahead log there is no
    // second file with pages under the old key.
    connection.pragma_update(None, "journal_mode", "delete")?;
    connection.execute_batch(&Zeroizing::new(format!("pragma rekey = {}", *newest.pragma())))?;
    Ok(())
}

/// A plain build ignores `pragma key` without a word and writes everything in clear.
fn refuse_without_cipher(connection: &Connection) -> Result<(), OpenError> {
    let version: Result<String, _> =
        connection.query_row("pragma cipher_version", [], |row| row.get(0));
    match version {
        Ok(version) if !version.is_empty() => Ok(()),
        _ => Err(OpenError::NoCipher),
    }
}

fn refuse_old_sqlite() -> Result<(), OpenError> {
    let version = rusqlite::version();
    if is_new_enough(version) { Ok(()) } else { Err(OpenError::OldSqlite(version.to_owned())) }
}

fn is_new_enough(version: &str) -> bool {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    let found = (next(), next(), next());
    OLDEST_SQLITE <= found
}

pub(crate) fn refuse_if_others_can_read(path: &Path) -> Result<(), OpenError> {
    let mode = fs::metadata(path)
        .map_err(|error| OpenError::Other(format!("{}: {error}", path.display())))?
        .permissions()
        .mode();
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(OpenError::OthersCanRead { path: path.to_owned(), mode: mode & 0o777 })
    }
}

fn refuse_plain_file(path: &Path) -> Result<(), OpenError> {
    let mut head = [0_u8; 16];
    let read = fs::File::open(path)
        .and_then(|mut file| file.read(&mut head))
        .map_err(|error| OpenError::Other(format!("{}: {error}", path.display())))?;
    if read == 0 {
        return Err(OpenError::Empty(path.to_owned()));
    }
    if &head == b"SQLite format 3\0" {
        return Err(OpenError::NotEncrypted(path.to_owned()));
    }
    // To SQLite a file that is shorter than a page is a new database, to be written over.
    let length = fs::metadata(path).map_or(0, |found| found.len());
    if length < PAGE_BYTES {
        return Err(OpenError::Torn(path.to_owned()));
    }
    Ok(())
}

/// Held for as long as a server serves a file; the kernel lets go of it when the process dies.
pub struct ServeLock(#[expect(dead_code, reason = "held, never read")] Arc<fs::File>);

impl ServeLock {
    /// # Errors
    /// [`OpenError::Served`] when another server holds the file.
    pub fn take(path: &Path) -> Result<ServeLock, OpenError> {
        let beside = with_suffix(path, ".serving");
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&beside)
            .map_err(|error| OpenError::Other(format!("{}: {error}", beside.display())))?;
        rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive)
            .map_err(|_| OpenError::Served(path.to_owned()))?;
        Ok(ServeLock(Arc::new(file)))
    }
}

/// `PATH` with letters behind its whole name: `wicken.db` becomes `wicken.db.key`.
#[must_use]
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_that_mended_the_lost_commits_is_the_oldest_that_starts() {
        let rows = [("3.51.2", false), ("3.51.3", true), ("3.52.0", true), ("4.0", true)];
        for (version, starts) in rows {
            assert_eq!(is_new_enough(version), starts, "{version}");
        }
    }

    #[test]
    fn a_page_of_a_list_is_planned_once_whatever_its_parameters() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("planned.db");
        let key = crate::keys::MasterKey::generate().database_key();
        Sqlite::create(&path, &key).unwrap();
        let connection = Opener { path, key, writes: true }.open().unwrap();
        connection.execute_batch("create table page (n integer primary key) strict").unwrap();
        let sql = "select n from page where ?1 < n order by n limit ?2";
        let mut next = connection.prepare(sql).unwrap();
        for after in 0..3 {
            assert!(next.query_row([after, 20 + after], |_| Ok(())).is_err());
        }
        assert_eq!(next.get_status(rusqlite::StatementStatus::RePrepare), 0);
    }
}
