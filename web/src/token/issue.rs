//! A token is made for oneself, or revoked.

use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, ErrorSummary, Input},
    form::Answers,
    frame::Frame,
    site::Site,
    words,
};
use app::{Error, Refused, token::issue_token};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::TokenId;

#[derive(Template)]
#[template(path = "token/issue.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    name: Input,
    days: Input,
    button: Button,
}

#[derive(Template)]
#[template(path = "token/told.html")]
struct Told {
    frame: Frame,
    secret: Option<String>,
}

async fn make(
    site: &Site,
    asking: &Asking,
    (name, days): (&str, &str),
    errors: &[(&str, String)],
) -> Result<Page, Problem> {
    let here = asking.clone();
    let frame = site
        .read(asking, move |ctx| {
            app::user::show_own_account(ctx)?;
            Frame::of(ctx, &here, "Make a token")
        })
        .await?;
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new("/account"),
        name: Input::new("name", "Which system is it for?").value(name).error_from(errors),
        days: Input::digits("days", "For how many days?")
            .hint("366 at most")
            .value(days)
            .width(4)
            .error_from(errors),
        button: Button::new("Make the token"),
    })
}

pub(crate) async fn show(State(site): State<Site>, asking: Asking) -> Answer {
    let made = make(&site, &asking, ("", "90"), &[]).await?;
    if !made.frame.is_fresh() {
        return see("/sign-in-again?next=/account/tokens/new");
    }
    page(&made)
}

pub(crate) async fn submit(State(site): State<Site>, asking: Asking, answers: Answers) -> Answer {
    let name = answers.get("name").to_owned();
    // What is no number is no number of days either.
    let days = answers.get("days").trim().parse().unwrap_or(0);
    let issue = move |ctx: &mut app::Ctx<'_>| issue_token(ctx, &name, days);
    let issued = match site.change_once(&asking, &answers, issue).await {
        Ok(issued) => issued,
        Err(problem) => {
            let (field, refused) = match problem.error {
                Error::Refused(refused @ Refused::TokenName) => ("name", refused),
                Error::Refused(refused @ Refused::TokenDays) => ("days", refused),
                _ => return Err(problem),
            };
            let errors = [(field, words::capital(&refused.to_string()))];
            let typed = (answers.get("name"), answers.get("days"));
            return mend(&make(&site, &asking, typed, &errors).await?);
        }
    };
    let here = asking.clone();
    let frame = site
        .read(&asking, move |ctx| {
            app::user::show_own_account(ctx)?;
            Frame::of(ctx, &here, "Your token")
        })
        .await?;
    page(&Told { frame, secret: (!issued.secret.is_empty()).then_some(issued.secret) })
}

pub(crate) async fn revoke(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: TokenId = asking.id(&id)?;
    site.change_once(&asking, &answers, move |ctx| app::token::revoke_token(ctx, id)).await?;
    see("/account?done=token-revoked")
}
