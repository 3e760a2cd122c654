//! "Performance": the strategy's two tables, the map, and NI 32, each with what it says.

use super::{
    asked::{Asked, Choice, Query, months_before, period_words, year_before, year_until},
    drawings, findings, tables,
    terms::Terms,
};
use crate::{
    answer::{Answer, mend, page},
    asking::Asking,
    charts::{Figure, Told},
    components::{ErrorSummary, Markup, Table},
    form::Errors,
    frame::Frame,
    site::Site,
    words,
};
use app::{
    Ctx, Error,
    performance::{ReportRequest, report_overview},
};
use askama::Template;
use axum::extract::{Query as FromQuery, State};
use domain::performance::{By, Indicator, Period, Report, TargetRow, catalogue};
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "performance/overview.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    choice: Choice,
    sections: Vec<Section>,
    indicators: Vec<(&'static str, &'static str, &'static str)>,
}

/// A finding, and what it rests on.
struct Section {
    id: &'static str,
    finding: String,
    sentences: Vec<String>,
    table: Option<Table>,
    table_name: &'static str,
    figures: Vec<Figure>,
    terms: Option<Terms>,
    /// Where the indicator can be read in full.
    more: Option<(String, &'static str)>,
}

/// Everything that is read for the page, on one snapshot.
struct Numbers {
    targets: Vec<TargetRow>,
    repeats: [Report; 2],
    incidents: Report,
    incidents_then: Report,
    cases: Report,
    cases_then: Report,
    ends: Vec<Date>,
    windows: Vec<Report>,
    quarters: Report,
}

/// Windows of twelve months, each beginning a quarter after the one before.
const WINDOWS: i32 = 5;
const QUARTERS_MONTHS: i32 = 24;

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    FromQuery(query): FromQuery<Query>,
) -> Answer {
    let here = asking.clone();
    let (made, is_wrong) = site
        .read(&asking, move |ctx| {
            let today = ctx.today();
            let (asked, errors) = Asked::read(&query, None, today);
            let numbers = read_numbers(ctx, &asked, today)?;
            let frame = Frame::of(ctx, &here, "Performance")?;
            let made = make(frame, &query, &asked, &errors, &numbers);
            Ok((made, !errors.is_empty()))
        })
        .await?;
    if is_wrong { mend(&made) } else { page(&made) }
}

fn read_numbers(ctx: &mut Ctx<'_>, asked: &Asked, today: Date) -> Result<Numbers, Error> {
    let of = |indicator, period, by| ReportRequest {
        indicator,
        period,
        by: Some(by),
        baseline: None,
        as_at: asked.as_at,
    };
    let incidents = ReportRequest {
        baseline: year_before(asked.period),
        ..of(Indicator::RecordedIncidents, asked.period, By::Area)
    };
    let cases = of(Indicator::Ni32, asked.period, By::Area);
    let month_ago = Some(months_before(asked.as_at.unwrap_or(today), 1));
    let to = asked.period.to();
    let ends: Vec<Date> = (0..WINDOWS).rev().map(|at| months_before(to, 3 * at)).collect();
    let windows = ends.iter().map(|end| of(Indicator::Ni32, year_until(*end), By::Area));
    let from = months_before(to, QUARTERS_MONTHS).tomorrow().unwrap_or(to);
    let two_years = Period::new(from, to).unwrap_or(asked.period);
    let [then, now] = [2003, 2007].map(Period::financial_year);
    let year = |period| of(Indicator::RepeatIncidents, period, By::Area);
    let requests: [ReportRequest; 7] = [
        year(then),
        year(now),
        incidents,
        ReportRequest { as_at: month_ago, ..incidents },
        cases,
        ReportRequest { as_at: month_ago, ..cases },
        of(Indicator::Ni32, two_years, By::Quarter),
    ];
    let requests: Vec<ReportRequest> = requests.into_iter().chain(windows).collect();
    let (targets, mut reports) = report_overview(ctx, &requests)?;
    let windows = reports.split_off(requests.len() - ends.len());
    let [then, now, incidents, incidents_then, cases, cases_then, quarters] = reports
        .try_into()
        .map_err(|_| Error::Broken("not as many reports as requests".to_owned()))?;
    Ok(Numbers {
        targets: targets.rows,
        repeats: [then, now],
        incidents,
        incidents_then,
        cases,
        cases_then,
        ends,
        windows,
        quarters,
    })
}

fn make(frame: Frame, query: &Query, asked: &Asked, errors: &Errors, of: &Numbers) -> Page {
    let indicators = catalogue()
        .iter()
        .map(|defined| (defined.indicator.code(), defined.name, defined.question));
    Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        choice: Choice::of(query, asked, None, errors),
        sections: vec![
            targets(of),
            repeats(of),
            incidents(asked, of),
            cases(asked, of),
            quarters(of),
        ],
        indicators: indicators.collect(),
    }
}

fn csv(indicator: Indicator, query: &str) -> String {
    format!("/performance/{}/table.csv?{query}", indicator.code())
}

