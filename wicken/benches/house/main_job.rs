//! The main job at size: a file taken in beside the bare driver, figures beside `DuckDB`.

mod figures;
mod import;
mod made;
mod page;

pub(crate) use import::{County, county_of, file_of, take_in_beside, take_in_by_command};

use app::{
    App, Clock, Config, Limits, Visitor,
    db::{Database, DatabaseUrl},
    keys::{MasterKey, MasterKeys},
    params,
    system::initialise_demo,
    user::PasswordCost,
};
use domain::policy::OperatorName;
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

pub(crate) fn measure() {
    import::measure(size("WICKEN_BENCH_ROWS", 20_000));
    figures::measure(size("WICKEN_BENCH_INCIDENTS", 2_000_000));
}

/// A size, or another one from outside for a quick run.
pub(crate) fn size(variable: &str, usual: u32) -> u32 {
    #[expect(clippy::disallowed_methods, reason = "how large a run is, is said outside")]
    let given = std::env::var(variable).ok();
    given.map_or(usual, |given| given.parse().unwrap())
}

/// A folder below the target folder: a database of this size may not fit where `/tmp` is memory.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// `wicken` with these arguments, which must end well.
fn wicken(arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wicken"));
    let status = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.unwrap().success(), "wicken {arguments:?}");
}

/// A database with its key.
pub(crate) struct House {
    url: DatabaseUrl,
    key: PathBuf,
}

impl House {
    fn at(path: PathBuf) -> House {
        let key = app::db::with_suffix(&path, ".key");
        House { url: DatabaseUrl::Sqlite(path), key }
    }

    /// Made by `wicken init`.
    fn new(folder: &Path) -> House {
        let house = House::at(folder.join("w.db"));
        wicken(&["init", "--database", &house.url(), "--key-file", &house.key()]);
        house
    }

    /// A small demo county, where one can be anyone.
    pub(crate) fn demo(folder: &Path) -> House {
        let data = folder.display().to_string();
        wicken(&["demo", "--create-only", "--scale", "0.01", "--data", &data]);
        House::at(folder.join("demo.db"))
    }

    /// The people of the demo county and nobody on file, on a PostgreSQL of our own.
    pub(crate) fn demo_on_postgres(folder: &Path) -> House {
        let url = app::testing::postgres::new_database(None).parse().unwrap();
        let house = House { url, key: folder.join("w.key") };
        MasterKeys::new(MasterKey::generate()).write_new(&house.key).unwrap();
        initialise_demo(house.config(), &operator(), |_| Ok(())).unwrap();
        house
    }

    /// As commands are told it.
    pub(crate) fn url(&self) -> String {
        match &self.url {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Postgres(url) => url.clone(),
        }
    }

    pub(crate) fn key(&self) -> String {
        self.key.display().to_string()
    }

    pub(crate) fn is_on_postgres(&self) -> bool {
        matches!(self.url, DatabaseUrl::Postgres(_))
    }

    /// Bytes of the database.
    pub(crate) fn size(&self) -> u64 {
        match &self.url {
            DatabaseUrl::Sqlite(path) => std::fs::metadata(path).unwrap().len(),
            DatabaseUrl::Postgres(_) => {
                let sql = "select pg_database_size(current_database()) as count";
                let size = self.database().read(|tx| tx.count(sql, params![])).unwrap();
                size.unsigned_abs()
            }
        }
    }

    fn keys(&self) -> MasterKeys {
        MasterKeys::read(&self.key).unwrap()
    }

    fn config(&self) -> Config {
        Config {
            url: self.url.clone(),
            keys: self.keys(),
            clock: Clock::System,
            spool: None,
            limits: Limits::default(),
            password_cost: PasswordCost::default(),
        }
    }

    pub(crate) fn app(&self) -> App {
        App::open(self.config()).unwrap()
    }

    pub(crate) fn database(&self) -> Database {
        Database::open(&self.url, &self.keys().newest().database_key()).unwrap()
    }

    /// The bare driver on this file, with the settings of Wicken's own connections.
    fn bare(&self) -> rusqlite::Connection {
        let DatabaseUrl::Sqlite(path) = &self.url else { unreachable!("a file") };
        let connection = rusqlite::Connection::open(path).unwrap();
        let key = self.keys().newest().database_key();
        connection.execute_batch(&format!("pragma key = {}", *key.pragma())).unwrap();
        connection
            .execute_batch(
                "pragma synchronous = full; pragma foreign_keys = on; pragma secure_delete = on;
                 pragma temp_store = memory; pragma journal_size_limit = 67108864;",
            )
            .unwrap();
        connection
    }
}

pub(crate) fn operator() -> Visitor {
    Visitor::Operator(OperatorName::parse("bench").unwrap())
}

fn median(mut times: Vec<std::time::Duration>) -> std::time::Duration {
    times.sort();
    times[times.len() / 2]
}
