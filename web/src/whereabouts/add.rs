//! Somebody writes down where a person is.

use super::fields::{self, Fields};
use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, ErrorSummary},
    form::{Answers, Errors},
    frame::Frame,
    person::name,
    site::Site,
};
use app::whereabouts::{NewWhereabouts, add_whereabouts, offer_to_keep};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::PersonId;

#[derive(Template)]
#[template(path = "whereabouts/add.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: PersonId,
    name: String,
    fields: Fields,
    button: Button,
}

async fn make(
    site: &Site,
    asking: &Asking,
    id: PersonId,
    (answers, errors): (Option<&Answers>, &Errors),
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, name) = site
        .read(asking, move |ctx| {
            let file = offer_to_keep(ctx, id)?;
            Ok((Frame::of(ctx, &here, "Write down where a person is")?, name(&file)))
        })
        .await?;
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new(format!("/people/{id}/whereabouts")),
        id,
        name,
        fields: fields::typed(answers, errors),
        button: Button::new("Seal and save").attribute("data-prevent-double-click", "true"),
    })
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let id: PersonId = asking.id(&id)?;
    page(&make(&site, &asking, id, (None, &Errors::new())).await?)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: PersonId = asking.id(&id)?;
    let note = match fields::parse(&answers) {
        Ok(note) => note,
        Err(errors) => return mend(&make(&site, &asking, id, (Some(&answers), &errors)).await?),
    };
    let new = NewWhereabouts { person: id, note };
    site.change_once(&asking, &answers, move |ctx| add_whereabouts(ctx, &new)).await?;
    see(&format!("/people/{id}/whereabouts?done=added"))
}
