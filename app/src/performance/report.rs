//! An indicator's figures, counted from the facts: the same for every reader.

use super::{
    as_at::at,
    names::Names,
    store::{self, At, Counted, Key, fit},
    targets::{TARGETS, judge_targets},
};
use crate::{
    ctx::{About, Ctx, Record},
    error::Error,
};
use domain::{
    performance::{
        By, Count, Findings, Indicator, Period, Question, Report, Tally, TargetReport,
        dataset_report, make_report, month_key, quarter_key,
    },
    policy::{Permission, Subject},
};
use jiff::civil::Date;

/// What somebody asks of the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportRequest {
    pub indicator: Indicator,
    pub period: Period,
    pub by: Option<By>,
    pub baseline: Option<Period>,
    /// What the database said at the end of that day, London; nothing for now.
    pub as_at: Option<Date>,
}

/// What a look at figures is recorded as.
pub(super) const FIGURES: About = About { kind: "indicator", id: None, agency: None };

/// Answers with the figures of an indicator, totals and rows, nothing left out and nobody named.
///
/// # Errors
/// [`Error::Refused`] where the indicator cannot be broken down so, and [`Error::Denied`].
pub fn report(ctx: &mut Ctx<'_>, request: &ReportRequest) -> Result<Report, Error> {
    let basis = ctx.permit(Permission::ReadIndicators, Subject::System)?;
    let report = counted(ctx, request)?;
    let classes = &[request.indicator.code()];
    ctx.record(Record::Read { basis: &basis, about: FIGURES, classes })?;
    Ok(report)
}

/// Several reports at one look, in the order in which they were asked for: one entry names the
/// figures.
///
/// # Errors
/// As [`report`].
pub fn report_each(ctx: &mut Ctx<'_>, requests: &[ReportRequest]) -> Result<Vec<Report>, Error> {
    let basis = ctx.permit(Permission::ReadIndicators, Subject::System)?;
    let reports = requests.iter().map(|request| counted(ctx, request));
    let reports = reports.collect::<Result<Vec<Report>, Error>>()?;
    let classes = codes(requests);
    ctx.record(Record::Read { basis: &basis, about: FIGURES, classes: &classes })?;
    Ok(reports)
}

/// Several reports and the targets at one look: one entry names the figures.
///
/// # Errors
/// As [`report`].
pub fn report_overview(
    ctx: &mut Ctx<'_>,
    requests: &[ReportRequest],
) -> Result<(TargetReport, Vec<Report>), Error> {
    let basis = ctx.permit(Permission::ReadIndicators, Subject::System)?;
    let targets = judge_targets(ctx)?;
    let reports = requests.iter().map(|request| counted(ctx, request));
    let reports = reports.collect::<Result<Vec<Report>, Error>>()?;
    let mut classes = codes(requests);
    classes.push(TARGETS);
    ctx.record(Record::Read { basis: &basis, about: FIGURES, classes: &classes })?;
    Ok((targets, reports))
}

/// Each indicator once, as first asked for.
fn codes(requests: &[ReportRequest]) -> Vec<&'static str> {
    let mut codes = Vec::new();
    for code in requests.iter().map(|request| request.indicator.code()) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

fn counted(ctx: &mut Ctx<'_>, request: &ReportRequest) -> Result<Report, Error> {
    let as_at = request.as_at.unwrap_or_else(|| ctx.today());
    let ReportRequest { indicator, period, by, baseline, .. } = *request;
    let question = Question::new(indicator, period, by, baseline, as_at)?;
    let (at, before) = at(as_at, ctx.now());
    let earliest = earliest(ctx, indicator, at)?;
    if indicator == Indicator::MaracDataset {
        let counts = store::count_dataset(&mut ctx.tx, (period, at))?;
        return Ok(dataset_report(&question, &counts, earliest));
    }
    let names = Names::read(&mut ctx.tx, (indicator, by), &period, before)?;
    let current = tally(ctx, (indicator, by), (period, at), &names)?;
    let before = match baseline {
        Some(baseline) => tally(ctx, (indicator, by), (baseline, at), &names)?,
        None => Tally::new(),
    };
    Ok(make_report(&question, &Findings { keys: names.keys(), current, before, earliest }))
}

fn earliest(ctx: &mut Ctx<'_>, indicator: Indicator, at: At) -> Result<Option<Date>, Error> {
    Ok(match indicator {
        Indicator::RecordedIncidents | Indicator::RepeatIncidents => {
            store::find_earliest_incident(&mut ctx.tx, at)?
        }
        Indicator::Ni32 | Indicator::MaracDataset => {
            store::find_earliest_referral(&mut ctx.tx, at)?
        }
    })
}

fn tally(
    ctx: &mut Ctx<'_>,
    (indicator, by): (Indicator, Option<By>),
    when: (Period, At),
    names: &Names,
) -> Result<Tally, Error> {
    let rows = match indicator {
        Indicator::RecordedIncidents | Indicator::RepeatIncidents => {
            store::count_incidents(&mut ctx.tx, by, when)?
        }
        Indicator::Ni32 | Indicator::MaracDataset => store::count_cases(&mut ctx.tx, by, when)?,
    };
    let mut tally = Tally::new();
    for (key, counted) in rows {
        let count: &mut Count = tally.entry(word(key, by, names)).or_default();
        let Count { all, repeats } = counts(indicator, counted);
        count.all = count.all.saturating_add(all);
        count.repeats = count.repeats.saturating_add(repeats);
    }
    Ok(tally)
}

fn counts(indicator: Indicator, counted: Counted) -> Count {
    let Counted { all, named, repeats } = counted;
    match indicator {
        Indicator::RecordedIncidents => Count { all: fit(all), repeats: 0 },
        Indicator::RepeatIncidents => Count { all: fit(named), repeats: fit(repeats) },
        Indicator::Ni32 | Indicator::MaracDataset => Count { all: fit(all), repeats: fit(repeats) },
    }
}

fn word(key: Key, by: Option<By>, names: &Names) -> Option<String> {
    match key {
        Key::All => None,
        Key::Area(code) => code.map(|code| names.area(&code)),
        Key::Marac(id) => names.other(id.uuid()),
        Key::Agency(id) => names.other(id.uuid()),
        Key::Day(day) if by == Some(By::Month) => Some(month_key(day)),
        Key::Day(day) => Some(quarter_key(day)),
    }
}
