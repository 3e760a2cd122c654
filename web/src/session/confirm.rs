//! Signing in again, before something that needs it.

use crate::{
    answer::{Answer, mend, own_path, page},
    asking::Asking,
    components::{Button, ErrorSummary, Input, PasswordInput},
    form::Answers,
    frame::Frame,
    session::cookie::signed_in,
    site::Site,
};
use app::session::confirm_sign_in;
use askama::Template;
use axum::extract::{Query, State};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "session/confirm.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    password: PasswordInput,
    code: Input,
    button: Button,
    next: String,
}

const WRONG: &str = "The password or the code is wrong. A code can be used once: wait for the \
                     next one.";

async fn make(
    site: &Site,
    asking: &Asking,
    next: &str,
    wrong: Option<&str>,
) -> Result<Page, crate::answer::Problem> {
    let here = asking.clone();
    let frame = site
        .read(asking, move |ctx| {
            app::user::show_own_account(ctx)?;
            Frame::of(ctx, &here, "Sign in again")
        })
        .await?;
    Ok(Page {
        frame: frame.with_errors(wrong.as_slice()),
        problem: wrong.map(ErrorSummary::general),
        password: PasswordInput::new("password", "Password"),
        code: Input::new("code", "Code from your app")
            .hint("6 digits. Wait for a new one if you have just used it.")
            .autocomplete("one-time-code")
            .width(10),
        button: Button::new("Continue").attribute("data-prevent-double-click", "true"),
        next: own_path(Some(next)).to_owned(),
    })
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let next = query.get("next").map_or("/", String::as_str);
    page(&make(&site, &asking, next, None).await?)
}

pub(crate) async fn submit(State(site): State<Site>, asking: Asking, answers: Answers) -> Answer {
    let (password, code) = (answers.get("password").to_owned(), answers.get("code").to_owned());
    let confirmed = site
        .hash(&asking, move |app, visitor| confirm_sign_in(app, visitor, &password, code))
        .await?;
    match confirmed {
        Some(secret) => signed_in(&site, &secret, own_path(Some(answers.get("next")))),
        None => mend(&make(&site, &asking, answers.get("next"), Some(WRONG)).await?),
    }
}
