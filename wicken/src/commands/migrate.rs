//! `wicken migrate`

use crate::{
    config::{DatabaseArgs, Failure, Settings},
    operator,
};
use app::system::migrate_database;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let settings = Settings::read(&arguments.database, None)?;
    let config = settings.app_config()?;
    let steps = migrate_database(&config, &operator::visitor()?).map_err(Failure::of)?;
    match steps {
        0 => eprintln!("{} is up to date.", settings.url),
        1 => eprintln!("{}: one step was taken.", settings.url),
        steps => eprintln!("{}: {steps} steps were taken.", settings.url),
    }
    Ok(ExitCode::SUCCESS)
}
