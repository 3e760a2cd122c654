//! What a reader of a report must know, in plain words.

use jiff::civil::Date;

use super::indicator::{Indicator, IndicatorDefinition, definition};
use super::period::{Period, Slice};
use super::report::{Findings, Lookback, Question};

/// What holds for this report first, then what holds for its indicator always.
pub(super) fn of_report(
    question: &Question,
    findings: &Findings,
    lookback: &Lookback,
) -> Vec<String> {
    let mut notes = Vec::new();
    push_lookback(&mut notes, findings.earliest, lookback);
    push_baseline(&mut notes, question, findings);
    push_slices(&mut notes, question);
    push_not_known(&mut notes, question, findings);
    notes.extend(of_definition(question.indicator(), question.period()));
    notes
}

/// What holds for an indicator always, and whether it was in force in the period.
pub(super) fn of_definition(indicator: Indicator, period: Period) -> Vec<String> {
    let defined = definition(indicator);
    let mut notes: Vec<String> = not_in_force(defined, period).into_iter().collect();
    notes.push(defined.polarity.context.to_owned());
    notes.extend(defined.caveats.iter().map(|caveat| (*caveat).to_owned()));
    notes
}

pub(super) fn said(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

fn not_in_force(defined: &IndicatorDefinition, period: Period) -> Option<String> {
    let begins_before = defined.valid_from.is_some_and(|from| period.from() < from);
    let ends_after = defined.valid_until.is_some_and(|until| until <= period.to());
    if !begins_before && !ends_after {
        return None;
    }
    let from = defined.valid_from.map(|from| format!(" from {}", said(from)));
    let until = defined.valid_until.map(|until| format!(" until {}", said(until)));
    let [from, until] = [from, until].map(Option::unwrap_or_default);
    Some(format!("The indicator was in force{from}{until}; the same rule is used for other days."))
}

fn push_lookback(notes: &mut Vec<String>, earliest: Option<Date>, lookback: &Lookback) {
    let begin = match earliest {
        Some(earliest) => format!("The records begin on {}", said(earliest)),
        None => "There are no records".to_owned(),
    };
    if lookback.period == Some(false) {
        notes.push(format!(
            "{begin}, which is not twelve months before the period: not all repeats in it can be \
             seen. No verdict or trend is drawn from it, and it is no baseline."
        ));
    }
    if lookback.baseline == Some(false) {
        notes.push(format!(
            "{begin}, which is not twelve months before the baseline period: it is no baseline, \
             and no reduction is given."
        ));
    }
}

fn push_baseline(notes: &mut Vec<String>, question: &Question, findings: &Findings) {
    let Some(baseline) = question.baseline() else { return };
    let indicator = question.indicator();
    if !indicator.takes_baseline() {
        notes.push(format!("A baseline changes nothing in {}.", indicator.words()));
        return;
    }
    if !indicator.looks_back() && findings.earliest.is_none_or(|day| baseline.from() < day) {
        notes.push(
            "The baseline begins earlier than the records: some of it may not have been imported."
                .to_owned(),
        );
    }
    let slices = |period| question.by().and_then(|by| by.slices(period)).map(|all| all.len());
    if slices(&question.period()) != slices(&baseline) {
        notes.push(
            "Period and baseline have not as many parts: only the total is compared.".to_owned(),
        );
    }
    if question.period().is_twelve_months() != baseline.is_twelve_months() {
        notes.push("Only one of period and baseline is twelve months long.".to_owned());
    }
}

fn push_slices(notes: &mut Vec<String>, question: &Question) {
    let period = question.period();
    let slices = question.by().and_then(|by| by.slices(&period)).unwrap_or_default();
    let is_cut =
        |slice: &&Slice| !period.contains(slice.whole.from()) || !period.contains(slice.whole.to());
    for slice in slices.iter().filter(is_cut) {
        notes.push(format!("Of {} only a part lies in the period.", slice.key));
    }
}

fn push_not_known(notes: &mut Vec<String>, question: &Question, findings: &Findings) {
    let Some(by) = question.by().filter(|by| by.slices(&question.period()).is_none()) else {
        return;
    };
    let count = findings.current.get(&None).map_or(0, |count| count.all);
    let (one, many) = question.indicator().counted();
    match count {
        0 => {}
        1 => notes.push(format!("Of 1 {one} the {} is not known.", by.words())),
        _ => notes.push(format!("Of {count} {many} the {} is not known.", by.words())),
    }
}
