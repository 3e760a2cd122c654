//! `wicken audit`

use crate::{
    config::{DatabaseArgs, Failure, Settings},
    operator,
};
use app::{
    App,
    ledger::{checkpoint_line, export_ledger, public_key},
};
use domain::ledger::{
    SignedCheckpoint, Verified, Verifier, parse_public_key, verifier::LONGEST_LINE,
};
use std::{
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, BufWriter, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Write the whole ledger to a file
    Export(Export),
    /// Check an export, offline: needs no database
    Verify(Verify),
    /// Print the key that verifies the ledger
    Key(Database),
    /// Print the newest checkpoint, for a partner to keep
    Checkpoint(Database),
}

#[derive(clap::Args)]
pub(crate) struct Export {
    /// The file to write; an existing one is never overwritten
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(clap::Args)]
pub(crate) struct Verify {
    /// The export
    file: PathBuf,
    /// The key in hex, or a file that holds it
    #[arg(long, value_name = "KEY")]
    public_key: String,
    /// A file with a checkpoint that was kept: the export must go through it
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Print the findings as one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
pub(crate) struct Database {
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Export(arguments) => export(arguments),
        Command::Verify(arguments) => verify(arguments),
        Command::Key(arguments) => print_line(&public_key(&open(&arguments.database)?)),
        Command::Checkpoint(arguments) => {
            let line = checkpoint_line(&open(&arguments.database)?).map_err(Failure::of)?;
            print_line(&line)
        }
    }
}

fn open(database: &DatabaseArgs) -> Result<App, Failure> {
    let settings = Settings::read(database, None)?;
    App::open(settings.app_config()?).map_err(Failure::of)
}

fn print_line(line: &str) -> Result<ExitCode, Failure> {
    writeln!(std::io::stdout().lock(), "{line}").map_err(Failure::of)?;
    Ok(ExitCode::SUCCESS)
}

fn export(arguments: &Export) -> Result<ExitCode, Failure> {
    let app = open(&arguments.database)?;
    let told =
        |error: std::io::Error| Failure::Failed(format!("{}: {error}", arguments.out.display()));
    let opened = export_ledger(&app, &operator::visitor()?).map_err(Failure::of)?;
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(&arguments.out);
    let mut file = BufWriter::new(file.map_err(told)?);
    let exported = opened.write(&mut file).map_err(Failure::of)?;
    file.into_inner().map_err(Failure::of)?.sync_all().map_err(told)?;
    eprintln!("{} entries are in {}.", exported.entries, arguments.out.display());
    Ok(ExitCode::SUCCESS)
}

const PROBLEMS: u8 = 3;

fn verify(arguments: &Verify) -> Result<ExitCode, Failure> {
    let usage = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
    let key = match std::fs::read_to_string(&arguments.public_key) {
        Ok(text) => text,
        Err(_) => arguments.public_key.clone(),
    };
    let key = parse_public_key(&key).map_err(|error| usage(&error))?;
    let mut verifier = Verifier::new(key);
    if let Some(path) = &arguments.checkpoint {
        let line = std::fs::read_to_string(path)
            .map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))?;
        let kept = SignedCheckpoint::decode(line.trim_end())
            .map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))?;
        verifier = verifier.expecting(&kept).map_err(|error| usage(&error))?;
    }
    let found = read_through(&arguments.file, verifier)?;
    tell(arguments, &found)
}

fn read_through(path: &Path, mut verifier: Verifier) -> Result<Result<Verified, String>, Failure> {
    let told = |error: std::io::Error| Failure::Failed(format!("{}: {error}", path.display()));
    let mut file = BufReader::new(File::open(path).map_err(told)?);
    let mut line = Vec::new();
    loop {
        line.clear();
        // A line without an end must not fill the memory.
        let most = LONGEST_LINE as u64 + 1;
        let read = file.by_ref().take(most).read_until(b'\n', &mut line).map_err(told)?;
        if read == 0 {
            return Ok(verifier.finish().map_err(|broken| broken.to_string()));
        }
        if let Err(broken) = verifier.feed(&line) {
            return Ok(Err(broken.to_string()));
        }
    }
}

fn tell(arguments: &Verify, found: &Result<Verified, String>) -> Result<ExitCode, Failure> {
    let path = arguments.file.display();
    let json = match found {
        Ok(verified) => serde_json::json!({
            "intact": true,
            "entries": verified.entries,
            "erased": verified.erased,
            "erasures_recorded": verified.erasures_recorded,
            "size": verified.size,
            "root": verified.root.to_string(),
            "at": verified.at.to_string(),
        }),
        Err(why) => serde_json::json!({ "intact": false, "why": why }),
    };
    if arguments.json {
        print_line(&json.to_string())?;
    }
    match found {
        Ok(verified) => {
            eprintln!("{path} is intact: {} entries up to {}.", verified.size, verified.at);
            if !verified.every_erasure_is_recorded() {
                eprintln!(
                    "But {} entries are erased and only {} erasures are recorded: ask why.",
                    verified.erased, verified.erasures_recorded
                );
                return Ok(ExitCode::from(PROBLEMS));
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(why) => {
            eprintln!("{path} is NOT intact: {why}");
            Ok(ExitCode::from(PROBLEMS))
        }
    }
}
