//! Where somebody is: asked for with a reason, shown on a page of its own for a minute.

use super::{records, show::name};
use crate::{
    answer::{Answer, Problem, mend, page},
    asking::Asking,
    components::{BackLink, Button, ErrorSummary, Radios, SummaryList, Textarea, WarningText},
    form::Answers,
    frame::Frame,
    site::Site,
    words,
};
use app::{
    Refused,
    person::{OpenedRecord, OpeningRequest, offer_whereabouts, open_whereabouts},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
};
use domain::{ids::PersonId, person::OpeningReason};

#[derive(Template)]
#[template(path = "person/whereabouts.html")]
struct Asked {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: PersonId,
    name: String,
    reason: Radios,
    words: Textarea,
    button: Button,
}

#[derive(Template)]
#[template(path = "person/opened.html")]
struct Shown {
    frame: Frame,
    warning: WarningText,
    name: String,
    records: Vec<SummaryList>,
    close: Button,
}

type Errors = Vec<(&'static str, String)>;

/// Seconds that the page stands: long enough to write an address down, short enough that a screen
/// that was left does not show it to the next one who passes.
const SHOWN_SECONDS: u32 = 60;

async fn make(
    site: &Site,
    asking: &Asking,
    id: PersonId,
    (reason, words): (&str, &str),
    errors: &Errors,
) -> Result<Asked, Problem> {
    let here = asking.clone();
    let (frame, name) = site
        .read(asking, move |ctx| {
            let file = offer_whereabouts(ctx, id)?;
            Ok((Frame::of(ctx, &here, "Open where a person is")?, name(&file)))
        })
        .await?;
    let reasons = OpeningReason::ALL.iter().map(|reason| (reason.code(), reason.words()));
    Ok(Asked {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new(format!("/people/{id}")),
        id,
        name,
        reason: Radios::new("reason", "Why do you need to know?")
            .items(reasons)
            .value(reason)
            .error_from(errors),
        words: Textarea::new("words", "What you need it for")
            .hint("In your own words, without an address. Whoever checks the ledger reads it.")
            .rows(3)
            .value(words)
            .error_from(errors),
        button: Button::new("Show for one minute")
            .warning()
            .attribute("data-prevent-double-click", "true"),
    })
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let id: PersonId = id.parse().map_err(|_| Problem::not_found(&asking))?;
    page(&make(&site, &asking, id, ("", ""), &Errors::new()).await?)
}

fn parse(reason: &str, words: &str) -> Result<OpeningRequest, Errors> {
    let error = |field, refused: Refused| (field, words::capital(&refused.to_string()));
    let reason = OpeningReason::from_code(reason);
    // The words are checked with any reason, so that both errors are told at once.
    let request = OpeningRequest::new(reason.unwrap_or(OpeningReason::Contact), words);
    let mut errors = Errors::new();
    if reason.is_none() {
        errors.push(error("reason", Refused::OpeningReason));
    }
    match request {
        Ok(request) if errors.is_empty() => Ok(request),
        Ok(_) => Err(errors),
        Err(refused) => {
            errors.push(error("words", refused));
            Err(errors)
        }
    }
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: PersonId = id.parse().map_err(|_| Problem::not_found(&asking))?;
    let typed = (answers.get("reason"), answers.get("words"));
    let request = match parse(typed.0, typed.1) {
        Ok(request) => request,
        Err(errors) => return mend(&make(&site, &asking, id, typed, &errors).await?),
    };
    let here = asking.clone();
    // Sent twice it is opened twice, and recorded twice: what was shown is kept nowhere.
    let made = site
        .change(&asking, move |ctx| {
            let opened = open_whereabouts(ctx, id, &request)?;
            let frame = Frame::of(ctx, &here, "Where a person is")?;
            let words = "This page closes by itself in one minute. Do not print it, and do not \
                         leave the screen.";
            Ok(Shown {
                frame,
                warning: WarningText::new(words),
                name: opened.name.unwrap_or_else(|| "a person whose name is not known".to_owned()),
                records: opened.records.iter().map(summary).collect(),
                close: Button::link("Close it now", format!("/people/{id}")),
            })
        })
        .await?;
    let mut response = page(&made)?;
    // A header does what `<meta http-equiv="refresh">` does, also without scripts.
    let refresh = HeaderValue::from_str(&format!("{SHOWN_SECONDS}; url=/people/{id}"));
    if let Ok(refresh) = refresh {
        response.headers_mut().insert(header::REFRESH, refresh);
    }
    Ok(response)
}

fn summary(record: &OpenedRecord) -> SummaryList {
    let rows = [
        ("Address", &record.address),
        ("Postcode", &record.postcode),
        ("Phone", &record.phone),
        ("E-mail", &record.email),
    ];
    let list = SummaryList::new().card(records::title(&record.record));
    let given = rows.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
    let list = given.fold(list, |list, (key, value)| list.row(key, value.as_str()));
    let odd = record.odd.iter();
    odd.fold(list, |list, (column, text)| {
        list.row(format!("Not understood: {}", column.replace('_', " ")), text.as_str())
    })
}
