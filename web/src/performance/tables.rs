//! Reports and targets as tables; every count leads to the records behind it.

use super::findings::is_placed;
use crate::{
    charts::count_words,
    components::{Cell, Link, Markup, Table, Tag},
};
use domain::performance::{By, Figures, Indicator, Report, TargetRow, Verdict, measures};
use jiff::civil::Date;

/// `April 2008` for `2008-04`; other keys are names already.
pub(super) fn key_words(by: Option<By>, key: &str) -> String {
    let month = Some(key).filter(|_| by == Some(By::Month));
    let first = month.and_then(|month| format!("{month}-01").parse::<Date>().ok());
    first.map_or_else(|| key.to_owned(), |first| first.strftime("%B %Y").to_string())
}

/// What the columns of an indicator are called: numerator, denominator, value.
pub(super) fn heads(indicator: Indicator) -> [&'static str; 3] {
    match indicator {
        Indicator::RecordedIncidents => ["Incidents", "Compared with", "Change"],
        Indicator::RepeatIncidents => ["Repeats", "Incidents with a named victim", "Share"],
        Indicator::Ni32 => ["Repeat cases", "Cases heard", "Share"],
        Indicator::MaracDataset => ["Number", "Of", "Value"],
    }
}

fn first_head(by: Option<By>) -> &'static str {
    match by {
        Some(By::Area) => "Area",
        Some(By::Marac) => "MARAC",
        Some(By::Agency) => "Agency",
        Some(By::Quarter) => "Quarter",
        Some(By::Month) => "Month",
        None => "",
    }
}

/// A report as a table; `behind` is where a row's records are listed, up to its key.
pub(super) fn of_report(report: &Report, caption: &str, behind: Option<&str>) -> Table {
    if report.indicator == Indicator::MaracDataset {
        return of_dataset(report, caption);
    }
    let mut heads = vec![Cell::new(first_head(report.by))];
    heads.extend(self::heads(report.indicator).map(|head| Cell::new(head).numeric()));
    let has_reductions = report.total.reductions.is_some();
    if has_reductions {
        let more = ["Reduction of the share", "Reduction of the number"];
        heads.extend(more.map(|head| Cell::new(head).numeric()));
    }
    let mut table = Table::new(caption).head(heads).row_headers();
    for row in &report.rows {
        let words = key_words(report.by, &row.key);
        let to = behind.map(|behind| format!("{behind}&key={}", crate::words::escaped(&row.key)));
        table = table.row(cells(&words, &row.figures, report.indicator, to, has_reductions));
    }
    let all = if report.rows.is_empty() { "The whole county" } else { "All" };
    let to = behind.map(str::to_owned);
    let total = cells(all, &report.total, report.indicator, to, has_reductions);
    table.row(total.into_iter().map(|cell| cell.classes("app-total")))
}

fn cells(
    words: &str,
    figures: &Figures,
    indicator: Indicator,
    behind: Option<String>,
    has_reductions: bool,
) -> Vec<Cell> {
    let unit =
        |value: &Option<String>| value.as_ref().map_or("–".to_owned(), |v| format!("{v}%"));
    let count = |count: Option<i64>| count.map_or("–".to_owned(), count_words);
    let part = count(figures.numerator);
    let [part_head, ..] = heads(indicator);
    let part = match behind.filter(|_| figures.numerator.is_some_and(|count| 0 < count)) {
        Some(to) => {
            let about = format!("{}: {words}", part_head.to_lowercase());
            Cell::new(Link::new(part, to).about(about)).numeric()
        }
        None => Cell::number(part),
    };
    let mut cells = vec![
        Cell::new(words),
        part,
        Cell::number(count(figures.denominator)),
        Cell::number(unit(&figures.value)),
    ];
    if has_reductions {
        let reductions = figures.reductions.clone().unwrap_or_default();
        cells.push(Cell::number(unit(&reductions.reduction)));
        cells.push(Cell::number(unit(&reductions.count_reduction)));
    }
    cells
}

fn of_dataset(report: &Report, caption: &str) -> Table {
    let head = ["Measure", "Number", "Of", "Value"].map(Cell::new);
    let head = head.into_iter().enumerate();
    let head = head.map(|(at, cell)| if at == 0 { cell } else { cell.numeric() });
    let mut table = Table::new(caption).head(head).row_headers();
    let known = measures();
    for row in &report.rows {
        let measure = known.iter().find(|measure| measure.code == row.key);
        let words = measure.map_or(row.key.as_str(), |measure| measure.words.as_str());
        let count = |count: Option<i64>| count.map_or("–".to_owned(), count_words);
        let Figures { numerator, denominator, value, .. } = &row.figures;
        table = table.row([
            Cell::new(words),
            Cell::number(count(*numerator)),
            Cell::number(count(*denominator)),
            Cell::number(value.clone().unwrap_or_else(|| "–".to_owned())),
        ]);
    }
    table
}

