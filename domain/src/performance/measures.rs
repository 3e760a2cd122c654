//! The measures of the MARAC dataset, as SafeLives collects them, from plain counts.
//!
//! Shares are of all cases, as SafeLives takes them, and beside each stands of how many cases it
//! is not known: a share without it says more about recording than about people.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::indicator::{Indicator, definition};
use super::notes;
use super::report::{Figures, Question, Report, Row};
use super::rounding::{change, per_10_000, percent, ratio};
use crate::coded::coded;
use crate::dates::minus_12_months;
use crate::marac::ReferrerKind;

/// SafeLives' recommendations: 40 cases to 10,000 adult females a year, one full-time IDVA to 100
/// referrals a year and one full-time administrator to 400 cases.
const FEMALES_PER_CASE: i64 = 250;
const CASES_PER_IDVA: i64 = 100;
const CASES_PER_ADMINISTRATOR: i64 = 400;

/// What the cases heard in a period are counted by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseCounts {
    /// MARACs that heard a case.
    pub maracs: u32,
    /// Cases heard; a case that is heard again counts again.
    pub cases: u32,
    /// Cases heard in [`Period::year_earlier`](super::Period::year_earlier).
    pub cases_year_earlier: u32,
    /// Children in the households of the cases.
    pub children: u32,
    /// Adult females who live where the MARACs are; nothing where no population was imported.
    pub adult_females: Option<u32>,
    pub repeats: u32,
    /// By the kind of agency that made the earliest referral; the rest of the cases is not known.
    pub referrals: BTreeMap<ReferrerKind, u32>,
    /// Black, Asian or racially minoritised victims.
    pub bme: Share,
    pub lgbt: Share,
    pub disability: Share,
    pub male: Share,
    /// By age on the day of the referral.
    pub aged_16_17: Share,
    /// Cases in which someone of 17 or younger harms others.
    pub harming_17_or_below: u32,
}

/// How many cases have a mark, and of how many it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub yes: u32,
    /// Never asked, not answered, or answered with "not known".
    pub not_known: u32,
}

coded! {
    /// How a measure's value comes from its numerator and denominator.
    Form {
        Count = "count", "the numerator; no value";
        Percent = "percent", "per cent of the denominator";
        Change = "change", "per cent by which the numerator differs from the denominator";
        PerTenThousand = "per_10_000", "to 10,000 of the denominator";
        Quotient = "quotient", "the numerator divided by the denominator";
    }
}

/// One line of the dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    pub code: String,
    /// Numerator and denominator in words.
    pub words: String,
    pub form: Form,
}

/// Every measure, in the order of the report.
pub fn measures() -> Vec<Measure> {
    lines(&CaseCounts::default()).into_iter().map(|line| line.measure).collect()
}

/// The MARAC dataset. `earliest` is the day of the first referral in the database.
///
/// A year that the records do not reach back to is compared with nothing.
pub fn dataset_report(question: &Question, counts: &CaseCounts, earliest: Option<Date>) -> Report {
    let period = question.period();
    let reaches = |day: Date| earliest.is_some_and(|earliest| earliest <= day);
    let mut said = Vec::new();
    if !reaches(minus_12_months(period.from())) {
        said.push(
            "The records do not reach twelve months back before the period: not all repeats can \
             be seen, and there is no year to compare with."
                .to_owned(),
        );
    }
    if !period.is_twelve_months() {
        said.push(
            "The period is not twelve months long: cases to 10,000 and recommended values, which \
             are for a year, do not fit it."
                .to_owned(),
        );
    }
    if counts.adult_females.is_none() {
        said.push("No population is known, so there are no cases to 10,000.".to_owned());
    }
    if question.baseline().is_some() {
        said.push("A baseline changes nothing in the MARAC dataset.".to_owned());
    }
    said.extend(notes::of_definition(Indicator::MaracDataset, period));
    let mut lines = lines(counts);
    if !reaches(period.year_earlier().from()) {
        let changes = lines.iter_mut().filter(|line| line.measure.form == Form::Change);
        changes.for_each(|line| line.denominator = None);
    }
    let row = |line: Line| Row { figures: line.figures(), key: line.measure.code };
    Report {
        indicator: Indicator::MaracDataset,
        definition: definition(Indicator::MaracDataset).code,
        from: period.from(),
        to: period.to(),
        by: None,
        as_at: question.as_at(),
        lookback_complete: None,
        rows: lines.into_iter().map(row).collect(),
        total: Line::count("cases", "", counts.cases).figures(),
        notes: said,
    }
}

struct Line {
    measure: Measure,
    numerator: Option<i64>,
    denominator: Option<i64>,
}

impl Line {
    fn new(
        code: impl Into<String>,
        words: impl Into<String>,
        form: Form,
        numerator: impl Into<i64>,
        denominator: impl Into<i64>,
    ) -> Self {
        Self {
            measure: Measure { code: code.into(), words: words.into(), form },
            numerator: Some(numerator.into()),
            denominator: Some(denominator.into()),
        }
    }

    fn count(code: &str, words: &str, count: u32) -> Self {
        Self { denominator: None, ..Self::new(code, words, Form::Count, count, 0) }
    }

