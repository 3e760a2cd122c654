//! `wicken serve`

use crate::{
    config::{DatabaseArgs, Failure, Settings, SiteArgs},
    operator, server,
};
use app::{
    App, Config,
    db::{DatabaseUrl, ServeLock},
    system::migrate_database,
};
use std::process::ExitCode;
use web::{Site, SiteConfig};

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
    serve(&settings, config)
}

/// Takes the lock, brings the schema up to date, and serves until told to stop.
pub(super) fn serve(settings: &Settings, config: Config) -> Result<ExitCode, Failure> {
    let origin =
        settings.origin.parse().map_err(|error| Failure::Usage(format!("--origin: {error}")))?;
    let _lock = match &settings.url {
        DatabaseUrl::Sqlite(path) if path.exists() => {
            Some(ServeLock::take(path).map_err(Failure::of)?)
        }
        DatabaseUrl::Sqlite(_) | DatabaseUrl::Postgres(_) => None,
    };
    migrate_database(&config, &operator::visitor()?).map_err(Failure::of)?;
    let config = Config { spool: Some(settings.spool()), ..config };
    let app = App::open(config).map_err(Failure::of)?;
    let site = SiteConfig { origin, is_behind_proxy: settings.behind_proxy };
    server::run(Site::new(app, site), settings.listen).map_err(Failure::of)?;
    Ok(ExitCode::SUCCESS)
}
