//! The figures of a large database, beside `DuckDB` on the same rows.

use super::{House, folder, made, median, operator};
use crate::{alone, row, time};
use app::{
    Clock,
    performance::{ReportRequest, report},
};
use domain::performance::{By, Indicator, Period, Report};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use serde::Deserialize;
use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const TURNS: usize = 7;
/// Sixteen incidents to a referral: of a year of England and Wales.
const INCIDENTS_A_REFERRAL: f64 = 2_000_000.0 / 120_000.0;

pub(super) fn measure(incidents: u32) {
    let folder = folder();
    let house = House::demo(folder.path());
    let today = Clock::System.now().to_zoned(TimeZone::UTC).date();
    let day_after = |years: i64| today.saturating_sub(years.years()).saturating_add(1.day());
    let (from, base) = (day_after(1), day_after(2));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a round number")]
    let referrals = (f64::from(incidents) / INCIDENTS_A_REFERRAL).round() as u32;
    let begun = Instant::now();
    made::fill(&house, folder.path(), (base, today), incidents, referrals);
    let each = begun.elapsed() / (incidents + referrals);
    alone(&format!("a fact of {incidents} incidents, {referrals} referrals put in"), &time(each));
    let theirs = duckdb(folder.path(), (from, today, base));
    let period = Period::new(from, today).unwrap();
    for (indicator, baseline) in [(Indicator::RepeatIncidents, None), (Indicator::Ni32, Some(base))]
    {
        let baseline =
            baseline.map(|base| Period::new(base, from.saturating_sub(1.day())).unwrap());
        let request =
            ReportRequest { indicator, period, by: Some(By::Area), baseline, as_at: None };
        let (took, answer) = ours(&house, &request);
        compare(indicator, (took, &answer), theirs.as_deref());
        let past = ReportRequest { as_at: today.checked_sub(30.days()).ok(), ..request };
        alone("    the same as at a month ago", &time(ours(&house, &past).0));
    }
    for (indicator, by) in [
        (Indicator::Ni32, Some(By::Marac)),
        (Indicator::Ni32, Some(By::Agency)),
        (Indicator::MaracDataset, None),
    ] {
        let request = ReportRequest { indicator, period, by, baseline: None, as_at: None };
        let by = by.map_or("", |by| by.code());
        alone(&format!("{} {by}", indicator.code()), &time(ours(&house, &request).0));
    }
    super::page::measure(folder.path());
}

/// The median of several warm answers, each with its door and its ledger entry.
fn ours(house: &House, request: &ReportRequest) -> (Duration, Report) {
    let app = house.app();
    let ask = || app.read(&operator(), |ctx| report(ctx, request)).unwrap();
    let answer = ask();
    let times = (0..TURNS).map(|_| {
        let begun = Instant::now();
        ask();
        begun.elapsed()
    });
    (median(times.collect()), answer)
}

/// What `tools/bench-duckdb` says of one question.
#[derive(Deserialize)]
struct Theirs {
    question: String,
    over: String,
    seconds: f64,
    /// Area, counted and repeats of the period, and of the one before.
    rows: Vec<(String, i64, i64, i64, i64)>,
}

fn compare(indicator: Indicator, (took, answer): (Duration, &Report), theirs: Option<&[Theirs]>) {
    let code = indicator.code();
    let Some(theirs) = theirs else {
        return alone(&format!("{code} by area; DuckDB cannot be had here"), &time(took));
    };
    for theirs in theirs.iter().filter(|theirs| theirs.question == code) {
        let numbers = |all: i64, repeats: i64| (all != 0).then_some((all, repeats));
        let mut found: Vec<_> =
            theirs.rows.iter().filter_map(|row| numbers(row.1, row.2)).collect();
        let rows = answer.rows.iter().map(|row| &row.figures);
        let mut ours: Vec<_> = rows
            .filter_map(|row| numbers(row.denominator.unwrap_or(0), row.numerator.unwrap_or(0)))
            .collect();
        found.sort_unstable();
        ours.sort_unstable();
        assert_eq!(ours, found, "{code} counts otherwise than DuckDB over {}", theirs.over);
        let seconds = Duration::from_secs_f64(theirs.seconds);
        row(&format!("{code} by area, beside DuckDB over {}", theirs.over), took, seconds);
    }
}

/// `DuckDB` in a Python of its own below the target folder; nothing where it cannot be installed.
fn duckdb(folder: &Path, (from, to, base): (Date, Date, Date)) -> Option<Vec<Theirs>> {
    let python = python()?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/bench-duckdb");
    let run = Command::new(python)
        .args([script.as_os_str(), folder.as_os_str()])
        .args([TURNS.to_string(), from.to_string(), to.to_string(), base.to_string()])
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(run.status.success());
    let lines = String::from_utf8(run.stdout).unwrap();
    Some(lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn python() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("bench-duckdb");
    let python = folder.join("bin/python");
    let well = |command: &mut Command| {
        let run = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        run.is_ok_and(|status| status.success())
    };
    let is_there = || well(Command::new(&python).args(["-c", "import duckdb"]));
    if !is_there() {
        well(Command::new("python3").args(["-m", "venv"]).arg(&folder));
        well(Command::new(&python).args(["-m", "pip", "install", "--quiet", "duckdb==2.0.0"]));
    }
    is_there().then_some(python)
}
