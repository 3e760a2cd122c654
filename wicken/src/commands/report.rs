//! `wicken report`

mod table;

use crate::{
    config::{DatabaseArgs, Failure, Settings},
    operator,
};
use app::{
    App, Error,
    performance::{ReportRequest, report, report_targets},
};
use domain::performance::{By, Indicator, Period};
use jiff::civil::Date;
use serde::Serialize;
use std::{io::Write, process::ExitCode};

/// The word that stands in the place of an indicator for the targets.
const TARGETS: &str = "targets";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// recorded-incidents, repeat-incidents, ni32, marac-dataset, or targets (without dates)
    indicator: String,
    /// The first day of the period
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// The last day of the period, included
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Break it down: area, marac, agency, quarter or month
    #[arg(long, value_name = "WHAT")]
    by: Option<String>,
    /// The first day of the period to compare with
    #[arg(long, value_name = "DATE", requires = "baseline_to")]
    baseline_from: Option<String>,
    /// The last day of the period to compare with, included
    #[arg(long, value_name = "DATE", requires = "baseline_from")]
    baseline_to: Option<String>,
    /// What the database said at the end of that day
    #[arg(long, value_name = "DATE")]
    as_at: Option<String>,
    /// Print one JSON document
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print comma-separated values
    #[arg(long)]
    csv: bool,
    #[command(flatten)]
    database: DatabaseArgs,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if arguments.indicator == TARGETS {
        return targets(arguments);
    }
    let request = request(arguments)?;
    let app = open(arguments)?;
    let report = app.read(&operator::visitor()?, |ctx| report(ctx, &request)).map_err(told)?;
    match (arguments.json, arguments.csv) {
        (true, _) => print(&json(&report)?)?,
        (false, true) => {
            print(&report.to_csv())?;
            report.notes.iter().for_each(|note| eprintln!("{note}"));
        }
        (false, false) => print(&table::of_report(&report))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn targets(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let Arguments { from, to, by, baseline_from, as_at, .. } = arguments;
    if [from, to, by, baseline_from, as_at].iter().any(|given| given.is_some()) || arguments.csv {
        let words =
            "the targets have their own areas and periods: `wicken report targets [--json]`";
        return Err(Failure::Usage(words.to_owned()));
    }
    let app = open(arguments)?;
    let targets = app.read(&operator::visitor()?, report_targets).map_err(told)?;
    print(&if arguments.json { json(&targets)? } else { table::of_targets(&targets) })?;
    Ok(ExitCode::SUCCESS)
}

fn open(arguments: &Arguments) -> Result<App, Failure> {
    let settings = Settings::read(&arguments.database, None)?;
    App::open(settings.app_config()?).map_err(Failure::of)
}

/// What can be mended on the command line is a matter of usage.
fn told(error: Error) -> Failure {
    match error {
        Error::Refused(refused) => Failure::Usage(refused.to_string()),
        other => Failure::of(other),
    }
}

fn request(arguments: &Arguments) -> Result<ReportRequest, Failure> {
    let indicator = Indicator::from_code(&arguments.indicator).ok_or_else(|| {
        let codes: Vec<_> = Indicator::ALL.iter().map(|indicator| indicator.code()).collect();
        let codes = codes.join(", ");
        Failure::Usage(format!("{} is no indicator: {codes} or {TARGETS}", arguments.indicator))
    })?;
    let by = arguments.by.as_deref().map(|by| {
        By::from_code(by).ok_or_else(|| {
            Failure::Usage("--by is one of area, marac, agency, quarter, month".to_owned())
        })
    });
    let (Some(from), Some(to)) = (&arguments.from, &arguments.to) else {
        return Err(Failure::Usage("give the period with --from DATE --to DATE".to_owned()));
    };
    let baseline = arguments.baseline_from.as_ref().zip(arguments.baseline_to.as_ref());
    let baseline = baseline
        .map(|(from, to)| period(("--baseline-from", from), ("--baseline-to", to)))
        .transpose()?;
    let as_at = arguments.as_at.as_ref().map(|day| date("--as-at", day)).transpose()?;
    let period = period(("--from", from), ("--to", to))?;
    Ok(ReportRequest { indicator, period, by: by.transpose()?, baseline, as_at })
}

fn period(from: (&str, &str), to: (&str, &str)) -> Result<Period, Failure> {
    Period::new(date(from.0, from.1)?, date(to.0, to.1)?)
        .map_err(|error| Failure::Usage(format!("{} and {}: {error}", from.0, to.0)))
}

fn date(option: &str, text: &str) -> Result<Date, Failure> {
    let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
    day.ok_or_else(|| Failure::Usage(format!("{option} is a date such as 2008-04-01")))
}

fn json(document: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(document).map(|text| text + "\n").map_err(Failure::of)
}

fn print(text: &str) -> Result<(), Failure> {
    std::io::stdout().lock().write_all(text.as_bytes()).map_err(Failure::of)
}
