//! A report: one indicator in one period, by area, MARAC, agency or time, with its total.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;
use thiserror::Error;

use super::indicator::{Indicator, definition};
use super::notes;
use super::period::{Period, Slice};
use super::rounding::{change, percent, rate_reduction, reduction};
use crate::coded::coded;
use crate::dates::minus_12_months;

/// The key of what falls under no key that is known.
pub const NOT_KNOWN: &str = "not known";

coded! {
    /// What a report is broken down by.
    By {
        Area = "area", "area";
        Marac = "marac", "MARAC";
        /// The sender of an incident, the referring agency of a case.
        Agency = "agency", "agency";
        Quarter = "quarter", "quarter";
        Month = "month", "month";
    }
}

impl By {
    /// The quarters or months of a period; nothing of what has names of its own.
    pub fn slices(self, period: &Period) -> Option<Vec<Slice>> {
        match self {
            Self::Quarter => Some(period.quarters()),
            Self::Month => Some(period.months()),
            Self::Area | Self::Marac | Self::Agency => None,
        }
    }
}

/// What is asked of the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    indicator: Indicator,
    period: Period,
    by: Option<By>,
    baseline: Option<Period>,
    as_at: Date,
}

/// Why a question has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum QuestionRefused {
    #[error("an incident belongs to no MARAC: break it down by area, agency, quarter or month")]
    IncidentsByMarac,
    #[error("the MARAC dataset is one list of measures: leave the breakdown out")]
    DatasetByAnything,
}

impl Question {
    /// # Errors
    /// [`QuestionRefused`] when the indicator cannot be broken down so.
    pub fn new(
        indicator: Indicator,
        period: Period,
        by: Option<By>,
        baseline: Option<Period>,
        as_at: Date,
    ) -> Result<Self, QuestionRefused> {
        match (indicator, by) {
            (Indicator::RecordedIncidents | Indicator::RepeatIncidents, Some(By::Marac)) => {
                Err(QuestionRefused::IncidentsByMarac)
            }
            (Indicator::MaracDataset, Some(_)) => Err(QuestionRefused::DatasetByAnything),
            _ => Ok(Self { indicator, period, by, baseline, as_at }),
        }
    }

    pub const fn indicator(&self) -> Indicator {
        self.indicator
    }

    pub const fn period(&self) -> Period {
        self.period
    }

    pub const fn by(&self) -> Option<By> {
        self.by
    }

    pub const fn baseline(&self) -> Option<Period> {
        self.baseline
    }

    /// The day at whose end the database is read.
    pub const fn as_at(&self) -> Date {
        self.as_at
    }
}

/// How many records fall under one key, and how many of these are repeats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// The incidents or cases that the indicator's definition counts.
    pub all: u32,
    /// Those of them that are repeats; 0 where the indicator does not ask.
    pub repeats: u32,
}

/// Counts by key; under no key stands what is not known.
pub type Tally = BTreeMap<Option<String>, Count>;

/// What was counted to answer a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Every area, MARAC or agency there is, so that those with nothing are listed too. Quarters
    /// and months need none.
    pub keys: BTreeSet<String>,
    /// The period. Without a breakdown everything may stand under one key.
    pub current: Tally,
    /// The baseline period, by the same keys; its quarters and months by their own.
    pub before: Tally,
    /// The day of the earliest record of the kind, reported or referred, in the whole database.
    pub earliest: Option<Date>,
}

/// What stands in a row or in the total. Values are text with one decimal, nothing where they
/// would be a share of nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub numerator: Option<i64>,
    pub denominator: Option<i64>,
    pub value: Option<String>,
    /// Only in NI 32 with a baseline.
    #[serde(flatten)]
    pub reductions: Option<Reductions>,
}

/// By how many per cent the repeats went down on the baseline; a rise is negative.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reductions {
    /// Of the rate.
    pub reduction: Option<String>,
    /// Of the number.
    pub count_reduction: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    pub key: String,
    #[serde(flatten)]
    pub figures: Figures,
}

/// An answered question; as JSON it is what `wicken report --json` prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    pub indicator: Indicator,
    /// The version of the definition that was applied.
    pub definition: &'static str,
    pub from: Date,
    pub to: Date,
    pub by: Option<By>,
    pub as_at: Date,
    /// Of the two repeat indicators: whether the records reach twelve months back before the
    /// period. Where they do not, no verdict, trend or baseline comes from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lookback_complete: Option<bool>,
    /// Empty without a breakdown. Their counts add up to the total's.
    pub rows: Vec<Row>,
    pub total: Figures,
    /// What a reader must know, in plain words.
    pub notes: Vec<String>,
}

