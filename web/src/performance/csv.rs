//! The same tables as files.

use super::asked::{Asked, Query};
use crate::{
    answer::{Answer, Problem},
    asking::Asking,
    site::Site,
};
use app::performance::{report, report_targets};
use axum::{
    extract::{Path, Query as FromQuery, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::performance::{Figures, Indicator, Report, TargetRow};

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(code): Path<String>,
    FromQuery(query): FromQuery<Query>,
) -> Answer {
    if code == "targets" {
        let targets = site.read(&asking, report_targets).await?;
        return Ok(file("targets", &of_targets(&targets.rows)));
    }
    let indicator = Indicator::from_code(&code).ok_or_else(|| Problem::not_found(&asking))?;
    let found = site
        .read(&asking, move |ctx| {
            let (asked, errors) = Asked::read(&query, Some(indicator), ctx.today());
            if !errors.is_empty() {
                // A file has no place to say what was wrong; the page it comes from has.
                return Err(app::Error::NotFound);
            }
            report(ctx, &asked.request(indicator))
        })
        .await?;
    let name = format!("{}-{}-{}", found.indicator.code(), found.from, found.to);
    Ok(file(&name, &of_report(&found)))
}

/// A download with a name and no more.
pub(crate) fn file(name: &str, text: &str) -> Response {
    let mut response = text.to_owned().into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, kind);
    let named = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\""));
    if let Ok(named) = named {
        headers.insert(header::CONTENT_DISPOSITION, named);
    }
    response
}

const LINE_END: &str = "\r\n";

/// The columns of a report as the command line prints them.
fn of_report(report: &Report) -> String {
    let has_reductions = report.total.reductions.is_some();
    let mut head = vec!["key", "numerator", "denominator", "value"];
    if has_reductions {
        head.extend(["reduction", "count_reduction"]);
    }
    let mut text = line(head.into_iter().map(str::to_owned));
    for row in &report.rows {
        text.push_str(&line(cells(&row.key, &row.figures, has_reductions)));
    }
    text.push_str(&line(cells("total", &report.total, has_reductions)));
    text
}

fn cells(key: &str, figures: &Figures, has_reductions: bool) -> Vec<String> {
    let count = |count: Option<i64>| count.map(|count| count.to_string()).unwrap_or_default();
    let value = |value: &Option<String>| value.clone().unwrap_or_default();
    let Figures { numerator, denominator, value: share, reductions } = figures;
    let mut cells = vec![key.to_owned(), count(*numerator), count(*denominator), value(share)];
    if has_reductions {
        let reductions = reductions.clone().unwrap_or_default();
        cells.extend([value(&reductions.reduction), value(&reductions.count_reduction)]);
    }
    cells
}

fn of_targets(rows: &[TargetRow]) -> String {
    let head = ["key", "indicator", "baseline", "outturn", "target", "value", "met", "missed_by"];
    let head = head.into_iter().chain(["missed_by_points"]);
    let mut text = line(head.map(str::to_owned));
    for row in rows {
        let tenths = |tenths: Option<domain::performance::Tenths>| {
            tenths.map(|tenths| tenths.to_string()).unwrap_or_default()
        };
        text.push_str(&line([
            row.key.clone(),
            row.indicator.code().to_owned(),
            row.baseline.map(|count| count.to_string()).unwrap_or_default(),
            row.outturn.to_string(),
            row.target.to_string(),
            tenths(row.value),
            row.met.map(|met| met.to_string()).unwrap_or_default(),
            row.missed_by.map(|count| count.to_string()).unwrap_or_default(),
            tenths(row.missed_by_points),
        ]));
    }
    text
}

/// One line, quoted where it must be (RFC 4180).
pub(crate) fn line(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| quoted(&cell)).collect();
    cells.join(",") + LINE_END
}

/// A spreadsheet takes a cell that begins so for a formula and would run it; a number may be
/// negative.
fn quoted(cell: &str) -> String {
    let begins = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_number = cell.parse::<f64>().is_ok();
    let cell = if begins && !is_number { format!("'{cell}") } else { cell.to_owned() };
    match cell.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::performance::{STRATEGY_TARGETS, judge};

    #[test]
    fn a_cell_is_no_formula_and_a_negative_number_stays_one() {
        for (cell, quoted) in [
            ("Fenland", "Fenland"),
            ("=cmd()", "'=cmd()"),
            ("@x", "'@x"),
            ("-10.5", "-10.5"),
            ("-x", "'-x"),
            ("a,b", "\"a,b\""),
            ("say \"so\"", "\"say \"\"so\"\"\""),
            ("=a,b", "\"'=a,b\""),
            ("", ""),
        ] {
            assert_eq!(super::quoted(cell), quoted);
        }
    }

    #[test]
    fn the_targets_come_with_all_their_columns() {
        let rows = [judge(&STRATEGY_TARGETS[0], 1_074, 1_405)];
        let text = of_targets(&rows);
        let second = text.lines().nth(1).unwrap();
        assert_eq!(second, "Cambridge,recorded-incidents,1074,1405,40.0,30.8,false,99,9.2");
        let heads = text.lines().next().unwrap().split(',').count();
        assert_eq!(heads, second.split(',').count());
    }

    #[test]
    fn what_is_not_known_is_an_empty_cell_and_not_zero() {
        let text = of_targets(&[judge(&STRATEGY_TARGETS[0], 0, 10)]);
        assert!(text.contains("Cambridge,recorded-incidents,0,10,40.0,,,,\r\n"), "{text}");
    }
}
