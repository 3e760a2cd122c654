//! `wicken user`

use crate::{
    config::{DatabaseArgs, Failure, Settings, SiteArgs},
    operator,
};
use app::{
    App,
    user::{Invited, NewUser, find_agency_for, find_by_email, invite_user, reset_sign_in},
};
use domain::{
    agency::AgencyCode,
    user::{DisplayName, EmailAddress, Role},
};
use std::{io::Write, process::ExitCode};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Invite someone; the link is printed
    Add(Add),
    /// Give someone a new start at signing in; the link is printed
    Reset(Reset),
}

#[derive(clap::Args)]
pub(crate) struct Add {
    #[arg(long)]
    email: String,
    #[arg(long)]
    name: String,
    /// administrator, grantor, coordinator, idva, ...
    #[arg(long)]
    role: String,
    /// The agency's code
    #[arg(long, default_value = app::system::PARTNERSHIP)]
    agency: String,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    site: SiteArgs,
}

#[derive(clap::Args)]
pub(crate) struct Reset {
    #[arg(long)]
    email: String,
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    site: SiteArgs,
}

pub(crate) fn run(command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Add(arguments) => add(arguments),
        Command::Reset(arguments) => reset(arguments),
    }
}

fn add(arguments: &Add) -> Result<ExitCode, Failure> {
    let usage = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
    let email = EmailAddress::parse(&arguments.email).map_err(|error| usage(&error))?;
    let name = DisplayName::parse(&arguments.name).map_err(|error| usage(&error))?;
    let code = AgencyCode::parse(&arguments.agency).map_err(|error| usage(&error))?;
    let role = Role::from_code(&arguments.role).ok_or_else(|| {
        let roles: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
        Failure::Usage(format!("--role is one of {}", roles.join(", ")))
    })?;
    let settings = Settings::read(&arguments.database, Some(&arguments.site))?;
    let app = App::open(settings.app_config()?).map_err(Failure::of)?;
    let invited = app.change(&operator::visitor()?, move |ctx| {
        let agency = find_agency_for(ctx, &code)?;
        invite_user(ctx, NewUser { agency, role, name, email })
    });
    let invited = invited.map_err(|error| match error {
        app::Error::NotFound => Failure::Failed(format!(
            "there is no agency {}: add it with `wicken agency add`",
            arguments.agency
        )),
        error => Failure::of(error),
    })?;
    print(&settings, &invited)
}

fn reset(arguments: &Reset) -> Result<ExitCode, Failure> {
    let email =
        EmailAddress::parse(&arguments.email).map_err(|error| Failure::Usage(error.to_string()))?;
    let settings = Settings::read(&arguments.database, Some(&arguments.site))?;
    let app = App::open(settings.app_config()?).map_err(Failure::of)?;
    let invited = app.change(&operator::visitor()?, move |ctx| {
        let user = find_by_email(ctx, &email)?;
        reset_sign_in(ctx, user)
    });
    let invited = invited.map_err(|error| match error {
        app::Error::NotFound => {
            Failure::Failed(format!("nobody with the address {} uses Wicken", arguments.email))
        }
        error => Failure::of(error),
    })?;
    print(&settings, &invited)
}

fn print(settings: &Settings, invited: &Invited) -> Result<ExitCode, Failure> {
    let mut out = std::io::stdout().lock();
    let origin = settings.origin.clone().unwrap_or_else(|| format!("http://{}", settings.listen));
    writeln!(out, "{origin}/invitation/{}", invited.secret).map_err(Failure::of)?;
    eprintln!("Hand this link to them, and to nobody else. It works once, for seven days.");
    Ok(ExitCode::SUCCESS)
}
