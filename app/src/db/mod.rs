//! One database behind two engines: embedded, encrypted SQLite, and PostgreSQL.
//!
//! Calls block: they belong on blocking threads. A future that is dropped can so never cancel a
//! commit half-way.

mod batch;
mod dialect;
mod error;
mod feed;
mod lock;
mod migrate;
mod page;
mod postgres;
mod row;
mod sqlite;
mod turn;
mod tx;
mod url;
mod value;
mod writer;

pub use self::{
    dialect::Engine,
    error::DbError,
    feed::{Event, Feed},
    migrate::{Applied, NEWEST, list_applied, migrate, refuse_other_schema},
    page::{Cursor, CursorBroken, Page},
    postgres::OLDEST_POSTGRES,
    row::{Cell, Column, Row},
    sqlite::{OLDEST_SQLITE, ServeLock, rekey, with_suffix},
    tx::Tx,
    url::{DatabaseUrl, UrlRefused},
    value::{Value, to_microsecond},
};
pub(crate) use self::{
    lock::WorkLock,
    sqlite::{fold, refuse_if_others_can_read},
};

use crate::keys::DatabaseKey;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
};

/// A database cannot be opened; each says what is wrong and how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "{} is not there. No command but `wicken init` creates a database; check the path",
        .0.display()
    )]
    Missing(PathBuf),
    #[error(
        "{} is there already; `init` never overwrites. Choose another path, or move it away",
        .0.display()
    )]
    Exists(PathBuf),
    #[error("{} is empty. A Wicken database never is: restore it from a backup", .0.display())]
    Empty(PathBuf),
    #[error("{} was cut off: nothing of it can be read. Restore it from a backup", .0.display())]
    Torn(PathBuf),
    #[error(
        "{} is a plain SQLite file, readable without a key. Wicken keeps nothing in clear: \
         check the path",
        .0.display()
    )]
    NotEncrypted(PathBuf),
    #[error(
        "the key does not open {}. Give the right one with --key-file or WICKEN_KEY_FILE; \
         without it the data cannot be had back",
        .0.display()
    )]
    WrongKey(PathBuf),
    #[error(
        "this build of SQLite has no cipher. Build Wicken with its own features (`make build`), \
         not with a system SQLite"
    )]
    NoCipher,
    #[error(
        "SQLite {0} can lose commits; Wicken needs 3.51.3 or later. Build Wicken with its own \
         features (`make build`)"
    )]
    OldSqlite(String),
    #[error("PostgreSQL {0} is too old; Wicken needs 15 or later")]
    OldPostgres(i64),
    #[error(
        "{} can be read by others (mode {mode:o}). Run: chmod 600 {}",
        path.display(), path.display()
    )]
    OthersCanRead { path: PathBuf, mode: u32 },
    #[error(
        "another `wicken serve` is serving {}. Stop it first: one file has one server",
        .0.display()
    )]
    Served(PathBuf),
    #[error(
        "the file system does not allow durable writes (journal {mode}, synchronous {durable})"
    )]
    NotDurable { mode: String, durable: i64 },
    #[error("this database holds no Wicken. Make one with `wicken init --database ...`")]
    NotWicken,
    #[error("the database has schema {found}, this Wicken wants {known}. Run: wicken migrate")]
    OlderSchema { found: i64, known: i64 },
    #[error(
        "the database has schema {found} of a later Wicken; this one knows {known}. Install the \
         later Wicken"
    )]
    NewerSchema { found: i64, known: i64 },
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("{0}")]
    Other(String),
}

impl OpenError {
    fn cannot_create(path: &Path, error: &std::io::Error) -> OpenError {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            OpenError::Exists(path.to_owned())
        } else {
            OpenError::Other(format!("cannot create {}: {error}", path.display()))
        }
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        OpenError::Db(error.into())
    }
}

impl From<::postgres::Error> for OpenError {
    fn from(error: ::postgres::Error) -> Self {
        use std::error::Error;
        let cause = error.source().map(ToString::to_string);
        OpenError::Other(format!(
            "PostgreSQL does not answer: {}",
            cause.unwrap_or_else(|| error.to_string())
        ))
    }
}

enum Held {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

/// An open database; clones share it.
#[derive(Clone)]
pub struct Database {
    held: Arc<Held>,
    feed: Arc<Feed>,
}

impl Database {
    /// Opens a database that exists. The schema is not looked at: see [`refuse_other_schema`].
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(url: &DatabaseUrl, key: &DatabaseKey) -> Result<Database, OpenError> {
        let (held, feed) = match url {
            DatabaseUrl::Sqlite(path) => {
                (Held::Sqlite(sqlite::Sqlite::open(path, key)?), Feed::local())
            }
            DatabaseUrl::Postgres(url) => {
                (Held::Postgres(postgres::Postgres::open(url)?), Feed::listening(url))
            }
        };
        Ok(Database { held: Arc::new(held), feed: Arc::new(feed) })
    }

