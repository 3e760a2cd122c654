//! `wicken duty`

use crate::{
    config::{DatabaseArgs, Failure, Settings},
    operator,
};
use app::{
    App,
    duty::{Roster, list_county},
    london,
};
use jiff::Timestamp;
use std::{io::Write, process::ExitCode};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// List who is on duty, by agency, and how many cases each team is called to
    List(List),
}

#[derive(clap::Args)]
pub(crate) struct List {
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, Failure> {
    let Command::List(list) = command;
    let settings = Settings::read(&list.database, None)?;
    let app = App::open(settings.app_config()?).map_err(Failure::of)?;
    let rosters = app.read(&operator::visitor()?, list_county).map_err(Failure::of)?;
    let mut out = std::io::stdout().lock();
    let is_any = |roster: &&Roster| !roster.team.is_empty() || !roster.calls.is_empty();
    let mut is_empty = true;
    for roster in rosters.iter().filter(is_any) {
        is_empty = false;
        write!(out, "{}", told(roster)).map_err(Failure::of)?;
    }
    if is_empty {
        writeln!(out, "Nobody is on duty, and no duty team is called.").map_err(Failure::of)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn told(roster: &Roster) -> String {
    let mut text = format!("{}, called to {}\n", roster.agency_name, roster.calls.len());
    for duty in &roster.team {
        let (from, until) = (minute(duty.hours.from), minute(duty.hours.until));
        let when = if duty.is_now { "now  " } else { "later" };
        text += &format!("  {when}  {from} to {until}  {} ({})\n", duty.name, duty.role.words());
    }
    text
}

/// `2026-11-24 20:00`, in the time of London.
fn minute(at: Timestamp) -> String {
    at.to_zoned(london()).strftime("%Y-%m-%d %H:%M").to_string()
}
