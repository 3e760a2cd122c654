//! An agency is added.

use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, ErrorSummary, Input, Select},
    form::{Answers, Errors},
    frame::Frame,
    site::Site,
    words,
};
use app::{
    Error, Refused,
    agency::{NewAgency, add_agency},
};
use askama::Template;
use axum::extract::State;
use domain::{
    agency::{AgencyCode, AgencyKind, AgencyName},
    policy::{Permission, Subject},
};

#[derive(Template)]
#[template(path = "agency/add.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    name: Input,
    code: Input,
    kind: Select,
    button: Button,
}

#[derive(Default)]
struct Typed {
    name: String,
    code: String,
    kind: String,
}

async fn make(
    site: &Site,
    asking: &Asking,
    typed: &Typed,
    errors: &Errors,
) -> Result<Page, Problem> {
    let here = asking.clone();
    let frame = site
        .read(asking, move |ctx| {
            // Who may not add one is told so before the form is filled in.
            ctx.permit(Permission::AddAgency, Subject::System)?;
            app::user::show_own_account(ctx)?;
            Frame::of(ctx, &here, "Add an agency")
        })
        .await?;
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new("/agencies"),
        name: Input::new("name", "Name").value(&typed.name).error_from(errors),
        code: Input::new("code", "Code")
            .hint("A short name for files and systems, such as CAMBS-POLICE. It never changes.")
            .value(&typed.code)
            .width(20)
            .error_from(errors),
        kind: kinds(&typed.kind).error_from(errors),
        button: Button::new("Add the agency"),
    })
}

/// The choice of what sort of body an agency is.
pub(super) fn kinds(chosen: &str) -> Select {
    let kinds = AgencyKind::ALL.iter().map(|kind| (kind.code(), words::capital_word(kind.words())));
    Select::new("kind", "Kind").item("", "Choose a kind").items(kinds).value(chosen)
}

pub(crate) async fn show(State(site): State<Site>, asking: Asking) -> Answer {
    page(&make(&site, &asking, &Typed::default(), &Errors::new()).await?)
}

fn parse(typed: &Typed) -> Result<NewAgency, Errors> {
    let mut errors = Errors::new();
    let mut keep = |field, why: String| errors.push((field, words::capital(&why)));
    let name = AgencyName::parse(&typed.name).map_err(|error| keep("name", error.to_string()));
    let code = AgencyCode::parse(&typed.code).map_err(|error| keep("code", error.to_string()));
    let kind =
        AgencyKind::from_code(&typed.kind).ok_or_else(|| keep("kind", "choose a kind".into()));
    match (code, name, kind) {
        (Ok(code), Ok(name), Ok(kind)) => Ok(NewAgency { code, name, kind }),
        _ => Err(errors),
    }
}

pub(crate) async fn submit(State(site): State<Site>, asking: Asking, answers: Answers) -> Answer {
    let typed = Typed {
        name: answers.get("name").to_owned(),
        code: answers.get("code").trim().to_owned(),
        kind: answers.get("kind").to_owned(),
    };
    let new = match parse(&typed) {
        Ok(new) => new,
        Err(errors) => return mend(&make(&site, &asking, &typed, &errors).await?),
    };
    match site.change_once(&asking, &answers, move |ctx| add_agency(ctx, new)).await {
        Ok(_) => see("/agencies?done=added"),
        Err(Problem { error: Error::Refused(refused @ Refused::AgencyCodeTaken), .. }) => {
            let errors = vec![("code", words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, &typed, &errors).await?)
        }
        Err(problem) => Err(problem),
    }
}
