//! A lock that one process at a time holds, and that ends with its holder, however that ends.

use super::{Database, Held, OpenError, postgres, with_suffix};
use std::{fs, os::unix::fs::OpenOptionsExt};

/// The number of our lock among a PostgreSQL database's own; any other number would do.
const NUMBER: i64 = 5749;

/// Long work that two must not do at once. Dropping it lets the next one in.
pub(crate) struct WorkLock(#[expect(dead_code, reason = "held, never read")] By);

enum By {
    File(#[expect(dead_code, reason = "held, never read")] fs::File),
    Session(#[expect(dead_code, reason = "held, never read")] Box<::postgres::Client>),
}

impl Database {
    /// Waits until nobody else does long work on this database: no thread, no process and no other
    /// server. A file's lock or a session's, and no row with an end: a row of someone who was
    /// killed would make the next one wait for that end.
    ///
    /// # Errors
    /// When the file cannot be made, or the server does not answer.
    pub(crate) fn lock_work(&self) -> Result<WorkLock, OpenError> {
        match &*self.held {
            Held::Sqlite(sqlite) => {
                let path = with_suffix(&sqlite.path, ".working");
                let words =
                    |error: String| OpenError::Other(format!("{}: {error}", path.display()));
                let mut options = fs::OpenOptions::new();
                let file = options
                    .write(true)
                    .create(true)
                    .truncate(false)
                    .mode(0o600)
                    .open(&path)
                    .map_err(|error| words(error.to_string()))?;
                rustix::fs::flock(&file, rustix::fs::FlockOperation::LockExclusive)
                    .map_err(|error| words(error.to_string()))?;
                Ok(WorkLock(By::File(file)))
            }
            Held::Postgres(held) => {
                let mut session = postgres::connect(&held.url)?;
                session.batch_execute(&format!(
                    "set lock_timeout = 0; select pg_advisory_lock({NUMBER})"
                ))?;
                Ok(WorkLock(By::Session(Box::new(session))))
            }
        }
    }
}
