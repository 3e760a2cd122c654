//! Where somebody is: asked for with a reason, shown on a page of its own for a minute.

use super::{
    Groups, ask,
    checked::{self, FreeText},
};
use crate::{
    answer::{Answer, Problem, mend, page},
    asking::Asking,
    components::{BackLink, Button, ErrorSummary, Radios, Textarea, WarningText},
    form::{Answers, Errors},
    frame::Frame,
    person::name,
    site::Site,
    words,
};
use app::{
    Refused,
    whereabouts::{
        OpeningRequest, WhereaboutsOffers, find_offers, offer_second, offer_whereabouts,
        open_whereabouts,
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, header},
};
use domain::{ids::PersonId, person::OpeningReason};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "whereabouts/open.html")]
struct Asked {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: PersonId,
    name: String,
    offers: WhereaboutsOffers,
    reason: Radios,
    words: FreeText,
    button: Button,
}

#[derive(Template)]
#[template(path = "whereabouts/opened.html")]
struct Shown {
    frame: Frame,
    warning: WarningText,
    id: PersonId,
    name: String,
    groups: Groups,
    may_keep: bool,
    close: Button,
}

/// Seconds that the page stands: long enough to write an address down, short enough that a screen
/// that was left does not show it to the next one who passes.
const SHOWN_SECONDS: u32 = 60;

enum Page {
    Asked(Box<Asked>),
    /// The asker's agency is new to the case.
    Second(Box<ask::Page>),
}

async fn make(
    site: &Site,
    asking: &Asking,
    id: PersonId,
    ((reason, words), errors): ((&str, &str), &Errors),
    done: Option<&'static str>,
) -> Result<Page, Problem> {
    let here = asking.clone();
    let offered = site
        .read(asking, move |ctx| {
            let offers = find_offers(ctx, id)?;
            let needs_second = offers.may_ask_second && !offers.may_open;
            let (file, title) = match needs_second {
                true => (offer_second(ctx, id)?, "Ask for a second person"),
                false => (offer_whereabouts(ctx, id)?, "Open where a person is"),
            };
            Ok((Frame::of(ctx, &here, title)?.noting(done), name(&file), offers, needs_second))
        })
        .await?;
    let (frame, name, offers, needs_second) = offered;
    if needs_second {
        let page = ask::form(frame, (id, name), (reason, words), errors);
        return Ok(Page::Second(Box::new(page)));
    }
    let (reason, words) = reason_fields((reason, words), errors);
    Ok(Page::Asked(Box::new(Asked {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new(format!("/people/{id}")),
        id,
        name,
        offers,
        reason,
        words: words.about(id),
        button: Button::new("Show for one minute")
            .warning()
            .attribute("data-prevent-double-click", "true"),
    })))
}

/// Why it is to be opened: a reason of the list, and it in words.
pub(super) fn reason_fields((reason, words): (&str, &str), errors: &Errors) -> (Radios, FreeText) {
    let reasons = OpeningReason::ALL.iter().map(|reason| (reason.code(), reason.words()));
    let reason = Radios::new("reason", "Why do you need to know?")
        .items(reasons)
        .value(reason)
        .error_from(errors);
    let words = Textarea::new("words", "What you need it for")
        .hint("In your own words, without an address. Whoever checks the ledger reads it.")
        .rows(3)
        .value(words)
        .error_from(errors);
    (reason, FreeText::new(words, errors))
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let id: PersonId = asking.id(&id)?;
    let done = match query.get("done").map(String::as_str) {
        Some("added") => Some("It is sealed and saved."),
        Some("corrected") => Some("The correction is sealed and saved."),
        Some("ended") => Some("It has ended."),
        _ => None,
    };
    match make(&site, &asking, id, (("", ""), &Errors::new()), done).await? {
        Page::Asked(made) => page(&*made),
        Page::Second(made) => page(&*made),
    }
}

pub(super) fn parse(answers: &Answers) -> Result<OpeningRequest, Errors> {
    let error = |field, refused: Refused| (field, words::capital(&refused.to_string()));
    let reason = OpeningReason::from_code(answers.get("reason"));
    // The words are checked with any reason, so that both errors are told at once.
    let asked = reason.unwrap_or(OpeningReason::Contact);
    let request = OpeningRequest::new(asked, answers.get("words"));
    let mut errors = Errors::new();
    if reason.is_none() {
        errors.push(error("reason", Refused::OpeningReason));
    }
    match request {
        Ok(request) => {
            errors.extend(checked::errors(answers, &["words"]));
            if errors.is_empty() { Ok(request) } else { Err(errors) }
        }
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
    let id: PersonId = asking.id(&id)?;
    let typed = (answers.get("reason"), answers.get("words"));
    let request = match parse(&answers) {
        Ok(request) => request,
        Err(errors) => {
            return match make(&site, &asking, id, (typed, &errors), None).await? {
                Page::Asked(made) => mend(&*made),
                Page::Second(made) => mend(&*made),
            };
        }
    };
    let here = asking.clone();
    // Sent twice it is opened twice, and recorded twice: what was shown is kept nowhere.
    let made = site
        .change(&asking, move |ctx| {
            let opened = open_whereabouts(ctx, id, &request)?;
            let frame = Frame::of(ctx, &here, "Where a person is")?;
            let words = "This page closes by itself in one minute. Do not print it, and do not \
                         leave the screen.";
            let today = ctx.today();
            Ok(Shown {
                warning: WarningText::new(words),
                id,
                groups: Groups::of(&frame, (id, today), &opened),
                frame,
                name: opened.name.unwrap_or_else(|| "a person whose name is not known".to_owned()),
                may_keep: opened.may_keep,
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
