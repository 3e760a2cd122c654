//! `wicken demo`

use super::serve::{Door, serve};
use crate::{
    config::{DatabaseArgs, Failure, Settings, SiteArgs},
    county::{self, AgencyFile, County, FileKind},
    operator,
};
use app::{
    App, Clock, Config, Limits, Visitor, day_of,
    db::with_suffix,
    demo::play_scenes,
    import::{self, ImportError, ImportRequest, reading},
    london,
    system::initialise_demo,
};
use domain::agency::AgencyCode;
use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Time, date, time},
};
use serde_json::json;
use std::{
    fs,
    io::{self, Cursor, Write},
    net::SocketAddr,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// The partnership comes together before the first file.
const FOUNDED: Date = date(2002, 4, 1);
/// Files are imported in the morning.
const MORNING: Time = time(9, 0, 0, 0);

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder for the demo county's files
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// How large the county is: 1 is Cambridgeshire
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = scale)]
    scale: f64,
    /// Another seed, another county
    #[arg(long, value_name = "S", default_value_t = 2008)]
    seed: u64,
    /// The port on this machine to serve it on
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Make the county, but do not serve it
    #[arg(long)]
    create_only: bool,
}

fn scale(text: &str) -> Result<f64, String> {
    let scale: f64 = text.parse().map_err(|_| "is no number".to_owned())?;
    if (0.01..=100.0).contains(&scale) {
        Ok(scale)
    } else {
        Err("must be from 0.01 to 100".to_owned())
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    make_folder(&arguments.data)?;
    let path = arguments.data.join("demo.db");
    let settings = settings(&path, arguments.port)?;
    if path.exists() {
        eprintln!("The demo county is in {}.", path.display());
    } else {
        make(arguments, &path, &settings)?;
    }
    if arguments.create_only {
        return Ok(ExitCode::SUCCESS);
    }
    let door = Door::open(&settings)?;
    eprintln!("Open http://{} and choose whom to be. Stop with Ctrl-C.", door.address);
    serve(&settings, demo_config(settings.app_config()?), door)
}

/// Invents the county, writes its files, and imports each on its day.
fn make(arguments: &Arguments, path: &Path, settings: &Settings) -> Result<(), Failure> {
    eprintln!("Making the demo county in {} ...", path.display());
    let config = demo_config(settings.new_app_config()?);
    let now = config.clock.now();
    let county = county::generate(arguments.seed, arguments.scale, day_of(now));
    write_files(&arguments.data, &county)?;
    let clock = Clock::set_to(morning_of(FOUNDED)?);
    let config = Config { clock: clock.clone(), ..config };
    let visitor = operator::visitor()?;
    initialise_demo(config, &visitor, |app| {
        let count = county.files.len();
        for (number, file) in county.files.iter().enumerate() {
            eprint!("\rImporting file {} of {count} ...", number + 1);
            let day = morning_of(file.import_on).map_err(|failure| odd(&failure))?;
            // The last ones come today, and never later than now.
            clock.put(day.min(now));
            import(app, &visitor, file)?;
        }
        eprintln!();
        clock.put(now);
        play_scenes(app).map_err(|error| odd(&error))
    })
    .map_err(Failure::of)?;
    Ok(())
}

fn import(app: &App, visitor: &Visitor, file: &AgencyFile) -> Result<(), ImportError> {
    let request = ImportRequest {
        kind: match file.kind {
            FileKind::Incidents => reading::FileKind::Incidents,
            FileKind::Referrals => reading::FileKind::Referrals,
        },
        agency: AgencyCode::parse(file.agency).map_err(|error| odd(&error))?,
        file_name: file.name.clone(),
        dry_run: false,
    };
    let text = Cursor::new(file.text.as_bytes());
    import::run_import(app, visitor, &request, text, &mut |_| ()).map(drop)
}

fn odd(error: &impl ToString) -> ImportError {
    ImportError::Read(io::Error::other(error.to_string()))
}

fn morning_of(day: Date) -> Result<Timestamp, Failure> {
    let morning = day.to_datetime(MORNING).to_zoned(london());
    morning.map(|zoned| zoned.timestamp()).map_err(Failure::of)
}

/// The files that the agencies sent, and the truth of who is who, which no agency knows.
fn write_files(folder: &Path, county: &County) -> Result<(), Failure> {
    let files = folder.join("files");
    make_folder(&files)?;
    for file in &county.files {
        write_file(&files.join(&file.name), file.text.as_bytes())?;
    }
    let truth = json!({ "persons": county.truth }).to_string();
    write_file(&folder.join("truth.json"), truth.as_bytes())
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let written = options.open(path).and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| Failure::Failed(format!("{}: {error}", path.display())))
}

fn make_folder(path: &Path) -> Result<(), Failure> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|error| Failure::Failed(format!("{}: {error}", path.display())))
}

fn settings(path: &Path, port: u16) -> Result<Settings, Failure> {
    let database = DatabaseArgs {
        database: Some(format!("sqlite:{}", path.display())),
        key_file: Some(with_suffix(path, ".key")),
        config: None,
    };
    let listen = SocketAddr::from(([127, 0, 0, 1], port));
    let site = SiteArgs { listen: Some(listen), origin: None, behind_proxy: false };
    Settings::read(&database, Some(&site))
}

/// Nobody has a password in a demo county, so nobody is asked for one again.
fn demo_config(config: Config) -> Config {
    let day = SignedDuration::from_hours(12);
    Config { limits: Limits { fresh: day, session: day, ..config.limits }, ..config }
}
