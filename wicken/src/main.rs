//! `wicken`: the command line of a county domestic abuse partnership.
//!
//! stdout is data, stderr is talk. Exit codes: 0 fine, 1 failed, 2 usage, 3 a check found
//! problems.

mod commands;
mod config;
mod county;
mod operator;
mod server;
mod workbook;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = commands::Arguments::parse();
    match commands::run(arguments) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("wicken: {failure}");
            ExitCode::from(failure.code())
        }
    }
}
