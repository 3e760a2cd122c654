//! The records behind a figure: their references and days for whom they are, else their number.

use super::{
    asked::{Asked, Query},
    tables::key_words,
};
use crate::{
    answer::{Answer, Problem, page},
    asking::Asking,
    charts::count_words,
    components::{BackLink, Cell, Table},
    frame::Frame,
    site::Site,
    words,
};
use app::{
    Error,
    db::Cursor,
    performance::{Behind, BehindRecord, WhyRepeat, list_behind},
};
use askama::Template;
use axum::extract::{Path, Query as FromQuery, State};
use domain::performance::{Indicator, definition};

#[derive(Template)]
#[template(path = "performance/behind.html")]
struct Page {
    frame: Frame,
    back: BackLink,
    finding: String,
    period: String,
    denominator: &'static str,
    /// Who may see which they are, where the reader may not.
    others: Option<&'static str>,
    table: Option<Table>,
    next: Option<String>,
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(code): Path<String>,
    FromQuery(query): FromQuery<Query>,
) -> Answer {
    let indicator = Indicator::from_code(&code).ok_or_else(|| Problem::not_found(&asking))?;
    let after = query.get("after").map(|text| text.parse::<Cursor>()).transpose();
    let after = after.map_err(|_| Problem::not_found(&asking))?;
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (asked, errors) = Asked::read(&query, Some(indicator), ctx.today());
            if !errors.is_empty() {
                // Nobody types this address; the page that it comes from says what is wrong.
                return Err(Error::NotFound);
            }
            let key = query.get("key").map(String::as_str);
            let behind = list_behind(ctx, &asked.request(indicator), key, after)?;
            let title = format!("Behind a figure: {}", definition(indicator).name);
            let frame = Frame::of(ctx, &here, &title)?;
            Ok(make(frame, indicator, &asked, key, &behind))
        })
        .await?;
    page(&made)
}

fn make(
    frame: Frame,
    indicator: Indicator,
    asked: &Asked,
    key: Option<&str>,
    behind: &Behind,
) -> Page {
    let (code, query) = (indicator.code(), asked.query());
    let same = match key {
        Some(key) => format!("/performance/{code}/behind?{query}&key={}", words::escaped(key)),
        None => format!("/performance/{code}/behind?{query}"),
    };
    let list = behind.list.as_ref();
    Page {
        frame,
        back: BackLink::new(format!("/performance/{code}?{query}")),
        finding: finding(indicator, asked, key, behind.count),
        period: asked.period_words(),
        denominator: counted_words(indicator),
        others: list.is_none().then(|| others(indicator)),
        table: list.filter(|list| !list.items.is_empty()).map(|list| table(indicator, &list.items)),
        next: list.and_then(|list| list.next).map(|cursor| format!("{same}&after={cursor}")),
    }
}

/// `80 cases behind this figure: Fenland`
fn finding(indicator: Indicator, asked: &Asked, key: Option<&str>, count: u32) -> String {
    let (one, many) = indicator.counted();
    let what = if count == 1 { one } else { many };
    let place = key.map_or("the whole county".to_owned(), |key| key_words(asked.by, key));
    format!("{} {what} behind this figure: {place}", count_words(count.into()))
}

/// What is listed: of recorded incidents those that are counted, else what they are a share of.
fn counted_words(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::RecordedIncidents => definition(indicator).numerator,
        Indicator::RepeatIncidents | Indicator::Ni32 => definition(indicator).denominator,
        Indicator::MaracDataset => "the cases heard in the period",
    }
}

fn others(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::RecordedIncidents | Indicator::RepeatIncidents => {
            "Which they are is for the analyst of the agency that recorded all of them."
        }
        Indicator::Ni32 | Indicator::MaracDataset => {
            "Which they are is for the coordinator of the MARAC."
        }
    }
}

fn table(indicator: Indicator, records: &[BehindRecord]) -> Table {
    let is_of_cases = matches!(indicator, Indicator::Ni32 | Indicator::MaracDataset);
    let (caption, heads) = match is_of_cases {
        true => ("Cases", &["First referral", "Heard", "MARAC", "Why it is a repeat"][..]),
        false => ("Incidents", &["Incident", "Reported", "Why it is a repeat"][..]),
    };
    let mut table = Table::new(caption).head(heads.iter().copied()).row_headers();
    for record in records {
        let mut cells =
            vec![Cell::new(record.reference.as_str()), Cell::new(words::day(record.on))];
        if is_of_cases {
            cells.push(Cell::new(record.marac.as_deref().unwrap_or("not known")));
        }
        let why = record.repeat.as_ref().map_or("It is none.".to_owned(), why);
        table = table.row(cells.into_iter().chain([Cell::new(why)]));
    }
    table
}

/// By reference and day only: no page of figures names anyone.
fn why(repeat: &WhyRepeat) -> String {
    let day = words::day(repeat.on);
    match &repeat.earlier {
        Some(earlier) => format!(
            "{} of {day} comes after {} of {}, and no later than {}.",
            repeat.reference,
            earlier.reference,
            words::day(earlier.on),
            words::day(earlier.within_until)
        ),
        None => format!(
            "{} of {day} comes within twelve months after a record of another agency.",
            repeat.reference
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::performance::EarlierRecord;
    use jiff::civil::date;

    #[test]
    fn a_repeat_is_told_by_references_and_days() {
        let mut repeat = WhyRepeat {
            reference: "R-2".to_owned(),
            on: date(2009, 4, 1),
            earlier: Some(EarlierRecord {
                reference: "R-1".to_owned(),
                on: date(2008, 4, 1),
                within_until: date(2009, 4, 1),
            }),
        };
        let said = "R-2 of 1 April 2009 comes after R-1 of 1 April 2008, and no later than \
                    1 April 2009.";
        assert_eq!(why(&repeat), said);
        repeat.earlier = None;
        assert!(why(&repeat).contains("a record of another agency"));
    }
}
