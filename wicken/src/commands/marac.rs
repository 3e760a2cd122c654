//! `wicken marac`

use crate::{
    config::{DatabaseArgs, Failure, Settings},
    operator,
};
use app::{
    App,
    marac::{
        HeardBy, Marac, NewAppointment, appoint, end_appointment, list_maracs, name_neighbour,
    },
    user::find_by_email,
};
use domain::{ids::MaracId, marac::MaracPart, user::EmailAddress};
use std::{io::Write, process::ExitCode};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// List the MARACs and who hears their cases
    List(List),
    /// Appoint a coordinator, a deputy or a chair
    Appoint(Appoint),
    /// End an appointment
    End(End),
    /// Say which MARAC stands in for another
    Neighbour(Neighbour),
}

#[derive(clap::Args)]
pub(crate) struct List {
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(clap::Args)]
pub(crate) struct Appoint {
    /// The MARAC's name
    marac: String,
    #[arg(long)]
    email: String,
    /// coordinator, deputy or chair
    #[arg(long = "as")]
    part: String,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(clap::Args)]
pub(crate) struct End {
    /// The MARAC's name
    marac: String,
    #[arg(long)]
    email: String,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(clap::Args)]
pub(crate) struct Neighbour {
    /// The MARAC's name
    marac: String,
    /// The one that stands in for it; without it none does
    stand_in: Option<String>,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::List(arguments) => list(arguments),
        Command::Appoint(arguments) => add(arguments),
        Command::End(arguments) => end(arguments),
        Command::Neighbour(arguments) => neighbour(arguments),
    }
}

fn open(database: &DatabaseArgs) -> Result<App, Failure> {
    let settings = Settings::read(database, None)?;
    App::open(settings.app_config()?).map_err(Failure::of)
}

fn read(app: &App) -> Result<Vec<Marac>, Failure> {
    let all = app.read(&operator::visitor()?, list_maracs).map_err(Failure::of)?;
    Ok(all.maracs)
}

/// By its name, whatever the case.
fn find<'m>(maracs: &'m [Marac], name: &str) -> Result<&'m Marac, Failure> {
    let wanted = name.to_lowercase();
    let found = maracs.iter().find(|marac| marac.name.to_lowercase() == wanted);
    let unknown = || format!("there is no MARAC {name}: `wicken marac list` has them all");
    found.ok_or_else(|| Failure::Failed(unknown()))
}

fn email(text: &str) -> Result<EmailAddress, Failure> {
    EmailAddress::parse(text).map_err(|error| Failure::Usage(error.to_string()))
}

fn nobody(address: &str) -> impl Fn(app::Error) -> Failure {
    move |error| match error {
        app::Error::NotFound => Failure::Failed(format!("nobody uses Wicken as {address}")),
        error => Failure::of(error),
    }
}

fn list(arguments: &List) -> Result<ExitCode, Failure> {
    let maracs = read(&open(&arguments.database)?)?;
    let mut out = std::io::stdout().lock();
    for marac in &maracs {
        let written = write!(out, "{}", lines(marac));
        written.map_err(|error| Failure::Failed(format!("cannot print: {error}")))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn lines(marac: &Marac) -> String {
    let heard_by = match marac.heard_by {
        HeardBy::Coordinator => "heard by its coordinator",
        HeardBy::Deputy => "no coordinator: heard by its deputy",
        HeardBy::Neighbour => "nobody of its own: heard by its neighbour",
        HeardBy::Nobody => "nobody hears its cases",
    };
    let mut lines = format!("{}: {heard_by}\n", marac.name);
    for appointed in &marac.appointed {
        let there = if appointed.is_there { "" } else { " (hears nothing at present)" };
        let part = appointed.part.words();
        lines += &format!("  {part}: {}, {}{there}\n", appointed.name, appointed.agency_name);
    }
    if let Some((_, name)) = &marac.stand_in {
        lines += &format!("  Stands in for it: {name}\n");
    }
    lines
}

fn add(arguments: &Appoint) -> Result<ExitCode, Failure> {
    let address = email(&arguments.email)?;
    let part = MaracPart::from_code(&arguments.part).ok_or_else(|| {
        let parts: Vec<_> = MaracPart::ALL.iter().map(|part| part.code()).collect();
        Failure::Usage(format!("--as is one of {}", parts.join(", ")))
    })?;
    let app = open(&arguments.database)?;
    let marac = find(&read(&app)?, &arguments.marac)?.id;
    let appointed = app.change(&operator::visitor()?, move |ctx| {
        let user = find_by_email(ctx, &address)?;
        appoint(ctx, NewAppointment { marac, user, part })
    });
    appointed.map_err(nobody(&arguments.email))?;
    let words = part.words().to_lowercase();
    eprintln!("{} is {words} of {} from now on.", arguments.email, arguments.marac);
    Ok(ExitCode::SUCCESS)
}

fn end(arguments: &End) -> Result<ExitCode, Failure> {
    let address = email(&arguments.email)?;
    let app = open(&arguments.database)?;
    let maracs = read(&app)?;
    let marac = find(&maracs, &arguments.marac)?.clone();
    let ended = app.change(&operator::visitor()?, move |ctx| {
        let user = find_by_email(ctx, &address)?;
        let held = marac.appointed.iter().find(|appointed| appointed.user == user);
        end_appointment(ctx, held.ok_or(app::Error::NotFound)?.id)
    });
    ended.map_err(|error| match error {
        app::Error::NotFound => {
            Failure::Failed(format!("{} is not appointed to {}", arguments.email, arguments.marac))
        }
        error => Failure::of(error),
    })?;
    eprintln!("The appointment has ended.");
    Ok(ExitCode::SUCCESS)
}

fn neighbour(arguments: &Neighbour) -> Result<ExitCode, Failure> {
    let app = open(&arguments.database)?;
    let maracs = read(&app)?;
    let marac = find(&maracs, &arguments.marac)?.id;
    let stand_in: Option<MaracId> = match &arguments.stand_in {
        Some(name) => Some(find(&maracs, name)?.id),
        None => None,
    };
    let named = app.change(&operator::visitor()?, move |ctx| name_neighbour(ctx, marac, stand_in));
    named.map_err(Failure::of)?;
    match &arguments.stand_in {
        Some(name) => eprintln!("{name} stands in for {}.", arguments.marac),
        None => eprintln!("Nobody stands in for {}.", arguments.marac),
    }
    Ok(ExitCode::SUCCESS)
}
