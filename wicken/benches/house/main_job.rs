//! The main job at size: a file taken in beside the bare driver, figures beside `DuckDB`.

mod figures;
mod import;
mod made;
mod page;

pub(crate) use import::{file_of, take_in_by_command};

use app::{
    App, Clock, Config, Limits, Visitor,
    db::{Database, DatabaseUrl},
    keys::MasterKeys,
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

/// A database with its key beside it.
pub(crate) struct House {
    path: PathBuf,
    key: PathBuf,
}

impl House {
    fn at(path: PathBuf) -> House {
        let key = app::db::with_suffix(&path, ".key");
        House { path, key }
    }

    /// Made by `wicken init`.
    fn new(folder: &Path) -> House {
        let house = House::at(folder.join("w.db"));
        let url = format!("sqlite:{}", house.path.display());
        wicken(&["init", "--database", &url, "--key-file", &house.key.display().to_string()]);
        house
    }

    /// A small demo county, where one can be anyone.
    pub(crate) fn demo(folder: &Path) -> House {
        let data = folder.display().to_string();
        wicken(&["demo", "--create-only", "--scale", "0.01", "--data", &data]);
        House::at(folder.join("demo.db"))
    }

    fn keys(&self) -> MasterKeys {
        MasterKeys::read(&self.key).unwrap()
    }

    pub(crate) fn app(&self) -> App {
        App::open(Config {
            url: DatabaseUrl::Sqlite(self.path.clone()),
            keys: self.keys(),
            clock: Clock::System,
            spool: None,
            limits: Limits::default(),
            password_cost: PasswordCost::default(),
        })
        .unwrap()
    }

    pub(crate) fn database(&self) -> Database {
        let url = DatabaseUrl::Sqlite(self.path.clone());
        Database::open(&url, &self.keys().newest().database_key()).unwrap()
    }

    /// The bare driver on this file, with the settings of Wicken's own connections.
    fn bare(&self) -> rusqlite::Connection {
        let connection = rusqlite::Connection::open(&self.path).unwrap();
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

fn operator() -> Visitor {
    Visitor::Operator(OperatorName::parse("bench").unwrap())
}

fn median(mut times: Vec<std::time::Duration>) -> std::time::Duration {
    times.sort();
    times[times.len() / 2]
}
