//! `wicken agency`

use crate::{
    config::{DatabaseArgs, Failure, Settings},
    operator,
};
use app::{
    App,
    agency::{NewAgency, add_agency},
};
use domain::agency::{AgencyCode, AgencyKind, AgencyName};
use std::process::ExitCode;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Add an agency
    Add(Add),
}

#[derive(clap::Args)]
pub(crate) struct Add {
    /// Its short name in files and systems
    code: String,
    /// Its name
    name: String,
    /// What sort of body it is: police, idva, housing, ...
    #[arg(long)]
    kind: String,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, Failure> {
    let Command::Add(add) = command;
    let usage = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
    let new = NewAgency {
        code: AgencyCode::parse(&add.code).map_err(|error| usage(&error))?,
        name: AgencyName::parse(&add.name).map_err(|error| usage(&error))?,
        kind: AgencyKind::from_code(&add.kind).ok_or_else(|| {
            let kinds: Vec<_> = AgencyKind::ALL.iter().map(|kind| kind.code()).collect();
            Failure::Usage(format!("--kind is one of {}", kinds.join(", ")))
        })?,
    };
    let settings = Settings::read(&add.database, None)?;
    let app = App::open(settings.app_config()?).map_err(Failure::of)?;
    app.change(&operator::visitor()?, |ctx| add_agency(ctx, new)).map_err(Failure::of)?;
    eprintln!("The agency {} is added.", add.code);
    Ok(ExitCode::SUCCESS)
}
