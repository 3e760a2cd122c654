//! Reports as drawings.

use super::{
    findings::is_placed,
    tables::{heads, key_words},
};
use crate::{
    charts::{
        Amount, Bar, BarGroup, Bars, Column, Columns, District, DistrictMap, Line, Lines, Told,
        count_words,
    },
    components::Markup,
};
use domain::performance::{By, Figures, Indicator, Report, Row, TargetRow};
use jiff::civil::Date;

/// How many incidents a target asked for: the baseline and so many per cent of it, in whole ones.
fn needed(row: &TargetRow) -> Option<i64> {
    let before = row.baseline.filter(|before| 0 < *before)?;
    Some((before * (1_000 + row.target.0) + 999) / 1_000)
}

/// Both years of each area, and the mark of its target.
pub(super) fn of_targets(told: Told, rows: &[TargetRow]) -> Markup {
    let groups = rows.iter().map(|row| {
        let bar = |count: i64, year: &str, is_baseline| Bar {
            amount: Some(Amount::count(count).worded(format!("{} in {year}", count_words(count)))),
            is_baseline,
        };
        let now = bar(row.outturn, "2007/08", false);
        let before = row.baseline.map(|count| bar(count, "2003/04", true));
        let target = needed(row)
            .map(|count| Amount::count(count).worded(format!("target {}", count_words(count))));
        let bars = before.into_iter().chain([now]).collect();
        BarGroup { label: row.key.clone(), bars, target }
    });
    Bars::draw(told, &groups.collect::<Vec<_>>())
}

/// Where the incidents of a period were.
pub(super) fn map_of(told: Told, report: &Report) -> Markup {
    let districts = report
        .rows
        .iter()
        .filter(|row| is_placed(row))
        .map(|row| District { name: row.key.clone(), count: row.figures.numerator });
    DistrictMap::draw(told, &districts.collect::<Vec<_>>())
}

/// What is drawn of a row: the count of incidents, else the share.
fn amount(indicator: Indicator, figures: &Figures) -> Option<Amount> {
    match indicator {
        Indicator::RecordedIncidents => figures.numerator.map(Amount::count),
        Indicator::RepeatIncidents | Indicator::Ni32 => Amount::percent(figures.value.as_deref()),
        Indicator::MaracDataset => None,
    }
}

fn unit(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::RecordedIncidents | Indicator::MaracDataset => "",
        Indicator::RepeatIncidents | Indicator::Ni32 => "%",
    }
}

/// Quarters or months as columns.
pub(super) fn columns_of(told: Told, report: &Report) -> Markup {
    let columns = report.rows.iter().map(|row| {
        let (group, label) = split_key(report.by, &row.key);
        Column { label, group, amount: amount(report.indicator, &row.figures) }
    });
    Columns::draw(told, unit(report.indicator), &columns.collect::<Vec<_>>())
}

/// Year and quarter of `2008/09 Q1`, year and month of `2008-04`.
fn split_key(by: Option<By>, key: &str) -> (String, String) {
    let words = key_words(by, key);
    match (by, words.split_once(' ')) {
        (Some(By::Month), Some((month, year))) => {
            (year.to_owned(), month.chars().take(3).collect())
        }
        (_, Some((year, quarter))) => (year.to_owned(), quarter.to_owned()),
        (_, None) => (String::new(), words),
    }
}

/// Areas, MARACs or agencies as bars.
pub(super) fn bars_of(told: Told, report: &Report) -> Markup {
    let groups = report.rows.iter().map(|row| BarGroup {
        label: row.key.clone(),
        bars: bars(report.indicator, row),
        target: None,
    });
    Bars::draw(told, &groups.collect::<Vec<_>>())
}

