//! Someone's role is changed.

use crate::{
    answer::{Answer, Problem, mend, page, page_with, see},
    asking::Asking,
    components::{BackLink, Button, Choice, ErrorSummary, Legend, Radios},
    form::Answers,
    frame::Frame,
    offer::offer,
    site::Site,
    words,
};
use app::{Conflict, Error};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use domain::{ids::UserId, policy::Permission, user::Role};

#[derive(Template)]
#[template(path = "user/role.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: String,
    version: i64,
    roles: Radios,
    button: Button,
}

/// The form, with what was chosen when it was sent before.
async fn make(
    site: &Site,
    asking: &Asking,
    id: UserId,
    chosen: Option<&str>,
    errors: &[(&str, &str)],
) -> Result<Page, Problem> {
    let (here, chosen) = (asking.clone(), chosen.map(str::to_owned));
    let (frame, user) = site
        .read(asking, move |ctx| {
            let (user, _) = app::user::show_user(ctx, id)?;
            offer(ctx, Permission::ChangeRole, &user)?;
            Ok((Frame::of(ctx, &here, "Change a role")?, user))
        })
        .await?;
    let legend = Legend::new(format!("What does {} do in the partnership?", user.name));
    let mut roles = Radios::new("role", legend.as_heading());
    for role in Role::ALL {
        roles = roles
            .choice(Choice::new(role.code(), words::capital_word(role.words())).hint(role.duty()));
    }
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new(format!("/users/{id}")),
        id: id.to_string(),
        version: user.version,
        roles: roles
            .value(chosen.unwrap_or_else(|| user.role.code().to_owned()))
            .error_from(errors),
        button: Button::new("Change the role"),
    })
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let id: UserId = asking.id(&id)?;
    let made = make(&site, &asking, id, None, &[]).await?;
    if !made.frame.is_fresh() {
        return see(&format!("/sign-in-again?next=/users/{id}/role"));
    }
    page(&made)
}

const CHANGED: &str = "Someone changed this account while you were working. Look at it again, and \
                       send your choice once more if it still holds.";

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: UserId = asking.id(&id)?;
    let (chosen, version) = (answers.get("role"), answers.seen_version());
    let Some(role) = Role::from_code(chosen) else {
        let errors = [("role", "Choose a role")];
        return mend(&make(&site, &asking, id, Some(chosen), &errors).await?);
    };
    let change = move |ctx: &mut app::Ctx<'_>| app::user::change_role(ctx, id, version, role);
    match site.change_once(&asking, &answers, change).await {
        Ok(_) => see(&format!("/users/{id}?done=role")),
        Err(Problem { error: Error::Conflict(Conflict::Changed { .. }), .. }) => {
            let again = make(&site, &asking, id, Some(chosen), &[("role", CHANGED)]).await?;
            page_with(StatusCode::CONFLICT, &again)
        }
        Err(problem) => Err(problem),
    }
}
