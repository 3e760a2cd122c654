//! Signing out, and the page that says so.

use crate::{
    answer::{Answer, page},
    asking::Asking,
    components::Button,
    form::Answers,
    frame::Frame,
    session::cookie::signed_out,
    site::Site,
};
use app::Error;
use askama::Template;
use axum::extract::{Query, State};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "session/signed_out.html")]
struct Page {
    frame: Frame,
    is_for_time: bool,
    button: Button,
}

pub(crate) async fn submit(State(site): State<Site>, asking: Asking, _answers: Answers) -> Answer {
    match site.change(&asking, app::session::sign_out).await {
        Ok(()) => signed_out(&site, "/signed-out"),
        // It had ended already: to the visitor that is the same.
        Err(problem) if matches!(problem.error, Error::SignInNeeded) => {
            signed_out(&site, "/signed-out")
        }
        Err(problem) => Err(problem),
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    page(&Page {
        frame: Frame::outside(&site, &asking, "Signed out"),
        is_for_time: query.get("why").is_some_and(|why| why == "time"),
        button: Button::link("Sign in", "/sign-in"),
    })
}
