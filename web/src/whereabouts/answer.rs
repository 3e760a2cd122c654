//! A second person opens where somebody is to whoever asked, or does not.

use super::waiting::summary;
use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, Choice, ErrorSummary, Radios, SummaryList},
    form::{Answers, Errors},
    frame::Frame,
    site::Site,
};
use app::whereabouts::{SecondAnswer, answer_second, read_waiting};
use askama::Template;
use axum::extract::{Path, State};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "whereabouts/answer.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: Uuid,
    summary: SummaryList,
    answer: Radios,
    button: Button,
}

async fn make(site: &Site, asking: &Asking, id: Uuid, errors: &Errors) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, waiting) = site
        .read(asking, move |ctx| {
            let waiting = read_waiting(ctx, id)?;
            Ok((Frame::of(ctx, &here, "Open where a person is to somebody?")?, waiting))
        })
        .await?;
    let open = Choice::new("open", "Open it to them for one hour")
        .hint("What your agency holds or referred. That you did is recorded with your name.");
    let refuse = Choice::new("refuse", "Do not open it")
        .hint("They are not told why. Ring them if they should know.");
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new("/second-openings"),
        id,
        summary: summary(&waiting),
        answer: Radios::new("answer", "Do they need to know where this person is?")
            .choice(open)
            .choice(refuse)
            .error_from(errors),
        button: Button::new("Answer").attribute("data-prevent-double-click", "true"),
    })
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let id: Uuid = asking.id(&id)?;
    page(&make(&site, &asking, id, &Errors::new()).await?)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: Uuid = asking.id(&id)?;
    let (answer, done) = match answers.get("answer") {
        "open" => (SecondAnswer::Open, "opened"),
        "refuse" => (SecondAnswer::Refuse, "refused"),
        _ => {
            let errors = vec![("answer", "Say whether they need to know.".to_owned())];
            return mend(&make(&site, &asking, id, &errors).await?);
        }
    };
    site.change_once(&asking, &answers, move |ctx| answer_second(ctx, id, answer)).await?;
    see(&format!("/second-openings?done={done}"))
}