fn targets(of: &Numbers) -> Section {
    let (finding, rest) = findings::targets(&of.targets);
    let caption = "Increase in police recorded incidents";
    let desc = "Incidents recorded in 2003/04 and in 2007/08 by area, and the number that each \
                area's target asked for.";
    let told = Told::new("targets", finding.clone(), desc);
    let drawing = drawings::of_targets(told, &of.targets);
    let below = "Incidents recorded in 2003/04 (light) and 2007/08 (dark). The orange mark is the \
                 target that the area had set itself for 2007/08.";
    let figure = Figure::drawing(drawing, below).csv("/performance/targets/table.csv", caption);
    Section {
        id: "targets",
        finding,
        sentences: vec![rest],
        table: Some(tables::of_targets(&of.targets, caption)),
        table_name: caption,
        figures: vec![figure],
        terms: None,
        more: None,
    }
}

fn repeats(of: &Numbers) -> Section {
    let [before, now] = &of.repeats;
    let caption = "Decrease in proportion of incidents that are repeats";
    let share = |report: &Report| findings::repeats(report.indicator, &report.total);
    let both = Period::financial_year(2007);
    let query = format!("from={}&to={}&by=area", both.from(), both.to());
    Section {
        id: "repeats",
        finding: format!("2007/08: {}", share(now)),
        sentences: vec![
            format!("2003/04: {}.", share(before)),
            findings::moved(now, before),
            "The strategy had to leave this table empty: the data was not there.".to_owned(),
        ],
        table: Some(tables::of_two_years(before, now, caption)),
        table_name: caption,
        figures: Vec::new(),
        terms: Some(Terms::of(now)),
        more: Some((
            format!("/performance/{}?{query}", Indicator::RepeatIncidents.code()),
            "Repeat incidents in other periods, by agency or month",
        )),
    }
}

fn incidents(asked: &Asked, of: &Numbers) -> Section {
    let finding = findings::most(&of.incidents);
    let told = Told::new("map", finding.clone(), "Recorded incidents by district, on a map.");
    let query = Asked { by: Some(By::Area), baseline: None, ..asked.clone() }.query();
    let caption = "Recorded incidents by area";
    let behind = format!("/performance/{}/behind?{query}", of.incidents.indicator.code());
    let table = tables::of_report(&of.incidents, caption, Some(&behind));
    let below = format!(
        "{} These are numbers, not rates: where more people live, more is recorded.",
        drawings::caption(&of.incidents)
    );
    let figure = Figure::new(drawings::map_of(told, &of.incidents), below, table)
        .csv(csv(of.incidents.indicator, &query), caption);
    Section {
        id: "incidents",
        finding,
        sentences: vec![
            format!("{}.", findings::of(&of.incidents)),
            findings::since(&of.incidents, &of.incidents_then),
        ],
        table: None,
        table_name: "",
        figures: vec![figure],
        terms: Some(Terms::of(&of.incidents)),
        more: Some((
            format!("/performance/{}?{query}", of.incidents.indicator.code()),
            "Recorded incidents by agency, quarter or month",
        )),
    }
}

fn cases(asked: &Asked, of: &Numbers) -> Section {
    let finding = findings::repeats(Indicator::Ni32, &of.cases.total);
    let labels: Vec<String> = of.ends.iter().map(|end| words::day(*end)).collect();
    let caption = "Repeat cases by area, over twelve months";
    let table = tables::of_windows(&labels, &of.windows, caption);
    let told = Told::new("windows", finding.clone(), "One line an area, all on one scale.");
    let query = Asked { by: Some(By::Area), baseline: None, ..asked.clone() }.query();
    let drawing = drawings::lines_of(&told, &of.ends, &of.windows);
    let below = "Repeat cases as a share of cases heard, each point over the twelve months that \
                 end there.";
    let figure = Figure::new(drawing, below, table).csv(csv(Indicator::Ni32, &query), caption);
    let moved = match of.windows.as_slice() {
        [first, .., last] => findings::moved(last, first),
        [] | [_] => String::new(),
    };
    Section {
        id: "ni32",
        finding: format!("NI 32: {finding}"),
        sentences: vec![
            format!("{}.", period_words(asked.period)),
            moved,
            findings::since(&of.cases, &of.cases_then),
        ],
        table: None,
        table_name: "",
        figures: vec![figure],
        terms: Some(Terms::of(&of.cases)),
        more: Some((
            format!("/performance/{}?{query}", Indicator::Ni32.code()),
            "NI 32 by MARAC, agency, quarter or month, and against a baseline",
        )),
    }
}

fn quarters(of: &Numbers) -> Section {
    let report = &of.quarters;
    let caption = "Repeat cases by quarter, the whole county";
    let desc = "Repeat cases as a share of cases heard, one column a quarter.";
    let finding = findings::repeats(Indicator::Ni32, &report.total);
    let told = Told::new("quarters", finding.clone(), desc);
    let query = format!("from={}&to={}&by=quarter", report.from, report.to);
    let query = format!("{query}&baseline-from=&baseline-to=&as-at={}", report.as_at);
    let behind = format!("/performance/{}/behind?{query}", Indicator::Ni32.code());
    let table = tables::of_report(report, caption, Some(&behind));
    let drawing: Markup = drawings::columns_of(told, report);
    let figure = Figure::new(drawing, drawings::caption(report), table)
        .csv(csv(Indicator::Ni32, &query), caption);
    Section {
        id: "ni32-quarters",
        finding: format!("Over two years: {finding}"),
        sentences: vec![
            "A quarter has few cases: its share moves a lot when nothing else does.".to_owned(),
        ],
        table: None,
        table_name: "",
        figures: vec![figure],
        terms: None,
        more: None,
    }
}
