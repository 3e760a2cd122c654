//! `wicken area`

use crate::{
    config::{DatabaseArgs, Failure, Settings},
    operator,
};
use app::{
    App, Record,
    area::{NewArea, add_area, list_areas, load_postcodes},
    day_of,
};
use jiff::civil::Date;
use std::{
    fs::File,
    io::{BufReader, Write},
    path::PathBuf,
    process::ExitCode,
};

/// The districts that are in force today came with the Local Government Act 1972.
const DISTRICTS_FROM: &str = "1974-04-01";
/// Some lines were refused.
const PROBLEMS: u8 = 3;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Add an area, so that files can name it
    Add(Add),
    /// Say which postcodes lie in which area
    Postcodes(Postcodes),
    /// List the areas that are in force today
    List(List),
}

#[derive(clap::Args)]
pub(crate) struct Add {
    /// Its code, such as E07000010
    code: String,
    /// Its name
    name: String,
    /// The first day on which it is in force
    #[arg(long, value_name = "DATE", default_value = DISTRICTS_FROM)]
    from: Date,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(clap::Args)]
pub(crate) struct Postcodes {
    /// A CSV file with the header postcode,area; an area is a code or a name
    file: PathBuf,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(clap::Args)]
pub(crate) struct List {
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Add(arguments) => add(arguments),
        Command::Postcodes(arguments) => postcodes(arguments),
        Command::List(arguments) => list(arguments),
    }
}

fn open(database: &DatabaseArgs) -> Result<App, Failure> {
    let settings = Settings::read(database, None)?;
    App::open(settings.app_config()?).map_err(Failure::of)
}

fn add(arguments: &Add) -> Result<ExitCode, Failure> {
    let (code, name) = (arguments.code.clone(), arguments.name.clone());
    let new = NewArea { code, name, valid_from: arguments.from };
    let app = open(&arguments.database)?;
    app.change(&operator::visitor()?, move |ctx| add_area(ctx, &new)).map_err(Failure::of)?;
    eprintln!("The area {} is added.", arguments.name);
    Ok(ExitCode::SUCCESS)
}

fn postcodes(arguments: &Postcodes) -> Result<ExitCode, Failure> {
    let path = arguments.file.display();
    let told = |error: std::io::Error| Failure::Failed(format!("{path}: {error}"));
    let app = open(&arguments.database)?;
    let input = BufReader::new(File::open(&arguments.file).map_err(told)?);
    let loaded = load_postcodes(&app, &operator::visitor()?, input)
        .map_err(|error| Failure::Failed(format!("{path}: {error}")))?;
    for (line, fault) in &loaded.faults {
        eprintln!("Line {line}: {fault}.");
    }
    eprintln!("{} postcodes are loaded, {} lines refused.", loaded.postcodes, loaded.refused);
    Ok(if loaded.refused == 0 { ExitCode::SUCCESS } else { ExitCode::from(PROBLEMS) })
}

fn list(arguments: &List) -> Result<ExitCode, Failure> {
    let app = open(&arguments.database)?;
    let today = day_of(app.clock().now());
    let areas = app.read(&operator::visitor()?, |ctx| {
        let areas = list_areas(ctx, today)?;
        ctx.record(Record::System { doing: "list_areas" })?;
        Ok(areas)
    });
    let mut out = std::io::stdout().lock();
    for area in areas.map_err(Failure::of)? {
        writeln!(out, "{}\t{}", area.code, area.name).map_err(Failure::of)?;
    }
    Ok(ExitCode::SUCCESS)
}
