//! The commands, one file each.

mod agency;
mod area;
mod audit;
mod check;
mod declaration;
mod demo;
mod duty;
mod import;
mod init;
mod key;
mod link;
mod marac;
mod migrate;
mod report;
mod serve;
mod user;
mod workbook_to_csv;

use crate::config::Failure;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// A system for the people who keep others safe from domestic abuse.
#[derive(Parser)]
#[command(name = "wicken", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a new database
    Init(init::Arguments),
    /// Serve the pages and the API
    Serve(serve::Arguments),
    /// Make a demo county, unless it is there, and serve it
    Demo(demo::Arguments),
    /// Bring the schema up to date
    Migrate(migrate::Arguments),
    /// Look whether everything is well
    Check(check::Arguments),
    /// Agencies of the partnership
    #[command(subcommand)]
    Agency(agency::Command),
    /// MARACs, and who hears their cases
    #[command(subcommand)]
    Marac(marac::Command),
    /// Duty teams: who is on duty
    #[command(subcommand)]
    Duty(duty::Command),
    /// The yearly declarations: who has declared
    #[command(subcommand)]
    Declaration(declaration::Command),
    /// Areas, and the postcodes that lie in them
    #[command(subcommand)]
    Area(area::Command),
    /// Take in a file that an agency sent
    #[command(subcommand)]
    Import(import::Command),
    /// The figures of an indicator, or the targets
    Report(report::Arguments),
    /// People who use Wicken
    #[command(subcommand)]
    User(user::Command),
    /// The ledger: who looked, who changed what
    #[command(subcommand)]
    Audit(audit::Command),
    /// Record linkage by itself, on files
    #[command(subcommand)]
    Link(link::Command),
    /// The keys
    #[command(subcommand)]
    Key(key::Command),
    /// Read a workbook in a process that can do nothing else
    #[command(hide = true)]
    WorkbookToCsv(workbook_to_csv::Arguments),
}

pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    match arguments.command {
        Command::Init(arguments) => init::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Migrate(arguments) => migrate::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Agency(command) => agency::run(&command),
        Command::Marac(command) => marac::run(&command),
        Command::Duty(command) => duty::run(&command),
        Command::Declaration(command) => declaration::run(&command),
        Command::Area(command) => area::run(&command),
        Command::Import(command) => import::run(&command),
        Command::Report(arguments) => report::run(&arguments),
        Command::User(command) => user::run(&command),
        Command::Audit(command) => audit::run(&command),
        Command::Link(command) => link::run(&command),
        Command::Key(command) => key::run(&command),
        Command::WorkbookToCsv(arguments) => Ok(workbook_to_csv::run(&arguments)),
    }
}
