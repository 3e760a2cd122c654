//! What the numbers say, in a sentence: the heading of every chart and table.
//!
//! No sentence calls a change good or bad by its sign, and none calls fewer repeats safety: they
//! are repeats that were identified.

use super::asked::period_words;
use crate::charts::count_words;
use domain::performance::{Figures, Indicator, Period, Report, Row, TargetRow};

const NUMBERS: [&str; 11] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// `three`, and digits from eleven on.
fn number(count: usize) -> String {
    NUMBERS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

fn capital(text: &str) -> String {
    crate::words::capital_word(text)
}

/// `Cambridge, Fenland and Huntingdonshire`
pub(super) fn joined(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// `Three of five areas met their target. Cambridge missed it by 99 incidents, ...`
pub(super) fn targets(rows: &[TargetRow]) -> (String, String) {
    let judged = rows.iter().filter(|row| row.met.is_some()).count();
    let met = rows.iter().filter(|row| row.met == Some(true)).count();
    if judged == 0 {
        let heading = "The targets for recorded incidents cannot be judged yet".to_owned();
        return (heading, "There is nothing to compare with in both years.".to_owned());
    }
    let areas = if judged == 1 { "area" } else { "areas" };
    let heading = format!(
        "{} of {} {areas} met the target for more recorded incidents",
        capital(&number(met)),
        number(judged)
    );
    let missed: Vec<String> = rows
        .iter()
        .filter(|row| row.met == Some(false))
        .map(|row| {
            let by = row.missed_by.unwrap_or_default();
            let points = row.missed_by_points.map(|points| points.to_string());
            let points = points.unwrap_or_default();
            format!("{} missed it by {} ({points} points)", row.key, incidents(by))
        })
        .collect();
    let rest = if missed.is_empty() { "None was missed".to_owned() } else { joined(&missed) };
    (heading, format!("{rest}. A rise was the aim: abuse is reported less than it happens."))
}

fn incidents(count: i64) -> String {
    match count {
        1 => "1 incident".to_owned(),
        _ => format!("{} incidents", count_words(count)),
    }
}

/// `Cambridge recorded the most incidents: 1,405 of 5,227`
pub(super) fn most(report: &Report) -> String {
    let total = report.total.numerator.unwrap_or_default();
    let counts = report.rows.iter().filter_map(|row| Some((row, row.figures.numerator?)));
    let most = counts.clone().map(|(_, count)| count).max().unwrap_or_default();
    if total == 0 || most == 0 {
        return "No incidents were recorded in this period".to_owned();
    }
    let first = counts.filter(|(_, count)| *count == most).map(|(row, _)| row.key.clone());
    let first: Vec<String> = first.collect();
    let each = if first.len() == 1 { "" } else { " each" };
    let [most, total] = [most, total].map(count_words);
    format!("{} recorded the most incidents: {most}{each}, of {total}", joined(&first))
}

/// `33 of 293 cases heard were repeats: 11.3%`
pub(super) fn repeats(indicator: Indicator, total: &Figures) -> String {
    let (_, many) = indicator.counted();
    let verb = if indicator == Indicator::Ni32 { "heard" } else { "with a named victim" };
    let all = total.denominator.unwrap_or_default();
    let Some(value) = &total.value else {
        return format!("There were no {many} {verb} in this period");
    };
    let repeats = count_words(total.numerator.unwrap_or_default());
    format!("{repeats} of {} {many} {verb} were repeats: {value}%", count_words(all))
}

/// The heading of any report.
pub(super) fn of(report: &Report) -> String {
    match report.indicator {
        Indicator::RecordedIncidents => recorded(&report.total),
        Indicator::RepeatIncidents | Indicator::Ni32 => repeats(report.indicator, &report.total),
        Indicator::MaracDataset => {
            let cases = report.total.numerator.unwrap_or_default();
            let word = if cases == 1 { "case was" } else { "cases were" };
            format!("{} {word} heard", count_words(cases))
        }
    }
}

/// `5,227 incidents were recorded, 34.1% more than in the period compared with`
fn recorded(total: &Figures) -> String {
    let count = total.numerator.unwrap_or_default();
    let were = if count == 1 { "was" } else { "were" };
    let said = format!("{} {were} recorded", incidents(count));
    let (Some(before), Some(value)) = (total.denominator, &total.value) else { return said };
    let size = value.trim_start_matches('-');
    match count.cmp(&before) {
        std::cmp::Ordering::Equal => format!("{said}, as many as in the period compared with"),
        std::cmp::Ordering::Greater => {
            format!("{said}, {size}% more than in the period compared with")
        }
        std::cmp::Ordering::Less => {
            format!("{said}, {size}% fewer than in the period compared with")
        }
    }
}

/// How a share stands to that of an earlier period; nothing is drawn from what cannot look back.
pub(super) fn moved(now: &Report, before: &Report) -> String {
    let period = Period::new(before.from, before.to);
    let then = period.map_or_else(|_| "the period before".to_owned(), period_words);
    for report in [now, before] {
        if report.lookback_complete == Some(false) {
            return format!(
                "No trend is drawn: the records do not reach twelve months back before {}.",
                crate::words::day(report.from)
            );
        }
    }
    let (Some(value), Some(old)) = (&now.total.value, &before.total.value) else {
        return format!("There is nothing to compare in {then}.");
    };
    let (_, many) = now.indicator.counted();
    let which = match shares(&now.total).cmp_with(shares(&before.total)) {
        _ if value == old => "Repeats were identified about as often as",
        std::cmp::Ordering::Less => "By share, fewer repeats were identified than",
        std::cmp::Ordering::Equal => "Repeats were identified about as often as",
        std::cmp::Ordering::Greater => "By share, more repeats were identified than",
    };
    format!("{which} from {then}: {value}% of {many}, after {old}%.")
}

#[derive(Clone, Copy)]
struct Fraction(i128, i128);

impl Fraction {
    /// Exactly, as a rounded percentage cannot.
    fn cmp_with(self, other: Fraction) -> std::cmp::Ordering {
        (self.0 * other.1).cmp(&(other.0 * self.1))
    }
}

fn shares(figures: &Figures) -> Fraction {
    let [part, all] = [figures.numerator, figures.denominator].map(Option::unwrap_or_default);
    Fraction(part.into(), all.into())
}

/// What has come into the records since they were read a month before.
pub(super) fn since(now: &Report, then: &Report) -> String {
    let day = crate::words::day(then.as_at);
    let [new, old] = [&now.total, &then.total].map(|total| (total.numerator, total.denominator));
    if new == old {
        return format!("As the records stood on {day}, this figure was the same.");
    }
    format!(
        "As the records stood on {day}, this figure was {}: records that came, or were amended or \
         linked since then, have changed it.",
        spelled(then)
    )
}

fn spelled(report: &Report) -> String {
    let part = count_words(report.total.numerator.unwrap_or_default());
    let all = report.total.denominator.map(count_words);
    match (report.indicator.looks_back(), all) {
        (true, Some(all)) => format!("{part} of {all}"),
        (_, _) => part,
    }
}

/// Whether a row stands for something that could not be placed.
pub(super) fn is_placed(row: &Row) -> bool {
    row.key != domain::performance::NOT_KNOWN
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::performance::{By, STRATEGY_TARGETS, definition, judge};
    use jiff::civil::date;

    fn figures(numerator: i64, denominator: Option<i64>, value: Option<&str>) -> Figures {
        let value = value.map(str::to_owned);
        Figures { numerator: Some(numerator), denominator, value, reductions: None }
    }

    fn report(indicator: Indicator, rows: &[(&str, i64)], total: Figures) -> Report {
        let rows = rows.iter().map(|(key, count)| Row {
            key: (*key).to_owned(),
            figures: figures(*count, None, None),
        });
        Report {
            indicator,
            definition: definition(indicator).code,
            from: date(2008, 4, 1),
            to: date(2009, 3, 31),
            by: Some(By::Area),
            as_at: date(2010, 1, 1),
            lookback_complete: indicator.looks_back().then_some(true),
            rows: rows.collect(),
            total,
            notes: Vec::new(),
        }
    }

    fn ni_32(part: i64, all: i64, value: Option<&str>) -> Report {
        report(Indicator::Ni32, &[], figures(part, Some(all), value))
    }

    #[test]
    fn the_strategys_first_table_is_told_as_it_was() {
        let rows: Vec<TargetRow> = STRATEGY_TARGETS
            .iter()
            .map(|target| judge(target, target.printed.0, target.printed.1))
            .collect();
        let (heading, rest) = targets(&rows);
        assert_eq!(heading, "Three of five areas met the target for more recorded incidents");
        assert!(rest.contains("Cambridge missed it by 99 incidents (9.2 points)"), "{rest}");
        assert!(rest.contains("South Cambridgeshire missed it by 14 incidents"), "{rest}");
    }

    #[test]
    fn targets_without_records_are_neither_met_nor_missed() {
        let rows: Vec<TargetRow> =
            STRATEGY_TARGETS.iter().map(|target| judge(target, 0, 0)).collect();
        assert!(targets(&rows).0.contains("cannot be judged"));
        assert!(targets(&[]).0.contains("cannot be judged"));
    }

    #[test]
    fn the_area_with_the_most_is_named_and_so_are_two() {
        let of = |rows: &[(&str, i64)]| {
            let sum = rows.iter().map(|(_, count)| count).sum();
            most(&report(Indicator::RecordedIncidents, rows, figures(sum, None, None)))
        };
        let said = of(&[("Cambridge", 1_405), ("Fenland", 1_221)]);
        assert_eq!(said, "Cambridge recorded the most incidents: 1,405, of 2,626");
        let said = of(&[("Cambridge", 7), ("Fenland", 7), ("East Cambridgeshire", 1)]);
        assert_eq!(said, "Cambridge and Fenland recorded the most incidents: 7 each, of 15");
        assert_eq!(of(&[("Fenland", 0)]), "No incidents were recorded in this period");
        assert_eq!(of(&[]), "No incidents were recorded in this period");
    }

    #[test]
    fn repeats_are_told_with_both_counts() {
        let said = of(&ni_32(33, 293, Some("11.3")));
        assert_eq!(said, "33 of 293 cases heard were repeats: 11.3%");
        assert_eq!(of(&ni_32(0, 0, None)), "There were no cases heard in this period");
    }

    #[test]
    fn a_fall_is_of_repeats_identified_and_never_of_danger() {
        let (low, high) = (ni_32(33, 293, Some("11.3")), ni_32(40, 293, Some("13.7")));
        assert!(moved(&low, &high).contains("fewer repeats were identified than"));
        assert!(moved(&high, &low).contains("more repeats were identified than"));
        assert!(moved(&low, &low.clone()).starts_with("Repeats were identified about as often"));
        // It is larger by a hair, and nobody can see that from what is shown.
        let close = ni_32(330_001, 2_930_000, Some("11.3"));
        assert!(moved(&close, &low).starts_with("Repeats were identified about as often"));
        for said in [moved(&low, &high), moved(&high, &low)] {
            assert!(!said.to_lowercase().contains("safe"), "{said}");
        }
    }

    #[test]
    fn no_trend_is_drawn_from_records_that_do_not_reach_back() {
        let (now, mut before) = (ni_32(33, 293, Some("11.3")), ni_32(3, 29, Some("10.3")));
        before.lookback_complete = Some(false);
        assert!(moved(&now, &before).starts_with("No trend is drawn"));
        assert!(moved(&now, &ni_32(0, 0, None)).starts_with("There is nothing to compare"));
    }

    #[test]
    fn a_rise_in_recorded_incidents_is_only_told() {
        let said = |now, before, value| {
            of(&report(Indicator::RecordedIncidents, &[], figures(now, before, value)))
        };
        assert_eq!(said(1, None, None), "1 incident was recorded");
        let more = "5,227 incidents were recorded, 34.1% more than in the period compared with";
        assert_eq!(said(5_227, Some(3_899), Some("34.1")), more);
        assert!(said(90, Some(100), Some("-10.0")).contains("10.0% fewer"));
        assert!(said(5, Some(5), Some("0.0")).contains("as many as"));
        assert_eq!(said(5, Some(0), None), "5 incidents were recorded");
    }

    #[test]
    fn what_changed_since_a_month_before_is_told() {
        let mut then = ni_32(30, 290, Some("10.3"));
        then.as_at = date(2009, 12, 1);
        let said = since(&ni_32(33, 293, Some("11.3")), &then);
        assert!(said.starts_with("As the records stood on 1 December 2009"), "{said}");
        assert!(said.contains("30 of 290"), "{said}");
        assert!(since(&then.clone(), &then).contains("was the same"));
    }
}
