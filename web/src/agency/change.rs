//! An agency gets another name or kind.

use crate::{
    agency::add::kinds,
    answer::{Answer, Problem, mend, page, page_with},
    asking::Asking,
    components::{BackLink, Button, ErrorSummary, Input, Select},
    form::{Answers, Errors},
    frame::Frame,
    offer::offer,
    site::Site,
    words,
};
use app::{
    Conflict, Error,
    agency::{AgencyChange, change_agency},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{
    agency::{AgencyKind, AgencyName},
    ids::AgencyId,
    policy::Permission,
};

#[derive(Template)]
#[template(path = "agency/change.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: String,
    version: i64,
    name: Input,
    kind: Select,
    button: Button,
}

/// The form: as the agency is, or as it was typed.
async fn make(
    site: &Site,
    asking: &Asking,
    id: AgencyId,
    typed: Option<(&str, &str)>,
    errors: &Errors,
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, agency) = site
        .read(asking, move |ctx| {
            let (agency, _) = app::agency::show_agency(ctx, id)?;
            offer(ctx, Permission::ChangeAgency, &agency)?;
            Ok((Frame::of(ctx, &here, "Change an agency")?, agency))
        })
        .await?;
    let (name, kind) = typed.unwrap_or((agency.name.as_str(), agency.kind.code()));
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new(format!("/agencies/{id}")),
        id: id.to_string(),
        version: agency.version,
        name: Input::new("name", "Name").value(name).error_from(errors),
        kind: kinds(kind).error_from(errors),
        button: Button::new("Save"),
    })
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let id: AgencyId = asking.id(&id)?;
    page(&make(&site, &asking, id, None, &Errors::new()).await?)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: AgencyId = asking.id(&id)?;
    let typed = Some((answers.get("name"), answers.get("kind")));
    let mut errors = Errors::new();
    let name = AgencyName::parse(answers.get("name"))
        .map_err(|error| errors.push(("name", words::capital(&error.to_string()))));
    let kind = AgencyKind::from_code(answers.get("kind"))
        .ok_or_else(|| errors.push(("kind", "Choose a kind.".to_owned())));
    let (Ok(name), Ok(kind)) = (name, kind) else {
        return mend(&make(&site, &asking, id, typed, &errors).await?);
    };
    let change = AgencyChange { seen_version: answers.seen_version(), name, kind };
    let changed =
        site.change_once(&asking, &answers, move |ctx| change_agency(ctx, id, change)).await;
    match changed {
        Ok(_) => crate::answer::see(&format!("/agencies/{id}?done=changed")),
        Err(Problem { error: Error::Conflict(Conflict::Changed { .. }), .. }) => {
            let (frame_words, here) = (conflict(&site, &asking, id).await?, &asking);
            let errors = vec![("name", frame_words)];
            let again = make(&site, here, id, typed, &errors).await?;
            page_with(StatusCode::CONFLICT, &again)
        }
        Err(problem) => Err(problem),
    }
}

/// What the second editor is told: what it is now, while what they typed stays in the form.
async fn conflict(site: &Site, asking: &Asking, id: AgencyId) -> Result<String, Problem> {
    let now = site.read(asking, move |ctx| Ok(app::agency::show_agency(ctx, id)?.0)).await?;
    Ok(format!(
        "Someone changed this while you were working. It is now \u{201c}{}\u{201d}, {}. What you \
         typed is below: send it again if it still holds.",
        now.name,
        now.kind.words()
    ))
}
