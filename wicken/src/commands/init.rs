//! `wicken init`

use crate::{
    config::{DatabaseArgs, Failure, Settings},
    operator,
};
use app::system::initialise;
use std::process::ExitCode;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let settings = Settings::read(&arguments.database, None)?;
    let config = settings.new_app_config()?;
    let made = initialise(config, &operator::visitor()?, false).map_err(Failure::of)?;
    eprintln!("{} is ready, with the agency {}.", settings.url, made.agency_code);
    eprintln!(
        "Its key is in {}. Keep a copy of it away from the database and its backups: without it \
         the data cannot be had back.",
        settings.key_file.display()
    );
    Ok(ExitCode::SUCCESS)
}
