//! `wicken check`

use crate::{
    config::{DatabaseArgs, Failure, Settings},
    operator,
};
use app::{
    App,
    system::{Check, check_system},
};
use std::{io::Write, process::ExitCode};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Print the findings as one JSON document
    #[arg(long)]
    json: bool,
}

const PROBLEMS: u8 = 3;

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let settings = Settings::read(&arguments.database, None)?;
    // What cannot even be opened is a finding too.
    let checks = match look(&settings) {
        Ok(checks) => checks,
        Err(failure) => {
            let words = failure.to_string();
            vec![Check { name: "opening", is_well: false, words }]
        }
    };
    print(&checks, arguments.json).map_err(Failure::of)?;
    let is_well = checks.iter().all(|check| check.is_well);
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::from(PROBLEMS) })
}

fn look(settings: &Settings) -> Result<Vec<Check>, Failure> {
    let app = App::open(settings.app_config()?).map_err(Failure::of)?;
    check_system(&app, &operator::visitor()?).map_err(Failure::of)
}

fn print(checks: &[Check], as_json: bool) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    if as_json {
        return writeln!(out, "{}", serde_json::to_string(checks)?);
    }
    for check in checks {
        let mark = if check.is_well { "well    " } else { "NOT WELL" };
        writeln!(out, "{mark}  {:<14}  {}", check.name, check.words)?;
    }
    Ok(())
}