    fn figures(&self) -> Figures {
        let (numerator, denominator) = (self.numerator, self.denominator);
        let both = numerator.zip(denominator);
        let value = both.and_then(|(part, all)| match self.measure.form {
            Form::Count => None,
            Form::Percent => percent(part, all),
            Form::Change => change(part, all),
            Form::PerTenThousand => per_10_000(part, all),
            Form::Quotient => ratio(part.into(), all.into()),
        });
        let value = value.map(|value| value.to_string());
        Figures { numerator, denominator, value, reductions: None }
    }
}

fn lines(counts: &CaseCounts) -> Vec<Line> {
    let of_cases = |code: &str, words: &str, part: u32| {
        Line::new(code, format!("{words}, of all cases"), Form::Percent, part, counts.cases)
    };
    let mut lines = vec![
        Line::count("maracs-submitting", "MARACs that heard a case", counts.maracs),
        Line::count("cases", "cases heard; a case heard again counts again", counts.cases),
        Line::new(
            "year-on-year-change",
            "cases heard, on those of the same twelve months a year earlier",
            Form::Change,
            counts.cases,
            counts.cases_year_earlier,
        ),
        Line::count("children", "children in the households", counts.children),
        of_females(
            counts.adult_females,
            Line::new(
                "cases-per-10000-adult-females",
                "cases heard, to 10,000 adult females of the areas whose MARACs submitted",
                Form::PerTenThousand,
                counts.cases,
                0,
            ),
        ),
        of_cases("repeat-cases", "repeats", counts.repeats),
        of_cases(
            "partner-agency-referrals",
            "cases first referred by another agency than the police",
            partner_referrals(counts),
        ),
    ];
    for (code, words, share) in [
        ("bme", "Black, Asian or racially minoritised victims", counts.bme),
        ("lgbt", "LGBT+ victims", counts.lgbt),
        ("disability", "disabled victims", counts.disability),
        ("male-victims", "male victims", counts.male),
        ("victims-aged-16-17", "victims of 16 or 17", counts.aged_16_17),
    ] {
        let not_known = format!("cases in which it is not known: {words}");
        lines.push(of_cases(code, words, share.yes));
        lines.push(of_cases(&format!("{code}-not-known"), &not_known, share.not_known));
    }
    lines.push(Line::count(
        "harming-others-aged-17-or-below",
        "cases in which someone of 17 or younger harms others",
        counts.harming_17_or_below,
    ));
    lines.extend(referral_lines(counts, of_cases));
    lines.extend(recommended_lines(counts));
    lines
}

fn referral_lines(counts: &CaseCounts, of_cases: impl Fn(&str, &str, u32) -> Line) -> Vec<Line> {
    let mut known = 0_u32;
    let mut lines = Vec::new();
    for kind in ReferrerKind::ALL {
        let referred = counts.referrals.get(kind).copied().unwrap_or_default();
        known = known.saturating_add(referred);
        let code = format!("referrals-{}", kind.code().replace('_', "-"));
        let words = format!("cases first referred by: {}", kind.words());
        lines.push(of_cases(&code, &words, referred));
    }
    let not_known = counts.cases.saturating_sub(known);
    let words = "cases of which it is not known what sort of agency referred first";
    lines.push(of_cases("referrals-not-known", words, not_known));
    lines
}

fn recommended_lines(counts: &CaseCounts) -> Vec<Line> {
    let females = |code: &str, words: &str, parts: i64| {
        // The quotient of people and a recommendation, which needs no population of cases.
        let line = Line::new(code, words, Form::Quotient, 0, parts);
        Line { numerator: counts.adult_females.map(i64::from), ..line }
    };
    let cases = |code: &str, words: &str, parts: i64| {
        Line::new(code, words, Form::Quotient, counts.cases, parts)
    };
    vec![
        females(
            "recommended-cases",
            "adult females, divided by 250: 40 cases a year to 10,000 of them",
            FEMALES_PER_CASE,
        ),
        cases(
            "idvas-for-current-volume",
            "full-time IDVAs recommended: cases heard, divided by 100",
            CASES_PER_IDVA,
        ),
        females(
            "idvas-for-recommended-volume",
            "full-time IDVAs recommended for the recommended cases: adult females, by 25,000",
            FEMALES_PER_CASE * CASES_PER_IDVA,
        ),
        cases(
            "administrators-for-current-volume",
            "full-time administrators recommended: cases heard, divided by 400",
            CASES_PER_ADMINISTRATOR,
        ),
        females(
            "administrators-for-recommended-volume",
            "full-time administrators recommended for the recommended cases: adult females, by \
             100,000",
            FEMALES_PER_CASE * CASES_PER_ADMINISTRATOR,
        ),
    ]
}

fn of_females(adult_females: Option<u32>, line: Line) -> Line {
    Line { denominator: adult_females.map(i64::from), ..line }
}

/// Cases of which it is not known who referred them are no partner's.
fn partner_referrals(counts: &CaseCounts) -> u32 {
    let partners = counts.referrals.iter().filter(|(kind, _)| **kind != ReferrerKind::Police);
    partners.map(|(_, referred)| *referred).fold(0, u32::saturating_add)
}
