//! `wicken key`

use crate::{
    config::{DatabaseArgs, Failure, Settings},
    operator,
};
use app::system::rotate_keys;
use std::process::ExitCode;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Make new keys for the database and everything in it
    Rotate(Arguments),
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, Failure> {
    let Command::Rotate(arguments) = command;
    let settings = Settings::read(&arguments.database, None)?;
    let config = settings.app_config()?;
    let rotated = rotate_keys(&config, &operator::visitor()?, &settings.key_file)
        .map_err(|error| Failure::Failed(format!("{error}. Run `wicken key rotate` again")))?;
    eprintln!(
        "The keys are new: {} secrets and {} records were brought over. Copy {} to where you keep \
         it; the old copy opens older backups only.",
        rotated.secrets,
        rotated.records,
        settings.key_file.display()
    );
    Ok(ExitCode::SUCCESS)
}
