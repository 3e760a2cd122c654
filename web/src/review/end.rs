//! A decision about a pair is undone.

use super::telling::{stands, verdict_tag};
use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, ErrorSummary, SummaryList, Textarea},
    form::{Answers, Errors},
    frame::Frame,
    site::Site,
    whereabouts::checked::{self, FreeText},
    words,
};
use app::{
    Error, Refused,
    person::review::{end_decision, read_decision},
};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::LinkId;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "review/end.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: String,
    decision: String,
    summary: SummaryList,
    why: FreeText,
    button: Button,
}

async fn make(
    site: &Site,
    asking: &Asking,
    id: LinkId,
    typed: &str,
    errors: &Errors,
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, (decided, is_being_worked_in)) = site
        .read(asking, move |ctx| {
            let decision = read_decision(ctx, id)?;
            Ok((Frame::of(ctx, &here, "Undo a decision")?, decision))
        })
        .await?;
    let by = decided.by_name.as_deref().unwrap_or("someone no longer known");
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new(format!("/review/{id}")),
        id: id.to_string(),
        decision: decided.id.to_string(),
        summary: SummaryList::new()
            .row("Answer", verdict_tag(&decided))
            .row("By", by)
            .row("When", words::instant(decided.at))
            .row("Why", decided.why.as_str())
            .row("State", stands(&decided, is_being_worked_in)),
        why: FreeText::new(
            Textarea::new("why", "Why was it wrong?").rows(3).value(typed).error_from(errors),
            errors,
        ),
        button: Button::new("Undo it").warning().attribute("data-prevent-double-click", "true"),
    })
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let id: LinkId = asking.id(&id)?;
    page(&make(&site, &asking, id, "", &Errors::new()).await?)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: LinkId = asking.id(&id)?;
    let seen = Uuid::parse_str(answers.get("decision")).unwrap_or_default();
    let why = answers.get("why").to_owned();
    let errors = checked::errors(&answers, &["why"]);
    if !errors.is_empty() {
        return mend(&make(&site, &asking, id, &why, &errors).await?);
    }
    let ended =
        site.change_once(&asking, &answers, move |ctx| end_decision(ctx, id, seen, &why)).await;
    match ended {
        Ok(()) => see("/review/decisions?done=undone"),
        Err(Problem { error: Error::Refused(refused @ Refused::LinkWhy), .. }) => {
            let errors = vec![("why", words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, id, answers.get("why"), &errors).await?)
        }
        Err(problem) => Err(problem),
    }
}
