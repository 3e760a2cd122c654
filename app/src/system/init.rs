//! `wicken init`: a new database, with its keys, its areas and the body that runs it.

use crate::{
    agency::{NewAgency, add_agency},
    app::{App, Config},
    area,
    ctx::{Record, Visitor},
    db::{Database, DatabaseUrl, DbError, OpenError, fold, migrate, with_suffix},
    demo::make_county,
    entropy,
    error::{Error, StartError},
    import::ImportError,
    keys::{KeyringBroken, seed_keyring},
    setting,
};
use domain::agency::{AgencyCode, AgencyKind, AgencyName};
use serde_json::json;
use std::{fs, io, path::Path};

/// The code of the partnership body, which every new database begins with.
pub const PARTNERSHIP: &str = "PARTNERSHIP";

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub agency_code: String,
}

/// No database was made.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("{0} holds a Wicken already; `init` never overwrites. Choose another database")]
    Taken(DatabaseUrl),
    #[error("the new database could not be put in its place: {0}")]
    Place(#[from] io::Error),
    #[error(transparent)]
    App(#[from] Error),
    #[error(transparent)]
    Import(#[from] ImportError),
}

impl From<OpenError> for InitError {
    fn from(error: OpenError) -> Self {
        InitError::Start(error.into())
    }
}

impl From<DbError> for InitError {
    fn from(error: DbError) -> Self {
        InitError::Start(error.into())
    }
}

impl From<KeyringBroken> for InitError {
    fn from(error: KeyringBroken) -> Self {
        InitError::Start(error.into())
    }
}

/// Makes a database where there is none.
///
/// A SQLite file is made beside its place and moved there when it is whole: a kill leaves no
/// half-made database behind.
///
/// # Errors
/// [`InitError`]; nothing that was there is touched.
pub fn initialise(config: Config, visitor: &Visitor, is_demo: bool) -> Result<Made, InitError> {
    in_its_place(config, |config| fill(config, visitor, is_demo))
}

/// As [`initialise`], with the demo county in it: all of it or nothing. `further` brings in what
/// happens in the county; it may move the clock of `config`.
///
/// # Errors
/// As [`initialise`], and whatever `further` answers.
pub fn initialise_demo(
    config: Config,
    visitor: &Visitor,
    further: impl FnOnce(&App) -> Result<(), ImportError>,
) -> Result<Made, InitError> {
    in_its_place(config, |config| {
        let made = fill(config.clone(), visitor, true)?;
        let app = App::open(config)?;
        make_county(&app, visitor)?;
        further(&app)?;
        Ok(made)
    })
}

fn in_its_place(
    config: Config,
    fill: impl FnOnce(Config) -> Result<Made, InitError>,
) -> Result<Made, InitError> {
    match config.url.clone() {
        DatabaseUrl::Sqlite(path) => {
            if path.exists() {
                return Err(OpenError::Exists(path).into());
            }
            let beside = with_suffix(&path, ".making");
            for part in ["", "-wal", "-shm"] {
                remove_if_there(&with_suffix(&beside, part))?;
            }
            let config = Config { url: DatabaseUrl::Sqlite(beside.clone()), ..config };
            Database::create(&config.url, &config.keys.newest().database_key())?;
            let key = config.keys.newest().database_key();
            let made = fill(config)?;
            // What still stands in the log beside the file would not move with it.
            fold(&beside, &key)?;
            for part in ["-wal", "-shm", ".working", ".waiting"] {
                remove_if_there(&with_suffix(&beside, part))?;
            }
            fs::rename(&beside, &path)?;
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
            Ok(made)
        }
        DatabaseUrl::Postgres(_) => fill(config),
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn fill(config: Config, visitor: &Visitor, is_demo: bool) -> Result<Made, InitError> {
    let now = config.clock.now();
    let db = Database::open(&config.url, &config.keys.newest().database_key())?;
    migrate(&db, now)?;
    let (keys, ledger) = (config.keys.clone(), entropy::id(now));
    let is_new = db.write(move |tx| {
        // Whoever writes this row first makes the database; another `init` at the same time
        // waits here and then finds it taken.
        if !setting::insert(tx, "ledger_id", json!(ledger))? {
            return Ok(false);
        }
        setting::insert(tx, "demo", json!(is_demo))?;
        seed_keyring(tx, &keys, now)?;
        area::seed_areas(tx, now)?;
        Ok::<_, KeyringBroken>(true)
    })?;
    if !is_new {
        return Err(InitError::Taken(config.url));
    }
    drop(db);
    let app = App::open(config)?;
    app.change(visitor, |ctx| {
        ctx.record(Record::System { doing: "initialise" })?;
        let new = NewAgency {
            code: AgencyCode::parse(PARTNERSHIP)?,
            name: AgencyName::parse("Domestic Abuse Partnership")?,
            kind: AgencyKind::Partnership,
        };
        add_agency(ctx, new)
    })?;
    Ok(Made { agency_code: PARTNERSHIP.to_owned() })
}
