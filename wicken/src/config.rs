//! How a command is set up: a file, under the environment, under the command line.

use app::{
    Clock, Config, Limits,
    db::{DatabaseUrl, with_suffix},
    keys::{MasterKey, MasterKeys},
    user::PasswordCost,
};
use clap::Args;
use jiff::SignedDuration;
use serde::Deserialize;
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// Why a command did not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{0}")]
    Failed(String),
    #[error("{0}")]
    Usage(String),
}

impl Failure {
    pub(crate) fn code(&self) -> u8 {
        match self {
            Failure::Failed(_) => 1,
            Failure::Usage(_) => 2,
        }
    }

    pub(crate) fn of(error: impl std::fmt::Display) -> Failure {
        Failure::Failed(error.to_string())
    }
}

/// Where the database is and what opens it.
#[derive(Args, Debug, Clone)]
pub(crate) struct DatabaseArgs {
    /// The database: sqlite:PATH or postgres://USER@HOST/NAME
    #[arg(long, env = "WICKEN_DATABASE", value_name = "URL")]
    pub database: Option<String>,
    /// The file with the master key [default: the SQLite file's name with .key behind it]
    #[arg(long, env = "WICKEN_KEY_FILE", value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// A file with these settings, in TOML
    #[arg(long, env = "WICKEN_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// Where the site is.
#[derive(Args, Debug, Clone)]
pub(crate) struct SiteArgs {
    /// The address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "WICKEN_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
    /// The address that browsers use, such as https://wicken.example [default: http://LISTEN]
    #[arg(long, env = "WICKEN_ORIGIN", value_name = "ORIGIN")]
    pub origin: Option<String>,
    /// A proxy of the house is the one way in: believe its X-Forwarded-For
    #[arg(long, env = "WICKEN_BEHIND_PROXY")]
    pub behind_proxy: bool,
}

/// The settings file. An unknown name is a mistake, not a comment.
#[derive(Deserialize, Debug, Default)]
#[serde(deny_unknown_fields)]
struct SettingsFile {
    database: Option<String>,
    key_file: Option<PathBuf>,
    listen: Option<SocketAddr>,
    origin: Option<String>,
    behind_proxy: Option<bool>,
    idle_minutes: Option<u16>,
    session_hours: Option<u16>,
}

/// Everything a command needs to know.
pub(crate) struct Settings {
    pub url: DatabaseUrl,
    pub key_file: PathBuf,
    pub listen: SocketAddr,
    pub origin: Option<String>,
    pub behind_proxy: bool,
    limits: Limits,
}

impl Settings {
    pub(crate) fn read(
        database: &DatabaseArgs,
        site: Option<&SiteArgs>,
    ) -> Result<Settings, Failure> {
        let file = match &database.config {
            Some(path) => read_file(path)?,
            None => SettingsFile::default(),
        };
        let url = database.database.clone().or(file.database).ok_or_else(|| {
            Failure::Usage("name the database with --database or WICKEN_DATABASE".to_owned())
        })?;
        let url: DatabaseUrl =
            url.parse().map_err(|error| Failure::Usage(format!("--database: {error}")))?;
        let key_file =
            database.key_file.clone().or(file.key_file).unwrap_or_else(|| default_key(&url));
        let listen = site.and_then(|site| site.listen).or(file.listen);
        let listen = listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let origin = site.and_then(|site| site.origin.clone()).or(file.origin);
        let defaults = Limits::default();
        let idle = file.idle_minutes.map(|minutes| SignedDuration::from_mins(minutes.into()));
        let session = file.session_hours.map(|hours| SignedDuration::from_hours(hours.into()));
        Ok(Settings {
            url,
            key_file,
            listen,
            origin,
            behind_proxy: site.is_some_and(|site| site.behind_proxy)
                || file.behind_proxy.unwrap_or(false),
            limits: Limits {
                idle: idle.unwrap_or(defaults.idle),
                session: session.unwrap_or(defaults.session),
                ..defaults
            },
        })
    }

    /// What the app is made of, with the key of the key file.
    pub(crate) fn app_config(&self) -> Result<Config, Failure> {
        let keys = MasterKeys::read(&self.key_file).map_err(Failure::of)?;
        Ok(self.config_with(keys))
    }

    /// As [`Settings::app_config`], for a new database: a key file that is missing is made.
    pub(crate) fn new_app_config(&self) -> Result<Config, Failure> {
        if self.key_file.exists() {
            return self.app_config();
        }
        if let Some(folder) = self.key_file.parent().filter(|path| !path.as_os_str().is_empty()) {
            fs::create_dir_all(folder)
                .map_err(|error| Failure::Failed(format!("{}: {error}", folder.display())))?;
        }
        let keys = MasterKeys::new(MasterKey::generate());
        keys.write_new(&self.key_file).map_err(Failure::of)?;
        Ok(self.config_with(keys))
    }

    fn config_with(&self, keys: MasterKeys) -> Config {
        Config {
            url: self.url.clone(),
            keys,
            clock: Clock::System,
            spool: None,
            limits: self.limits,
            password_cost: PasswordCost::default(),
        }
    }

    /// Where a server's spool is: beside the file, or beside the key of a PostgreSQL database.
    /// Servers that share a key file each have their own, by their port.
    pub(crate) fn spool(&self) -> PathBuf {
        match &self.url {
            DatabaseUrl::Sqlite(path) => with_suffix(path, ".spool"),
            DatabaseUrl::Postgres(_) => {
                with_suffix(&self.key_file, &format!(".{}.spool", self.listen.port()))
            }
        }
    }
}

fn read_file(path: &Path) -> Result<SettingsFile, Failure> {
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("--config {}: {error}", path.display())))?;
    toml::from_str(&text)
        .map_err(|error| Failure::Usage(format!("--config {}: {error}", path.display())))
}

/// `PATH.key` beside a SQLite file; for PostgreSQL a file named after the database in the user's
/// state folder, since a server has no folder of ours.
fn default_key(url: &DatabaseUrl) -> PathBuf {
    match url {
        DatabaseUrl::Sqlite(path) => with_suffix(path, ".key"),
        DatabaseUrl::Postgres(_) => {
            let name: String = url
                .to_string()
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
                .collect();
            state_folder().join(format!("{name}.key"))
        }
    }
}

fn state_folder() -> PathBuf {
    #[expect(clippy::disallowed_methods, reason = "this is where configuration is read")]
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    match (variable("XDG_STATE_HOME"), variable("HOME")) {
        (Some(state), _) => PathBuf::from(state).join("wicken"),
        (None, Some(home)) => PathBuf::from(home).join(".local/state/wicken"),
        (None, None) => PathBuf::from("."),
    }
}
