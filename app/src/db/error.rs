//! What can go wrong below a statement.

/// The database could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("a row with the same {0} is there already")]
    Unique(String),
    #[error("the database is busy; nothing was changed")]
    Busy,
    #[error("the disk is full; nothing was changed")]
    Full,
    #[error("the disk is full or failing; nothing was changed")]
    Undone,
    #[error("the file of the database is damaged ({0}). Run `wicken check`, and restore a backup")]
    Damaged(String),
    #[error("column {name}: {why}")]
    Column { name: &'static str, why: String },
    #[error("no connection to the database: {0}")]
    Pool(#[from] r2d2::Error),
    #[error("the writer of the database has stopped")]
    Stopped,
    /// The commit failed, or its answer was lost: what it held may be there or not.
    #[error("the change was not confirmed by the database: {0}")]
    NotConfirmed(String),
    #[error("SQLite: {0}")]
    Sqlite(#[source] rusqlite::Error),
    #[error("PostgreSQL: {}", postgres_words(.0))]
    Postgres(#[source] postgres::Error),
    #[error("a part of Wicken failed while it used the database: {0}")]
    Panicked(String),
}

impl DbError {
    /// Whether it is the box's fault and not the request's (a full disk, a database server that is
    /// away): nothing was changed, and the same request may do once that is mended.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        use postgres::error::SqlState;
        use rusqlite::ErrorCode::{CannotOpen, SystemIoFailure};
        match self {
            DbError::Busy | DbError::Full | DbError::Undone | DbError::Pool(_) => true,
            DbError::Sqlite(error) => {
                matches!(error.sqlite_error_code(), Some(SystemIoFailure | CannotOpen))
            }
            DbError::Postgres(error) => match error.code() {
                // Without a code it is the connection that failed.
                None => true,
                Some(code) => [
                    SqlState::ADMIN_SHUTDOWN,
                    SqlState::CRASH_SHUTDOWN,
                    SqlState::CANNOT_CONNECT_NOW,
                    SqlState::TOO_MANY_CONNECTIONS,
                    SqlState::OUT_OF_MEMORY,
                ]
                .contains(code),
            },
            DbError::Unique(_)
            | DbError::Damaged(_)
            | DbError::Column { .. }
            | DbError::Stopped
            | DbError::NotConfirmed(_)
            | DbError::Panicked(_) => false,
        }
    }
}

fn postgres_words(error: &postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), ToString::to_string)
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase,
        };
        let code = error.sqlite_error_code();
        match code {
            Some(DatabaseBusy | DatabaseLocked) => DbError::Busy,
            Some(DiskFull) => DbError::Full,
            Some(DatabaseCorrupt | NotADatabase) => DbError::Damaged(error.to_string()),
            _ => unique_of_sqlite(&error).map_or(DbError::Sqlite(error), DbError::Unique),
        }
    }
}

fn unique_of_sqlite(error: &rusqlite::Error) -> Option<String> {
    let rusqlite::Error::SqliteFailure(failure, Some(message)) = error else { return None };
    let is_unique = failure.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
        || failure.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY;
    is_unique.then(|| message.rsplit(": ").next().unwrap_or_default().to_owned())
}

impl From<postgres::Error> for DbError {
    fn from(error: postgres::Error) -> Self {
        use postgres::error::SqlState;
        let Some(failure) = error.as_db_error() else { return DbError::Postgres(error) };
        let code = failure.code();
        if *code == SqlState::UNIQUE_VIOLATION {
            return DbError::Unique(failure.constraint().unwrap_or_default().to_owned());
        }
        if *code == SqlState::DISK_FULL {
            return DbError::Full;
        }
        let again = [
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::LOCK_NOT_AVAILABLE,
        ];
        if again.contains(code) { DbError::Busy } else { DbError::Postgres(error) }
    }
}
