//! `wicken declaration`

use crate::{
    config::{DatabaseArgs, Failure, Settings},
    operator,
};
use app::{
    App,
    declaration::{CountedAgency, count_declarations},
};
use std::{io::Write, process::ExitCode};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Count who has declared whom they know, by agency
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
    let counted = app.read(&operator::visitor()?, count_declarations).map_err(Failure::of)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "declared   due  late  agency").map_err(Failure::of)?;
    for CountedAgency { name, counts, .. } in &counted {
        let (done, due, late) = (counts.done, counts.due, counts.overdue);
        writeln!(out, "{done:>8} {due:>5} {late:>5}  {name}").map_err(Failure::of)?;
    }
    for agency in counted.iter().filter(|agency| !agency.has_deciding) {
        writeln!(
            out,
            "Nobody can decide what declarations of {} find: there is no data protection officer \
             outside it for that. Invite one.",
            agency.name
        )
        .map_err(Failure::of)?;
    }
    Ok(ExitCode::SUCCESS)
}
