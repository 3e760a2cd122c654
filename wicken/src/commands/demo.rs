//! `wicken demo`

use super::serve::serve;
use crate::{
    config::{DatabaseArgs, Failure, Settings, SiteArgs},
    operator,
};
use app::{
    App, Config, Limits,
    db::{DatabaseUrl, with_suffix},
    demo::make_county,
    system::initialise,
};
use jiff::SignedDuration;
use std::{
    fs,
    net::SocketAddr,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder for the demo county's files
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The port on this machine to serve it on
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Make the county, but do not serve it
    #[arg(long)]
    create_only: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let told =
        |error: std::io::Error| Failure::Failed(format!("{}: {error}", arguments.data.display()));
    fs::DirBuilder::new().recursive(true).mode(0o700).create(&arguments.data).map_err(told)?;
    let path = arguments.data.join("demo.db");
    let settings = settings(&path, arguments.port)?;
    if path.exists() {
        eprintln!("The demo county is in {}.", path.display());
    } else {
        eprintln!("Making the demo county in {} ...", path.display());
        create(&settings, &path)?;
    }
    if arguments.create_only {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("Open http://{} and choose whom to be. Stop with Ctrl-C.", settings.listen);
    serve(&settings, demo_config(settings.app_config()?))
}

fn settings(path: &Path, port: u16) -> Result<Settings, Failure> {
    let database = DatabaseArgs {
        database: Some(format!("sqlite:{}", path.display())),
        key_file: Some(with_suffix(path, ".key")),
        config: None,
    };
    let listen = SocketAddr::from(([127, 0, 0, 1], port));
    let site = SiteArgs { listen: Some(listen), origin: None, behind_proxy: false };
    Settings::read(&database, Some(&site))
}

/// Nobody has a password in a demo county, so nobody is asked for one again.
fn demo_config(config: Config) -> Config {
    let day = SignedDuration::from_hours(12);
    Config { limits: Limits { fresh: day, session: day, ..config.limits }, ..config }
}

/// Makes the county beside its place and moves it there when it is whole.
fn create(settings: &Settings, path: &Path) -> Result<(), Failure> {
    let beside = with_suffix(path, ".new");
    for part in ["", "-wal", "-shm"] {
        let old = with_suffix(&beside, part);
        if old.exists() {
            fs::remove_file(&old).map_err(Failure::of)?;
        }
    }
    let config = demo_config(settings.new_app_config()?);
    let config = Config { url: DatabaseUrl::Sqlite(beside.clone()), ..config };
    let operator = operator::visitor()?;
    initialise(config.clone(), &operator, true).map_err(Failure::of)?;
    let app = App::open(config).map_err(Failure::of)?;
    make_county(&app, &operator).map_err(Failure::of)?;
    drop(app);
    fs::rename(&beside, path).map_err(Failure::of)
}