    /// Makes the file of a new SQLite database; a PostgreSQL database is made by its own tools.
    ///
    /// # Errors
    /// [`OpenError::Exists`] and whatever the file system says.
    pub fn create(url: &DatabaseUrl, key: &DatabaseKey) -> Result<(), OpenError> {
        match url {
            DatabaseUrl::Sqlite(path) => sqlite::Sqlite::create(path, key),
            DatabaseUrl::Postgres(_) => Ok(()),
        }
    }

    #[must_use]
    pub fn engine(&self) -> Engine {
        match &*self.held {
            Held::Sqlite(_) => Engine::Sqlite,
            Held::Postgres(_) => Engine::Postgres,
        }
    }

    /// The file of an embedded database.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &*self.held {
            Held::Sqlite(sqlite) => Some(&sqlite.path),
            Held::Postgres(_) => None,
        }
    }

    /// The address of a PostgreSQL server, with its secrets: for the feed and for tests.
    #[must_use]
    pub fn server(&self) -> Option<&str> {
        match &*self.held {
            Held::Sqlite(_) => None,
            Held::Postgres(postgres) => Some(&postgres.url),
        }
    }

    /// What has changed, as it changes.
    #[must_use]
    pub fn feed(&self) -> &Feed {
        &self.feed
    }

    /// Runs a changing verb in a transaction of its own. `Ok` means durable; `Err` means undone,
    /// except [`DbError::NotConfirmed`], which means that nobody can say.
    ///
    /// # Errors
    /// The verb's own, or a [`DbError`].
    pub fn write<T, E>(
        &self,
        verb: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        match &*self.held {
            Held::Sqlite(sqlite) => {
                sqlite.writer.run(move |connection| verb(&mut Tx::Sqlite(connection)))
            }
            Held::Postgres(postgres) => in_postgres(postgres, "begin", "commit", verb),
        }
    }

    /// Runs a reading verb on a snapshot of its own.
    ///
    /// # Errors
    /// The verb's own, or a [`DbError`].
    pub fn read<T, E: From<DbError>>(
        &self,
        verb: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match &*self.held {
            Held::Sqlite(sqlite) => {
                let connection = sqlite.readers.get().map_err(DbError::from)?;
                sqlite::run(&connection, "begin")?;
                let outcome = caught(|| verb(&mut Tx::Sqlite(&connection)));
                sqlite::run(&connection, "rollback")?;
                outcome
            }
            Held::Postgres(postgres) => {
                let begin = "begin isolation level repeatable read read only";
                in_postgres(postgres, begin, "rollback", verb)
            }
        }
    }

    /// Tells `events` once their transaction is durable. Called by `App` after the commit.
    pub(crate) fn tell(&self, events: Vec<Event>) {
        if self.engine() == Engine::Sqlite {
            events.into_iter().for_each(|event| self.feed.tell(event));
        }
    }

    /// Puts `event` into the transaction where the engine carries it itself.
    pub(crate) fn announce(tx: &mut Tx<'_>, event: &Event) -> Result<(), DbError> {
        match tx.engine() {
            Engine::Sqlite => Ok(()),
            Engine::Postgres => feed::notify(tx, event),
        }
    }
}

fn caught<T, E: From<DbError>>(verb: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(verb))
        .unwrap_or_else(|panic| Err(DbError::Panicked(writer::panic_words(&*panic)).into()))
}

fn in_postgres<T, E: From<DbError>>(
    postgres: &postgres::Postgres,
    begin: &str,
    end: &str,
    verb: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let mut connection = begun(postgres, begin)?;
    let outcome = caught(|| verb(&mut Tx::Postgres(&mut connection)));
    match outcome {
        // PostgreSQL answers the commit of a transaction that it gave up without an error.
        Ok(_) if connection.has_failed => {
            drop(connection.client.batch_execute("rollback"));
            let words = "a statement failed, and the operation went on as if it had not";
            Err(DbError::Panicked(words.to_owned()).into())
        }
        Ok(value) => match connection.client.batch_execute(end) {
            Ok(()) => Ok(value),
            // A deferred constraint is an answer; a lost connection is none: the commit may
            // have happened.
            Err(error) if error.as_db_error().is_some() => Err(DbError::from(error).into()),
            Err(error) => Err(DbError::NotConfirmed(error.to_string()).into()),
        },
        Err(error) => {
            // A lost connection is rolled back by the server.
            drop(connection.client.batch_execute("rollback"));
            Err(error)
        }
    }
}

/// A connection with its transaction begun. One that died in the pool (the server was restarted)
/// is thrown away and the next is tried: nothing has been asked of it yet.
fn begun(
    postgres: &postgres::Postgres,
    begin: &str,
) -> Result<r2d2::PooledConnection<postgres::Connector>, DbError> {
    for _ in 0..=postgres.pool.max_size() {
        let mut connection = postgres.pool.get()?;
        match connection.client.batch_execute(begin) {
            Ok(()) => {
                connection.has_failed = false;
                return Ok(connection);
            }
            Err(_) if connection.client.is_closed() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(DbError::Busy)
}