fn bars(indicator: Indicator, row: &Row) -> Vec<Bar> {
    let figures = &row.figures;
    let now = Bar { amount: amount(indicator, figures), is_baseline: false };
    let before = figures.denominator.filter(|_| indicator == Indicator::RecordedIncidents);
    let before = before.map(|count| {
        let words = format!("{} before", count_words(count));
        Bar { amount: Some(Amount::count(count).worded(words)), is_baseline: true }
    });
    before.into_iter().chain([now]).collect()
}

/// The share of each area over windows of twelve months, and of the whole county.
pub(super) fn lines_of(told: &Told, ends: &[Date], windows: &[Report]) -> Markup {
    let labels: Vec<String> = ends.iter().map(|end| end.strftime("%b %Y").to_string()).collect();
    let keys = windows.last().into_iter().flat_map(|report| &report.rows);
    let keys = keys.filter(|row| is_placed(row)).map(|row| row.key.clone());
    let mut lines: Vec<Line> = keys
        .map(|key| {
            let points = windows.iter().map(|report| {
                let row = report.rows.iter().find(|row| row.key == key)?;
                amount(report.indicator, &row.figures)
            });
            Line { points: points.collect(), name: key.clone() }
        })
        .collect();
    let points = windows.iter().map(|report| amount(report.indicator, &report.total));
    lines.push(Line { name: "All areas".to_owned(), points: points.collect() });
    let unit = windows.last().map_or("", |report| unit(report.indicator));
    Lines::draw(told, unit, &labels, &lines)
}

/// The drawing that fits a report's breakdown; a single figure needs none.
pub(super) fn of_report(told: Told, report: &Report) -> Option<Markup> {
    if report.rows.is_empty() || report.indicator == Indicator::MaracDataset {
        return None;
    }
    match report.by? {
        By::Area if report.indicator == Indicator::RecordedIncidents => Some(map_of(told, report)),
        By::Area | By::Marac | By::Agency => Some(bars_of(told, report)),
        By::Quarter | By::Month => Some(columns_of(told, report)),
    }
}

/// What is drawn, in a sentence for the caption.
pub(super) fn caption(report: &Report) -> String {
    let [part, all, _] = heads(report.indicator);
    let what = match report.indicator {
        Indicator::RecordedIncidents | Indicator::MaracDataset => part.to_owned(),
        Indicator::RepeatIncidents | Indicator::Ni32 => {
            format!("{part} as a share of {}", all.to_lowercase())
        }
    };
    let by = report.by.map(|by| format!(" by {}", by.words())).unwrap_or_default();
    let (from, to) = (crate::words::day(report.from), crate::words::day(report.to));
    format!("{what}{by}, {from} to {to}, as the records stood on {}.", as_at(report))
}

fn as_at(report: &Report) -> String {
    crate::words::day(report.as_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::performance::{STRATEGY_TARGETS, judge};

    #[test]
    fn a_target_stands_at_the_smallest_whole_number_that_meets_it() {
        let needed: Vec<Option<i64>> = STRATEGY_TARGETS
            .iter()
            .map(|target| needed(&judge(target, target.printed.0, target.printed.1)))
            .collect();
        assert_eq!(needed, [Some(1_504), Some(379), Some(966), Some(1_261), Some(795)]);
        let nothing = judge(&STRATEGY_TARGETS[0], 0, 10);
        assert_eq!(super::needed(&nothing), None);
    }

    #[test]
    fn a_missed_target_stands_as_far_off_as_the_verdict_says() {
        for target in STRATEGY_TARGETS {
            let row = judge(target, target.printed.0, target.printed.1);
            let by = (needed(&row).unwrap() - row.outturn).max(0);
            assert_eq!(Some(by), row.missed_by, "{}", row.key);
        }
    }

    #[test]
    fn a_period_is_split_into_its_year_and_its_part() {
        let split = |by, key| split_key(Some(by), key);
        assert_eq!(split(By::Quarter, "2008/09 Q1"), ("2008/09".into(), "Q1".into()));
        assert_eq!(split(By::Month, "2008-04"), ("2008".into(), "Apr".into()));
    }
}
