//! The schema's history: one tree of migrations for both engines, each applied once and whole.

use super::{Database, DbError, OpenError, Tx, dialect::expand, value::to_microsecond};
use crate::params;
use jiff::Timestamp;

struct Migration {
    number: i64,
    name: &'static str,
    text: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration { number: 1, name: "ground", text: include_str!("../../migrations/0001_ground.sql") },
    Migration {
        number: 2,
        name: "main_job",
        text: include_str!("../../migrations/0002_main_job.sql"),
    },
    Migration { number: 3, name: "people", text: include_str!("../../migrations/0003_people.sql") },
    Migration {
        number: 4,
        name: "agreement",
        text: include_str!("../../migrations/0004_agreement.sql"),
    },
    Migration { number: 5, name: "glass", text: include_str!("../../migrations/0005_glass.sql") },
    Migration { number: 6, name: "alert", text: include_str!("../../migrations/0006_alert.sql") },
    Migration {
        number: 7,
        name: "whereabouts",
        text: include_str!("../../migrations/0007_whereabouts.sql"),
    },
    Migration { number: 8, name: "guess", text: include_str!("../../migrations/0008_guess.sql") },
    Migration {
        number: 9,
        name: "declaration",
        text: include_str!("../../migrations/0009_declaration.sql"),
    },
    Migration {
        number: 10,
        name: "day_sum",
        text: include_str!("../../migrations/0010_day_sum.sql"),
    },
    Migration {
        number: 11,
        name: "search_turn",
        text: include_str!("../../migrations/0011_search_turn.sql"),
    },
    Migration { number: 12, name: "side", text: include_str!("../../migrations/0012_side.sql") },
    Migration {
        number: 13,
        name: "marac_office",
        text: include_str!("../../migrations/0013_marac_office.sql"),
    },
    Migration { number: 14, name: "duty", text: include_str!("../../migrations/0014_duty.sql") },
    Migration {
        number: 15,
        name: "left_behind",
        text: include_str!("../../migrations/0015_left_behind.sql"),
    },
    Migration {
        number: 16,
        name: "case_sum",
        text: include_str!("../../migrations/0016_case_sum.sql"),
    },
    Migration { number: 17, name: "fresh", text: include_str!("../../migrations/0017_fresh.sql") },
    Migration {
        number: 18,
        name: "looked_at",
        text: include_str!("../../migrations/0018_looked_at.sql"),
    },
];

/// The newest schema this build knows.
pub const NEWEST: i64 = MIGRATIONS[MIGRATIONS.len() - 1].number;

/// One migration that the database has had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub number: i64,
    pub name: String,
    pub applied_at: Timestamp,
}

/// Brings the schema up to [`NEWEST`]; how many steps that took.
///
/// Each step is one transaction with its own row in `schema_migration`, so a kill between two
/// steps, or in one, is mended by running this again. Two servers that start at once wait for
/// each other on the lock.
///
/// # Errors
/// [`OpenError::NewerSchema`] when a later Wicken has been here.
pub fn migrate(db: &Database, now: Timestamp) -> Result<usize, OpenError> {
    run(db, |tx| Ok(tx.batch(&expand(tx.engine(), FIRST))?))?;
    let mut steps = 0;
    for migration in MIGRATIONS {
        steps += usize::from(run(db, move |tx| apply(tx, migration, now))?);
    }
    Ok(steps)
}

const FIRST: &str = "create table if not exists schema_migration (\
    number {int} primary key, name {text} not null, applied_at {instant} not null) {strict}";

fn run<T: Send + 'static>(
    db: &Database,
    step: impl FnOnce(&mut Tx<'_>) -> Result<T, OpenError> + Send + 'static,
) -> Result<T, OpenError> {
    db.write(move |tx| {
        // SQLite's writer holds the file already (`begin immediate`); 5748 is our own number.
        if tx.engine() == super::Engine::Postgres {
            tx.batch("select pg_advisory_xact_lock(5748)")?;
        }
        step(tx)
    })
}

fn apply(tx: &mut Tx<'_>, migration: &Migration, now: Timestamp) -> Result<bool, OpenError> {
    let newest = newest_applied(tx)?;
    if NEWEST < newest {
        return Err(OpenError::NewerSchema { found: newest, known: NEWEST });
    }
    if migration.number <= newest {
        return Ok(false);
    }
    tx.batch(&expand(tx.engine(), migration.text))?;
    tx.execute(
        "insert into schema_migration (number, name, applied_at) values ($1, $2, $3)",
        params![migration.number, migration.name, to_microsecond(now)],
    )?;
    Ok(true)
}

fn newest_applied(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    tx.count("select coalesce(max(number), 0) as count from schema_migration", params![])
}

/// A damaged file must not be taken for an empty one, so no error here means "none".
fn has_migrations(tx: &mut Tx<'_>) -> Result<bool, DbError> {
    let sql = match tx.engine() {
        super::Engine::Sqlite => {
            "select count(*) as count from sqlite_schema where name = 'schema_migration'"
        }
        super::Engine::Postgres => {
            "select count(*) as count from pg_class
             where oid = to_regclass('schema_migration') and relkind = 'r'"
        }
    };
    Ok(tx.count(sql, params![])? == 1)
}

/// Refuses a database that this build does not fit: not yet migrated, or of a later Wicken.
///
/// # Errors
/// [`OpenError::OlderSchema`], [`OpenError::NewerSchema`], [`OpenError::NotWicken`].
pub fn refuse_other_schema(db: &Database) -> Result<(), OpenError> {
    let found = db.read(|tx| match has_migrations(tx)? {
        true => newest_applied(tx).map(Some),
        false => Ok(None),
    })?;
    match found {
        None => Err(OpenError::NotWicken),
        Some(found) if found < NEWEST => Err(OpenError::OlderSchema { found, known: NEWEST }),
        Some(found) if NEWEST < found => Err(OpenError::NewerSchema { found, known: NEWEST }),
        Some(_) => Ok(()),
    }
}

/// Every migration that the database has had, oldest first.
///
/// # Errors
/// [`DbError`].
pub fn list_applied(tx: &mut Tx<'_>) -> Result<Vec<Applied>, DbError> {
    tx.list(
        "select number, name, applied_at from schema_migration order by number",
        params![],
        |row| {
            Ok(Applied {
                number: row.get("number")?,
                name: row.get("name")?,
                applied_at: row.get("applied_at")?,
            })
        },
    )
}