/// The report of any indicator but the MARAC dataset, whose is
/// [`dataset_report`](super::dataset_report).
pub fn make_report(question: &Question, findings: &Findings) -> Report {
    let lookback = Lookback::of(question, findings.earliest);
    let with = |current, before| figures(question, &lookback, current, before);
    let rows = counted_rows(question, findings);
    let total_before = question.baseline.map(|_| sum(findings.before.values()));
    Report {
        indicator: question.indicator,
        definition: definition(question.indicator).code,
        from: question.period.from(),
        to: question.period.to(),
        by: question.by,
        as_at: question.as_at,
        lookback_complete: lookback.period,
        rows: rows
            .into_iter()
            .map(|(key, current, before)| Row { key, figures: with(current, before) })
            .collect(),
        total: with(sum(findings.current.values()), total_before),
        notes: notes::of_report(question, findings, &lookback),
    }
}

/// Whether the records reach back far enough, for the period and for its baseline; nothing where
/// the indicator does not look back or there is no baseline.
pub(super) struct Lookback {
    pub(super) period: Option<bool>,
    pub(super) baseline: Option<bool>,
}

impl Lookback {
    fn of(question: &Question, earliest: Option<Date>) -> Self {
        let reaches = |period: Period| {
            earliest.is_some_and(|earliest| earliest <= minus_12_months(period.from()))
        };
        let looks_back = |period| question.indicator.looks_back().then(|| reaches(period));
        Self {
            period: looks_back(question.period),
            baseline: question.baseline.and_then(looks_back),
        }
    }

    /// A period that cannot show its repeats is no baseline, and no trend is drawn from it.
    fn allows_trend(&self) -> bool {
        self.period != Some(false) && self.baseline != Some(false)
    }
}

type CountedRow = (String, Count, Option<Count>);

fn counted_rows(question: &Question, findings: &Findings) -> Vec<CountedRow> {
    let Some(by) = question.by else { return Vec::new() };
    match by.slices(&question.period) {
        Some(slices) => time_rows(&slices, by, question.baseline, findings),
        None => named_rows(question.baseline.is_some(), findings),
    }
}

fn named_rows(has_baseline: bool, findings: &Findings) -> Vec<CountedRow> {
    let Findings { keys, current, before, .. } = findings;
    let count = |tally: &Tally, key: &Option<String>| tally.get(key).copied().unwrap_or_default();
    let mut all: BTreeSet<Option<String>> = keys.iter().cloned().map(Some).collect();
    let known = current.keys().chain(before.keys()).filter(|key| key.is_some());
    all.extend(known.cloned());
    let mut rows: Vec<CountedRow> = Vec::new();
    let mut push = |name: String, key: &Option<String>| {
        rows.push((name, count(current, key), has_baseline.then(|| count(before, key))));
    };
    for key in &all {
        push(key.clone().unwrap_or_default(), key);
    }
    if count(current, &None) != Count::default() || count(before, &None) != Count::default() {
        push(NOT_KNOWN.to_owned(), &None);
    }
    rows
}

/// The first quarter of the period stands beside the first of the baseline, and so on; where
/// there are not as many, none stands beside any.
fn time_rows(
    slices: &[Slice],
    by: By,
    baseline: Option<Period>,
    findings: &Findings,
) -> Vec<CountedRow> {
    let count = |tally: &Tally, slice: &Slice| {
        tally.get(&Some(slice.key.clone())).copied().unwrap_or_default()
    };
    let beside = baseline.and_then(|baseline| by.slices(&baseline));
    let beside = beside.filter(|beside| beside.len() == slices.len());
    let row = |(at, slice): (usize, &Slice)| {
        let before = beside.as_ref().map(|beside| count(&findings.before, &beside[at]));
        (slice.key.clone(), count(&findings.current, slice), before)
    };
    slices.iter().enumerate().map(row).collect()
}

fn sum<'a>(counts: impl Iterator<Item = &'a Count>) -> Count {
    counts.fold(Count::default(), |sum, count| Count {
        all: sum.all.saturating_add(count.all),
        repeats: sum.repeats.saturating_add(count.repeats),
    })
}

fn figures(
    question: &Question,
    lookback: &Lookback,
    current: Count,
    before: Option<Count>,
) -> Figures {
    let [all, repeats] = [current.all, current.repeats].map(i64::from);
    let before = before.map(|count| (i64::from(count.repeats), i64::from(count.all)));
    let text = |tenths: Option<super::Tenths>| tenths.map(|tenths| tenths.to_string());
    if question.indicator == Indicator::RecordedIncidents {
        let denominator = before.map(|(_, all)| all);
        let value = text(denominator.and_then(|before| change(all, before)));
        return Figures { numerator: Some(all), denominator, value, reductions: None };
    }
    let shows_reductions = question.indicator == Indicator::Ni32 && question.baseline.is_some();
    let trend = before.filter(|_| lookback.allows_trend());
    Figures {
        numerator: Some(repeats),
        denominator: Some(all),
        value: text(percent(repeats, all)),
        reductions: shows_reductions.then(|| Reductions {
            reduction: text(trend.and_then(|before| rate_reduction((repeats, all), before))),
            count_reduction: text(trend.and_then(|(before, _)| reduction(repeats, before))),
        }),
    }
}
