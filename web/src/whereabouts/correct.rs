//! What somebody wrote down of where a person is, corrected.

use super::fields::{self, Fields};
use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, ErrorSummary},
    form::{Answers, Errors},
    frame::Frame,
    site::Site,
};
use app::whereabouts::{Correction, correct_whereabouts, open_to_correct};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::PersonId;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "whereabouts/correct.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    address: String,
    version: i64,
    fields: Fields,
    button: Button,
    never: Button,
}

type Ids = (PersonId, Uuid);

async fn make(
    site: &Site,
    asking: &Asking,
    (person, id): Ids,
    answers: Option<(&Answers, &Errors)>,
) -> Result<Page, Problem> {
    let here = asking.clone();
    // A change, for what is shown is an opening, and kept as one.
    let (frame, note, version) = site
        .change(asking, move |ctx| {
            let (note, version) = open_to_correct(ctx, person, id)?;
            Ok((Frame::of(ctx, &here, "Correct where a person is")?, note, version))
        })
        .await?;
    let none = Errors::new();
    let errors = answers.map_or(&none, |(_, errors)| errors);
    let (fields, version) = match answers {
        Some((answers, errors)) => (fields::typed(Some(answers), errors), answers.seen_version()),
        None => (fields::standing(&note), version),
    };
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new(format!("/people/{person}/whereabouts")),
        address: format!("/people/{person}/whereabouts/{id}"),
        version,
        fields,
        button: Button::new("Save the correction").attribute("data-prevent-double-click", "true"),
        never: Button::new("It was never right: show it no more").warning(),
    })
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(ids): Path<(String, String)>,
) -> Answer {
    let ids: Ids = asking.ids(&ids)?;
    page(&make(&site, &asking, ids, None).await?)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(ids): Path<(String, String)>,
    answers: Answers,
) -> Answer {
    let (person, id): Ids = asking.ids(&ids)?;
    let note = match fields::parse(&answers) {
        Ok(note) => note,
        Err(errors) => {
            let typed = Some((&answers, &errors));
            return mend(&make(&site, &asking, (person, id), typed).await?);
        }
    };
    let correction = Correction { person, id, seen_version: answers.seen_version(), note };
    let correct = move |ctx: &mut app::Ctx<'_>| correct_whereabouts(ctx, &correction);
    site.change_once(&asking, &answers, correct).await?;
    see(&format!("/people/{person}/whereabouts?done=corrected"))
}
