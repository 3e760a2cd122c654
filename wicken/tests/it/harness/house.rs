//! A database of a test's own, and the commands that work on it.

use super::server::Server;
use app::{
    App, Clock, Config, Limits,
    db::{DatabaseUrl, Engine},
    keys::MasterKeys,
    testing::postgres,
    user::PasswordCost,
};
use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
};
use tempfile::TempDir;

/// Whether the long runs are asked for.
pub fn deep() -> bool {
    #[expect(clippy::disallowed_methods, reason = "how long a test may take is said outside")]
    std::env::var("WICKEN_DEEP").is_ok()
}

/// Held by whatever needs the machine for itself: what is timed or killed at a moment, or a whole
/// browser.
pub fn alone() -> MutexGuard<'static, ()> {
    static MACHINE: Mutex<()> = Mutex::new(());
    MACHINE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A folder below the target folder, for what a person may want to look at later.
pub fn target(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("a target folder").join(name)
}

/// What a command wrote, as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A new Wicken in a temporary folder; the folder goes with it.
pub struct House {
    pub url: String,
    pub key: PathBuf,
    folder: TempDir,
}

impl House {
    /// Made by `wicken init`.
    pub fn on(engine: Engine) -> House {
        match engine {
            Engine::Sqlite => House::in_folder(tempfile::tempdir().expect("a folder")),
            Engine::Postgres => House::at(postgres::new_database(None)),
        }
    }

    /// A SQLite database in a folder that is there.
    pub fn in_folder(folder: TempDir) -> House {
        let url = format!("sqlite:{}", folder.path().join("w.db").display());
        House::made(url, folder)
    }

    /// In an empty PostgreSQL database.
    pub fn at(url: String) -> House {
        House::made(url, tempfile::tempdir().expect("a folder"))
    }

    fn made(url: String, folder: TempDir) -> House {
        let key = folder.path().join("w.db.key");
        let house = House { url, key, folder };
        house.well(&["init"]);
        house
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The file of an embedded database.
    pub fn file(&self) -> PathBuf {
        self.folder().join("w.db")
    }

    /// `wicken` with nothing but what a test says.
    pub fn bare() -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wicken"));
        for name in ["DATABASE", "KEY_FILE", "CONFIG", "LISTEN", "ORIGIN", "BEHIND_PROXY", "LOG"] {
            command.env_remove(format!("WICKEN_{name}"));
        }
        command.stdin(Stdio::null());
        command
    }

    /// `wicken` on this database.
    pub fn wicken(&self, arguments: &[&str]) -> Command {
        let mut command = House::bare();
        command.env("WICKEN_DATABASE", &self.url).env("WICKEN_KEY_FILE", &self.key);
        command.args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.wicken(arguments).output().expect("the binary can be started")
    }

    /// Runs a command that must end well; its stdout.
    pub fn well(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "wicken {arguments:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// `wicken serve` on a port that is free.
    pub fn serve(&self) -> Server {
        Server::start(self.wicken(&["serve", "--listen", "127.0.0.1:0"]))
    }

    /// Invites somebody to whatever role; the secret of the invitation.
    pub fn invite(&self, email: &str, role: &str) -> String {
        let link = self.well(&["user", "add", "--email", email, "--name", "Ann", "--role", role]);
        link.trim().rsplit('/').next().unwrap_or_default().to_owned()
    }

    /// The database as the test itself reads it, with no server beside it.
    pub fn open(&self) -> App {
        let url: DatabaseUrl = self.url.parse().expect("a good address");
        let keys = MasterKeys::read(&self.key).expect("a good key file");
        let (limits, password_cost) = (Limits::default(), PasswordCost::default());
        let config = Config { url, keys, clock: Clock::System, spool: None, limits, password_cost };
        App::open(config).unwrap_or_else(|error| panic!("the database does not open: {error}"))
    }

    /// What is not well, by `wicken check --json`; `beside` are checks that may fail here.
    pub fn faults(&self, beside: &[&str]) -> Vec<String> {
        let output = self.run(&["check", "--json"]);
        let checks: serde_json::Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("check --json: {error}: {}", text(&output.stderr)));
        let checks = checks.as_array().expect("a list of checks");
        let broken = |check: &&serde_json::Value| {
            check["is_well"] != true && !beside.iter().any(|name| check["name"] == *name)
        };
        checks.iter().filter(broken).map(ToString::to_string).collect()
    }
}
