//! From files to figures: facts, links and reports, with people told or found.

mod as_at;
mod behind;
mod linking;
mod ni32;
mod random;
mod reports;
mod sums;

use app::{
    App,
    import::{ImportRequest, ImportSummary, reading::FileKind, run_import},
    params,
    performance::{ReportRequest, report},
    testing::{operator, take_links},
};
use domain::{
    agency::AgencyCode,
    performance::{By, Indicator, Period, Report},
};
use jiff::civil::Date;
use std::{collections::BTreeMap, io::Cursor};

pub const POLICE: &str = "FEN-POLICE";
pub const REGISTER: &str = "PARTNERSHIP";

/// Cells of a row by their column; what is not given is empty.
pub type Cells<'c> = &'c [(&'c str, &'c str)];

/// A file with the columns of all of its rows.
pub fn file(rows: &[Cells<'_>]) -> String {
    let mut columns: Vec<&str> =
        rows.iter().flat_map(|row| row.iter().map(|(name, _)| *name)).collect();
    columns.sort_unstable();
    columns.dedup();
    let cell = |row: &Cells<'_>, column: &str| {
        let found = row.iter().find(|(name, _)| *name == column);
        found.map_or(String::new(), |(_, value)| (*value).to_owned())
    };
    let line = |row: &Cells<'_>| {
        columns.iter().map(|column| cell(row, column)).collect::<Vec<_>>().join(",") + "\n"
    };
    let lines: String = rows.iter().map(line).collect();
    columns.join(",") + "\n" + &lines
}

pub fn import(app: &App, kind: FileKind, agency: &str, text: &str) -> ImportSummary {
    let agency = AgencyCode::parse(agency).unwrap();
    let request =
        ImportRequest { kind, agency, file_name: "extract.csv".to_owned(), dry_run: false };
    let input = Cursor::new(text.as_bytes().to_vec());
    let outcome = run_import(app, &operator(), &request, input, &mut |_| ()).unwrap();
    assert_eq!(outcome.summary.refused, 0, "{text}");
    outcome.summary
}

pub fn incidents(app: &App, rows: &[Cells<'_>]) -> ImportSummary {
    import(app, FileKind::Incidents, POLICE, &file(rows))
}

pub fn referrals(app: &App, rows: &[Cells<'_>]) -> ImportSummary {
    import(app, FileKind::Referrals, REGISTER, &file(rows))
}

/// Persons by `AGENCY/REFERENCE/PARTY`.
pub fn link(app: &App, truth: &[(&str, u64)]) {
    let truth: BTreeMap<String, u64> =
        truth.iter().map(|(key, person)| ((*key).to_owned(), *person)).collect();
    take_links(app, &truth).unwrap();
}

pub fn year(first: i16) -> Period {
    Period::financial_year(first)
}

/// A request for a year, without a breakdown, as at now.
pub fn ask(indicator: Indicator, period: Period) -> ReportRequest {
    ReportRequest { indicator, period, by: None, baseline: None, as_at: None }
}

pub fn read(app: &App, request: ReportRequest) -> Report {
    app.read(&operator(), |ctx| report(ctx, &request)).unwrap()
}

/// Numerator and denominator of the total.
pub fn total(app: &App, request: ReportRequest) -> (i64, i64) {
    let total = read(app, request).total;
    (total.numerator.unwrap(), total.denominator.unwrap_or(-1))
}

/// The repeats and the cases heard in a year, as at a day or now.
pub fn ni32(app: &App, first: i16, as_at: Option<Date>) -> (i64, i64) {
    total(app, ReportRequest { as_at, ..ask(Indicator::Ni32, year(first)) })
}

/// Rows as `key numerator/denominator value`.
pub fn rows(app: &App, request: ReportRequest) -> Vec<String> {
    let word = |number: Option<i64>| number.map_or("-".to_owned(), |number| number.to_string());
    let rows = read(app, request).rows;
    rows.iter()
        .map(|row| {
            let figures = &row.figures;
            let value = figures.value.as_deref().unwrap_or("-");
            let (n, d) = (word(figures.numerator), word(figures.denominator));
            format!("{} {n}/{d} {value}", row.key)
        })
        .collect()
}

pub fn by(request: ReportRequest, by: By) -> ReportRequest {
    ReportRequest { by: Some(by), ..request }
}

/// How many rows each table has that linking and counting write, the ledger too.
pub fn sizes(app: &App) -> Vec<i64> {
    let tables = [
        "select count(*) as count from person",
        "select count(*) as count from membership",
        "select count(*) as count from link",
        "select count(*) as count from link_model",
        "select count(*) as count from incident_fact",
        "select count(*) as count from case_fact",
        "select count(*) as count from ledger_entry",
    ];
    tables.iter().map(|sql| app.db().read(|tx| tx.count(sql, params![])).unwrap()).collect()
}

/// A column `a` of text.
pub fn texts(app: &App, sql: &'static str) -> Vec<String> {
    app.db().read(|tx| tx.list(sql, params![], |row| row.get::<String>("a"))).unwrap()
}
