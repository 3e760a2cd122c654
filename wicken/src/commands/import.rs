//! `wicken import`

mod refused;
mod talk;

use self::{refused::RefusedFile, talk::Talk};
use crate::{
    config::{DatabaseArgs, Failure, Settings},
    operator, workbook,
};
use app::{
    App,
    import::{ImportOutcome, ImportRequest, Progress, reading::FileKind, run_import_told},
};
use domain::agency::AgencyCode;
use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Incidents, one row per victim and suspect
    Incidents(Arguments),
    /// Referrals to a MARAC, one row per referral and perpetrator
    Referrals(Arguments),
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The CSV file or workbook (.xlsx, .ods)
    file: PathBuf,
    /// The code of the agency that sent it; added when it is not known
    #[arg(long, value_name = "CODE")]
    agency: String,
    /// Say what would come of it, and write nothing into the database
    #[arg(long)]
    dry_run: bool,
    /// Print the counts as one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: DatabaseArgs,
}

/// Some rows were refused.
const REFUSED: u8 = 3;

pub(crate) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Incidents(arguments) => import(FileKind::Incidents, arguments),
        Command::Referrals(arguments) => import(FileKind::Referrals, arguments),
    }
}

fn import(kind: FileKind, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let agency = AgencyCode::parse(&arguments.agency)
        .map_err(|error| Failure::Usage(format!("--agency: {error}")))?;
    let settings = Settings::read(&arguments.database, None)?;
    let path = arguments.file.display();
    let told = |error: &dyn std::fmt::Display| Failure::Failed(format!("{path}: {error}"));
    let file = File::open(&arguments.file).map_err(|error| told(&error))?;
    let (file, notes) = workbook::Input::of(file, kind).map_err(|words| told(&words))?;
    let app = App::open(settings.app_config()?).map_err(Failure::of)?;
    let (dry_run, file_name) = (arguments.dry_run, file_name(&arguments.file));
    let request = ImportRequest { kind, agency, file_name, dry_run };
    let mut refused = RefusedFile::beside(&arguments.file).map_err(Failure::Failed)?;
    let mut talk = Talk::begin();
    let mut each = |progress: Progress<'_>| {
        if let Progress::Refused(refusal) = progress {
            refused.push(refusal);
        }
        talk.tell(&progress);
    };
    let visitor = operator::visitor()?;
    let imported = run_import_told(&app, &visitor, &request, file, notes, &mut each);
    talk.end();
    let outcome = imported.map_err(|error| told(&error))?;
    let listed = refused.finish();
    tell(arguments, &outcome)?;
    listed.map_err(Failure::Failed)?;
    let is_whole = outcome.summary.refused == 0;
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn tell(arguments: &Arguments, outcome: &ImportOutcome) -> Result<(), Failure> {
    let summary = &outcome.summary;
    for note in &outcome.notes {
        eprintln!("{note}");
    }
    for (column, words, times) in &outcome.warnings {
        eprintln!("{column}: {times} times a cell {words}.");
    }
    eprintln!(
        "{} rows: {} new, {} amended, {} unchanged, {} refused.",
        summary.rows, summary.new, summary.amended, summary.unchanged, summary.refused
    );
    if 0 < summary.rows && summary.unchanged == summary.rows {
        eprintln!("All of it was known before: nothing has changed.");
    }
    if outcome.id.is_some() {
        eprintln!(
            "{} people are new, {} records were found to be of somebody known, {} pairs wait for \
             somebody to look at them.",
            summary.persons_new, summary.linked_automatically, summary.for_review
        );
    }
    if 0 < summary.refused {
        let list = refused::path_beside(&arguments.file);
        eprintln!("The refused rows are listed in {}.", list.display());
    }
    if arguments.json {
        let line = serde_json::to_string(summary).map_err(Failure::of)?;
        writeln!(std::io::stdout().lock(), "{line}").map_err(Failure::of)?;
    }
    Ok(())
}