/// The first table of the strategy, with what became of each target.
pub(super) fn of_targets(rows: &[TargetRow], caption: &str) -> Table {
    let head = [
        Cell::new("Area"),
        Cell::new("2003/04").numeric(),
        Cell::new("2007/08").numeric(),
        Cell::new("Target").numeric(),
        Cell::new("Rise").numeric(),
        Cell::new("Target met?"),
    ];
    let mut table = Table::new(caption).head(head).row_headers();
    for row in rows {
        let value = row.value.map_or("–".to_owned(), |value| format!("{value}%"));
        table = table.row([
            Cell::new(row.key.as_str()),
            Cell::number(row.baseline.map_or("–".to_owned(), count_words)),
            Cell::number(count_words(row.outturn)),
            Cell::number(format!("{}%", row.target)),
            Cell::number(value),
            Cell::new(Markup::of(&verdict(row))),
        ]);
    }
    table
}

/// In words, and never red: a target that was missed by a rise is still a rise that was the aim.
fn verdict(row: &TargetRow) -> Tag {
    let missed = || {
        let by = row.missed_by.unwrap_or_default();
        Tag::new(format!("Missed by {}", count_words(by))).grey()
    };
    match row.verdict {
        Verdict::Met => Tag::new("Met").green(),
        Verdict::Short | Verdict::NotNearer => missed(),
        Verdict::AboveCeiling | Verdict::BelowFloor => missed(),
        Verdict::NotJudged => Tag::new("Not judged").grey(),
    }
}

/// The second table of the strategy, which it had to leave empty: both years side by side.
pub(super) fn of_two_years(before: &Report, now: &Report, caption: &str) -> Table {
    let head = [
        Cell::new("Area"),
        Cell::new("2003/04: repeats of incidents").numeric(),
        Cell::new("Share").numeric(),
        Cell::new("2007/08: repeats of incidents").numeric(),
        Cell::new("Share").numeric(),
    ];
    let mut table = Table::new(caption).head(head).row_headers();
    let empty = Figures::default();
    let pair = |key: &str| {
        let of = |report: &Report| {
            let row = report.rows.iter().find(|row| row.key == key);
            row.map_or_else(|| empty.clone(), |row| row.figures.clone())
        };
        [of(before), of(now)]
    };
    let mut keys: Vec<&str> = now.rows.iter().map(|row| row.key.as_str()).collect();
    let more = before.rows.iter().map(|row| row.key.as_str());
    keys.extend(more.filter(|key| !now.rows.iter().any(|row| row.key == *key)));
    for key in keys {
        table = table.row(two_years(key, &pair(key)));
    }
    let total = two_years("All", &[before.total.clone(), now.total.clone()]);
    table.row(total.into_iter().map(|cell| cell.classes("app-total")))
}

fn two_years(words: &str, years: &[Figures; 2]) -> Vec<Cell> {
    let mut cells = vec![Cell::new(words)];
    for figures in years {
        let [part, all] = [figures.numerator, figures.denominator].map(Option::unwrap_or_default);
        cells.push(Cell::number(format!("{} of {}", count_words(part), count_words(all))));
        let share = figures.value.as_ref().map_or("–".to_owned(), |value| format!("{value}%"));
        cells.push(Cell::number(share));
    }
    cells
}

/// Shares of several periods side by side, by area.
pub(super) fn of_windows(labels: &[String], windows: &[Report], caption: &str) -> Table {
    let head = std::iter::once(Cell::new("Twelve months to"));
    let head = head.chain(labels.iter().map(|label| Cell::new(label.as_str()).numeric()));
    let mut table = Table::new(caption).head(head).row_headers();
    let Some(last) = windows.last() else { return table };
    for row in last.rows.iter().filter(|row| is_placed(row)) {
        let cells = windows.iter().map(|report| {
            let own = report.rows.iter().find(|other| other.key == row.key);
            Cell::number(own.map_or("–".to_owned(), |own| share(&own.figures)))
        });
        table = table.row(std::iter::once(Cell::new(row.key.as_str())).chain(cells));
    }
    let total = windows.iter().map(|report| Cell::number(share(&report.total)));
    let total = std::iter::once(Cell::new("All")).chain(total);
    table.row(total.map(|cell| cell.classes("app-total")))
}

/// `15.0% (12 of 80)`
fn share(figures: &Figures) -> String {
    let [part, all] = [figures.numerator, figures.denominator].map(Option::unwrap_or_default);
    match &figures.value {
        Some(value) => format!("{value}% ({} of {})", count_words(part), count_words(all)),
        None => "–".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::performance::{STRATEGY_TARGETS, judge};

    #[test]
    fn a_month_is_named_and_a_quarter_is_kept() {
        assert_eq!(key_words(Some(By::Month), "2008-04"), "April 2008");
        assert_eq!(key_words(Some(By::Month), "not known"), "not known");
        assert_eq!(key_words(Some(By::Quarter), "2008/09 Q1"), "2008/09 Q1");
        assert_eq!(key_words(Some(By::Area), "2008-04"), "2008-04");
    }

    #[test]
    fn a_target_that_was_missed_is_told_by_how_many_and_never_in_red() {
        let rows: Vec<TargetRow> = STRATEGY_TARGETS
            .iter()
            .map(|target| judge(target, target.printed.0, target.printed.1))
            .collect();
        let html = Markup::of(&of_targets(&rows, "Targets")).to_string();
        assert!(html.contains("Missed by 99") && html.contains("Missed by 14"), "{html}");
        assert_eq!(html.matches(">Met<").count() + html.matches("Met\n").count(), 3, "{html}");
        assert!(!html.contains("--red"), "{html}");
    }
}
