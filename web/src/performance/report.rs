//! One indicator: any period, any breakdown, as the records stood on any day.

use super::{
    asked::{Asked, Choice, Query, months_before, year_before},
    drawings, findings, tables,
    terms::Terms,
};
use crate::{
    answer::{Answer, Problem, mend, page},
    asking::Asking,
    charts::{Figure, Told},
    components::{BackLink, ErrorSummary, Table},
    frame::Frame,
    site::Site,
    words,
};
use app::{
    Ctx, Error,
    performance::{ReportRequest, report_each},
};
use askama::Template;
use axum::extract::{Path, Query as FromQuery, State};
use domain::performance::{Indicator, Report, definition};

#[derive(Template)]
#[template(path = "performance/report.html")]
struct Page {
    frame: Frame,
    back: BackLink,
    problem: Option<ErrorSummary>,
    code: &'static str,
    name: &'static str,
    question: &'static str,
    choice: Choice,
    finding: String,
    sentences: Vec<String>,
    table: Table,
    figure: Option<Figure>,
    csv: String,
    terms: Terms,
}

/// The report, and what it is compared with in words.
struct Numbers {
    now: Report,
    /// As the records stood a month before.
    then: Report,
    /// A year earlier, for what looks back, unless the period is longer than a year.
    before: Option<Report>,
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(code): Path<String>,
    FromQuery(query): FromQuery<Query>,
) -> Answer {
    let indicator = Indicator::from_code(&code).ok_or_else(|| Problem::not_found(&asking))?;
    let here = asking.clone();
    let (made, is_wrong) = site
        .read(&asking, move |ctx| {
            let today = ctx.today();
            let (asked, errors) = Asked::read(&query, Some(indicator), today);
            let numbers = read_numbers(ctx, indicator, &asked)?;
            let name = definition(indicator).name;
            let frame = Frame::of(ctx, &here, name)?.with_errors(&errors);
            let choice = Choice::of(&query, &asked, Some(indicator), &errors);
            let problem = ErrorSummary::when_any(&errors);
            Ok((make(frame, problem, choice, &asked, &numbers), !errors.is_empty()))
        })
        .await?;
    if is_wrong { mend(&made) } else { page(&made) }
}

fn read_numbers(ctx: &mut Ctx<'_>, indicator: Indicator, asked: &Asked) -> Result<Numbers, Error> {
    let request = asked.request(indicator);
    let alone = ReportRequest { by: None, ..request };
    let month_ago = Some(months_before(request.as_at.unwrap_or_else(|| ctx.today()), 1));
    let earlier = year_before(asked.period).filter(|_| indicator.looks_back());
    let earlier = earlier.map(|period| ReportRequest { period, baseline: None, ..alone });
    let both = [request, ReportRequest { as_at: month_ago, ..alone }];
    let requests: Vec<ReportRequest> = both.into_iter().chain(earlier).collect();
    let mut reports = report_each(ctx, &requests)?.into_iter();
    let (Some(now), Some(then)) = (reports.next(), reports.next()) else {
        return Err(Error::Broken("not as many reports as requests".to_owned()));
    };
    Ok(Numbers { now, then, before: reports.next() })
}

fn make(
    frame: Frame,
    problem: Option<ErrorSummary>,
    choice: Choice,
    asked: &Asked,
    of: &Numbers,
) -> Page {
    let indicator = of.now.indicator;
    let defined = definition(indicator);
    let (code, query) = (indicator.code(), asked.query());
    let finding = findings::of(&of.now);
    let behind = format!("/performance/{code}/behind?{query}");
    let has_records = indicator != Indicator::MaracDataset;
    let caption = caption(&of.now);
    let table = tables::of_report(&of.now, &caption, has_records.then_some(behind.as_str()));
    let csv = format!("/performance/{code}/table.csv?{query}");
    let told = Told::new("report", finding.clone(), drawings::caption(&of.now));
    let drawing = drawings::of_report(told, &of.now);
    let figure = drawing.map(|drawing| Figure::drawing(drawing, drawings::caption(&of.now)));
    let mut sentences = vec![format!("{}.", asked.period_words())];
    sentences.extend(of.before.as_ref().map(|before| findings::moved(&of.now, before)));
    sentences.push(findings::since(&of.now, &of.then));
    Page {
        frame,
        back: BackLink::new("/performance"),
        problem,
        code,
        name: defined.name,
        question: defined.question,
        choice,
        finding,
        sentences,
        table,
        figure,
        csv,
        terms: Terms::of(&of.now),
    }
}

fn caption(report: &Report) -> String {
    let name = words::capital_word(report.indicator.words());
    match report.by {
        Some(by) => format!("{name} by {}", by.words()),
        None => name,
    }
}
