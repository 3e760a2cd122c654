//! Somebody whose agency is new to a case asks for a second person.

use super::{
    checked::FreeText,
    open::{parse, reason_fields},
};
use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, ErrorSummary, Radios},
    form::{Answers, Errors},
    frame::Frame,
    person::name,
    site::Site,
    words,
};
use app::{
    Error, Refused,
    whereabouts::{ask_second, offer_second},
};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::ids::PersonId;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "whereabouts/ask.html")]
pub(super) struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: PersonId,
    name: String,
    reason: Radios,
    words: FreeText,
    button: Button,
}

async fn make(
    site: &Site,
    asking: &Asking,
    id: PersonId,
    (typed, errors): ((&str, &str), &Errors),
    done: Option<&'static str>,
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, name) = site
        .read(asking, move |ctx| {
            let file = offer_second(ctx, id)?;
            Ok((Frame::of(ctx, &here, "Ask for a second person")?, name(&file)))
        })
        .await?;
    Ok(form(frame.noting(done), (id, name), typed, errors))
}

/// The form, for whoever comes to open where somebody is and cannot do so alone.
pub(super) fn form(
    frame: Frame,
    (id, name): (PersonId, String),
    typed: (&str, &str),
    errors: &Errors,
) -> Page {
    let (reason, words) = reason_fields(typed, errors);
    Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new(format!("/people/{id}")),
        id,
        name,
        reason,
        words,
        button: Button::new("Ask for a second person")
            .attribute("data-prevent-double-click", "true"),
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let id: PersonId = asking.id(&id)?;
    let done = match query.get("done").map(String::as_str) {
        Some("asked") => Some("It waits for a second person. Come back when they have answered."),
        _ => None,
    };
    page(&make(&site, &asking, id, (("", ""), &Errors::new()), done).await?)
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
            return mend(&make(&site, &asking, id, (typed, &errors), None).await?);
        }
    };
    let ask = move |ctx: &mut app::Ctx<'_>| ask_second(ctx, id, &request);
    match site.change_once(&asking, &answers, ask).await {
        Ok(_) => see(&format!("/people/{id}/whereabouts/second?done=asked")),
        Err(Problem { error: Error::Refused(refused @ Refused::SecondAsked), .. }) => {
            let errors = vec![("reason", words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, id, (typed, &errors), None).await?)
        }
        Err(problem) => Err(problem),
    }
}
