//! `wicken demo`

use super::serve::{Door, serve};
use crate::{
    config::{DatabaseArgs, Failure, Settings, SiteArgs},
    operator,
};
use app::{Config, Limits, db::with_suffix, system::initialise_demo};
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
        let config = demo_config(settings.new_app_config()?);
        initialise_demo(config, &operator::visitor()?).map_err(Failure::of)?;
    }
    if arguments.create_only {
        return Ok(ExitCode::SUCCESS);
    }
    let door = Door::open(&settings)?;
    eprintln!("Open http://{} and choose whom to be. Stop with Ctrl-C.", door.address);
    serve(&settings, demo_config(settings.app_config()?), door)
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
