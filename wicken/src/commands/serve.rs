//! `wicken serve`

use crate::{
    config::{DatabaseArgs, Failure, Settings, SiteArgs},
    operator, server, workbook,
};
use app::{
    App, Config,
    db::{DatabaseUrl, ServeLock},
    system::migrate_database,
};
use std::{
    net::{SocketAddr, TcpListener},
    process::ExitCode,
};
use web::{Site, SiteConfig, WorkbookReader};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    site: SiteArgs,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let settings = Settings::read(&arguments.database, Some(&arguments.site))?;
    let config = settings.app_config()?;
    let door = Door::open(&settings)?;
    serve(&settings, config, door)
}

/// The port that is ours, before anything is done to the database.
pub(super) struct Door {
    listener: TcpListener,
    pub address: SocketAddr,
}

impl Door {
    pub(super) fn open(settings: &Settings) -> Result<Door, Failure> {
        let told = |error: std::io::Error| {
            Failure::Failed(format!(
                "cannot listen on {}: {error}. Choose another address with --listen",
                settings.listen
            ))
        };
        let listener = TcpListener::bind(settings.listen).map_err(told)?;
        listener.set_nonblocking(true).map_err(told)?;
        let address = listener.local_addr().map_err(told)?;
        Ok(Door { listener, address })
    }
}

/// Takes the lock, brings the schema up to date, and serves until told to stop.
pub(super) fn serve(settings: &Settings, config: Config, door: Door) -> Result<ExitCode, Failure> {
    // Port 0 is whichever is free: only the open door knows which.
    let origin = settings.origin.clone().unwrap_or_else(|| format!("http://{}", door.address));
    let origin = origin.parse().map_err(|error| Failure::Usage(format!("--origin: {error}")))?;
    let _lock = match &settings.url {
        DatabaseUrl::Sqlite(path) if path.exists() => {
            Some(ServeLock::take(path).map_err(Failure::of)?)
        }
        DatabaseUrl::Sqlite(_) | DatabaseUrl::Postgres(_) => None,
    };
    migrate_database(&config, &operator::visitor()?).map_err(Failure::of)?;
    let config = Config { spool: Some(settings.spool()), ..config };
    let app = App::open(config).map_err(Failure::of)?;
    let workbooks = WorkbookReader { is_workbook: workbook::is_workbook, read: workbook::convert };
    let is_behind_proxy = settings.behind_proxy;
    let site = SiteConfig { origin, is_behind_proxy, workbooks: Some(workbooks) };
    server::run(Site::new(app, site), door.listener).map_err(Failure::of)?;
    Ok(ExitCode::SUCCESS)
}
