//! The sign-in page.

use crate::{
    answer::{Answer, own_path, page, page_with},
    asking::Asking,
    components::{Button, ErrorSummary, Input, PasswordInput},
    form::Answers,
    frame::Frame,
    session::cookie::signed_in,
    site::Site,
};
use app::session::{Credentials, SignedIn, sign_in};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "session/sign_in.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    email: Input,
    password: PasswordInput,
    code: Input,
    button: Button,
    next: String,
}

const WRONG: &str = "The e-mail address, the password or the code is wrong. Check all three. \
                     A code can be used once: wait for the next one.";
const WAIT: &str = "There were too many wrong tries. Wait 15 minutes, or check that all three \
                    are right.";

fn make(site: &Site, asking: &Asking, next: &str, typed: &str, wrong: Option<&str>) -> Page {
    Page {
        frame: Frame::outside(site, asking, "Sign in").with_errors(wrong.as_slice()),
        problem: wrong.map(ErrorSummary::general),
        email: Input::email("email", "E-mail address").value(typed).autocomplete("username"),
        password: PasswordInput::new("password", "Password"),
        code: Input::new("code", "Code from your app")
            .hint("6 digits. If your phone is lost, use a recovery code.")
            .autocomplete("one-time-code")
            .width(10),
        button: Button::new("Sign in").attribute("data-prevent-double-click", "true"),
        next: own_path(Some(next)).to_owned(),
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let next = query.get("next").map_or("/", String::as_str);
    page(&make(&site, &asking, next, "", None))
}

pub(crate) async fn submit(State(site): State<Site>, asking: Asking, answers: Answers) -> Answer {
    let credentials = Credentials {
        email: answers.get("email").to_owned(),
        password: answers.get("password").to_owned(),
        code: answers.get("code").to_owned(),
        device: asking.device.clone(),
        network: asking.network.clone(),
    };
    let signed = site.hash(&asking, move |app, _| sign_in(app, credentials)).await?;
    let next = answers.get("next");
    let typed = answers.get("email");
    match signed {
        SignedIn::Yes { secret } => signed_in(&site, &secret, own_path(Some(next))),
        SignedIn::No => {
            let again = make(&site, &asking, next, typed, Some(WRONG));
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
        SignedIn::Wait => {
            let again = make(&site, &asking, next, typed, Some(WAIT));
            page_with(StatusCode::TOO_MANY_REQUESTS, &again)
        }
    }
}
