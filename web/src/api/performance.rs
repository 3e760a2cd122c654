//! Indicators and targets, for programs: the same figures as on the pages.

use crate::{
    answer::Answer,
    api::{Wrong, body::wrong, schema},
    asking::Asking,
    site::Site,
};
use app::performance::ReportRequest;
use axum::{
    Json,
    extract::{Path, Query, State, rejection::PathRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::performance::{By, Figures, Indicator, Period, Question, Row};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An indicator in one period. Values are text with one decimal, `null` where they would be a
/// share of nothing.
#[derive(Serialize, ToSchema)]
pub(crate) struct Report {
    indicator: String,
    /// The version of the definition that was applied, such as `ni32/1`.
    definition: String,
    from: String,
    to: String,
    by: Option<String>,
    /// The day at whose end the records were read.
    as_at: String,
    /// Of the two repeat indicators: whether the records reach back twelve months before `from`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    lookback_complete: Option<bool>,
    /// Empty without a breakdown.
    rows: Vec<ReportRow>,
    total: ReportFigures,
    /// What a reader must know.
    notes: Vec<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ReportRow {
    key: String,
    #[serde(flatten)]
    figures: ReportFigures,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ReportFigures {
    numerator: Option<i64>,
    denominator: Option<i64>,
    value: Option<String>,
    #[serde(flatten)]
    reductions: Option<ReportReductions>,
}

/// Only of NI 32 with a baseline.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReportReductions {
    /// Of the rate, in per cent.
    reduction: Option<String>,
    /// Of the number, in per cent.
    count_reduction: Option<String>,
}

/// A target, and what became of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Target {
    key: String,
    indicator: String,
    baseline: Option<i64>,
    outturn: i64,
    target: String,
    value: Option<String>,
    met: Option<bool>,
    missed_by: Option<i64>,
    missed_by_points: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Targets {
    rows: Vec<Target>,
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// The first day.
    #[param(required = true, value_type = String, format = Date)]
    from: Option<String>,
    /// The last day, included.
    #[param(required = true, value_type = String, format = Date)]
    to: Option<String>,
    /// What to break the figures down by.
    #[param(schema_with = schema::by)]
    by: Option<String>,
    #[param(schema_with = schema::day)]
    baseline_from: Option<String>,
    #[param(schema_with = schema::day)]
    baseline_to: Option<String>,
    /// The day at whose end the records are read; without it they are read as they are.
    #[param(schema_with = schema::day)]
    as_at: Option<String>,
}

impl From<Figures> for ReportFigures {
    fn from(figures: Figures) -> Self {
        let Figures { numerator, denominator, value, reductions } = figures;
        let reductions = reductions.map(|reductions| ReportReductions {
            reduction: reductions.reduction,
            count_reduction: reductions.count_reduction,
        });
        ReportFigures { numerator, denominator, value, reductions }
    }
}

impl From<domain::performance::Report> for Report {
    fn from(report: domain::performance::Report) -> Self {
        let row = |row: Row| ReportRow { key: row.key, figures: row.figures.into() };
        Report {
            indicator: report.indicator.code().to_owned(),
            definition: report.definition.to_owned(),
            from: report.from.to_string(),
            to: report.to.to_string(),
            by: report.by.map(|by| by.code().to_owned()),
            as_at: report.as_at.to_string(),
            lookback_complete: report.lookback_complete,
            rows: report.rows.into_iter().map(row).collect(),
            total: report.total.into(),
            notes: report.notes,
        }
    }
}

impl From<domain::performance::TargetRow> for Target {
    fn from(row: domain::performance::TargetRow) -> Self {
        let text = |tenths: domain::performance::Tenths| tenths.to_string();
        Target {
            key: row.key,
            indicator: row.indicator.code().to_owned(),
            baseline: row.baseline,
            outturn: row.outturn,
            target: text(row.target),
            value: row.value.map(text),
            met: row.met,
            missed_by: row.missed_by,
            missed_by_points: row.missed_by_points.map(text),
        }
    }
}

/// An indicator's figures in a period.
#[utoipa::path(
    get,
    path = "/api/v1/reports/{indicator}",
    params(("indicator" = String, Path, description = "Such as `ni32`"), Asked),
    responses(
        (status = 200, body = Report),
        (status = 400, body = Wrong),
        (status = 401, body = Wrong),
        (status = 404, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn report(
    State(site): State<Site>,
    asking: Asking,
    code: Result<Path<String>, PathRejection>,
    Query(asked): Query<Asked>,
) -> Answer {
    let indicator = code.ok().and_then(|Path(code)| Indicator::from_code(&code));
    let Some(indicator) = indicator else {
        // Whoever has no token is told so first, as where there is something.
        let none = |ctx: &mut app::Ctx<'_>| ctx.signed().map(drop).and(Err(app::Error::NotFound));
        return site.read(&asking, none).await.map(|()| StatusCode::NOT_FOUND.into_response());
    };
    let request = match read(indicator, &asked) {
        Ok(request) => request,
        Err(response) => return Ok(response),
    };
    let verb = move |ctx: &mut app::Ctx<'_>| app::performance::report(ctx, &request);
    let found = site.read(&asking, verb).await?;
    Ok(Json(Report::from(found)).into_response())
}

/// The targets, judged by what the records say.
#[utoipa::path(
    get,
    path = "/api/v1/targets",
    responses(
        (status = 200, body = Targets),
        (status = 401, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn targets(State(site): State<Site>, asking: Asking) -> Answer {
    let found = site.read(&asking, app::performance::report_targets).await?;
    let rows = found.rows.into_iter().map(Target::from).collect();
    Ok(Json(Targets { rows }).into_response())
}

/// So long that nobody needs more, and short enough to list by month.
const YEARS_MOST: i32 = 100;

fn read(indicator: Indicator, asked: &Asked) -> Result<ReportRequest, Response> {
    let optional = |text: &Option<String>| text.as_deref().map(day).transpose();
    let by = match &asked.by {
        Some(code) => Some(By::from_code(code).ok_or_else(|| {
            let words = format!("`{code}` is none of {}.", codes());
            wrong(StatusCode::BAD_REQUEST, "no_breakdown", words)
        })?),
        None => None,
    };
    let (Some(from), Some(to)) = (&asked.from, &asked.to) else {
        let words = "A report needs the days `from` and `to`.".to_owned();
        return Err(wrong(StatusCode::BAD_REQUEST, "no_day", words));
    };
    let period = period(day(from)?, day(to)?)?;
    let baseline = match (optional(&asked.baseline_from)?, optional(&asked.baseline_to)?) {
        (Some(from), Some(to)) => Some(self::period(from, to)?),
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => {
            return Err(no_report("A baseline needs both its days, or none.".to_owned()));
        }
    };
    let as_at = optional(&asked.as_at)?;
    // The day only has to be one: it decides nothing about whether there is such a report.
    Question::new(indicator, period, by, baseline, as_at.unwrap_or(period.to()))
        .map_err(|refused| no_report(crate::words::capital(&refused.to_string())))?;
    Ok(ReportRequest { indicator, period, by, baseline, as_at })
}

fn codes() -> String {
    By::ALL.iter().map(|by| by.code()).collect::<Vec<_>>().join(", ")
}

/// `2008-04-01` and nothing else: a time with it would be left out in silence.
fn day(text: &str) -> Result<Date, Response> {
    let is_plain = text.len() == "2008-04-01".len();
    text.parse().ok().filter(|_| is_plain).ok_or_else(|| {
        let words = "Give days as YYYY-MM-DD.".to_owned();
        wrong(StatusCode::BAD_REQUEST, "no_day", words)
    })
}

fn period(from: Date, to: Date) -> Result<Period, Response> {
    let period = Period::new(from, to);
    let period = period.map_err(|error| no_report(crate::words::capital(&error.to_string())))?;
    match from.saturating_add(YEARS_MOST.years()) < to {
        true => Err(no_report(format!("A period is at most {YEARS_MOST} years long."))),
        false => Ok(period),
    }
}

/// Each word of the question can be read, and together they name no report.
fn no_report(words: String) -> Response {
    wrong(StatusCode::NOT_FOUND, "no_such_report", words)
}
