//! What a handler answers, and how everything that can go wrong looks.

use crate::{asking::Asking, assets::asset_url, words};
use app::{Conflict, Error, Refused};
use askama::Template;
use axum::{
    Json,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::policy::DenialReason;
use serde_json::json;

/// A page, a redirect, or why not.
pub(crate) type Answer = Result<Response, Problem>;

/// Why a request did not get what it asked for, and for whom that is to be told.
#[derive(Debug)]
pub(crate) struct Problem {
    pub error: Error,
    is_api: bool,
    /// Where to come back to after signing in.
    next: String,
}

impl Problem {
    pub(crate) fn of(asking: &Asking, error: Error) -> Problem {
        // A form that was sent cannot be sent again by a redirect: back to where it stood.
        let next = if asking.is_reading { &asking.target } else { &asking.path };
        Problem { error, is_api: asking.is_api, next: next.clone() }
    }

    pub(crate) fn not_found(asking: &Asking) -> Problem {
        Problem::of(asking, Error::NotFound)
    }
}

/// A rendered page.
pub(crate) fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// A rendered page that says what must be mended.
pub(crate) fn mend(template: &impl Template) -> Answer {
    page_with(StatusCode::UNPROCESSABLE_ENTITY, template)
}

pub(crate) fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    Ok((status, render(template)).into_response())
}

fn render(template: &impl Template) -> Html<String> {
    Html(template.render().expect("writing to a string cannot fail"))
}

/// To another page, which is then read.
pub(crate) fn see(target: &str) -> Answer {
    Ok(Redirect::to(target).into_response())
}

/// A path of this site to come back to, or the front page: never another host's.
pub(crate) fn own_path(next: Option<&str>) -> &str {
    let is_own = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
    };
    next.filter(is_own).unwrap_or("/")
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'p> {
    title: &'p str,
    sentences: &'p [&'p str],
    reference: Option<&'p str>,
    css: String,
    icon: String,
}

struct Look {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    sentences: Vec<String>,
    reference: Option<String>,
}

fn look(status: StatusCode, code: &'static str, title: &'static str, sentences: &[&str]) -> Look {
    let sentences = sentences.iter().map(|words| (*words).to_owned()).collect();
    Look { status, code, title, sentences, reference: None }
}

/// Every error has its look here, decided by whoever adds it.
fn look_of(error: &Error) -> Look {
    use StatusCode as S;
    match error {
        Error::NotFound => look(S::NOT_FOUND, "not_found", "Page not found", NOT_FOUND),
        Error::SignInNeeded => {
            look(S::UNAUTHORIZED, "sign_in_needed", "Sign in first", &["Sign in to see this."])
        }
        Error::Denied(denial) => look(
            S::FORBIDDEN,
            "denied",
            "You cannot do this",
            &[words::denial(denial), "If your work needs it, ask whoever grants access."],
        ),
        Error::Conflict(Conflict::Changed { .. }) => look(
            S::CONFLICT,
            "changed",
            "Someone changed this while you were working",
            &["Nothing of yours was saved. Go back, read it again and change it then."],
        ),
        Error::Conflict(Conflict::RequestReused) => look(
            S::CONFLICT,
            "request_reused",
            "This form was sent before",
            &["It was sent with other answers. Open the form again to send new ones."],
        ),
        Error::Conflict(Conflict::RequestUnderWay) => look(
            S::CONFLICT,
            "request_under_way",
            "This form is being worked on",
            &["Wait a moment, then read the page again to see what came of it."],
        ),
        Error::Refused(refused @ (Refused::AgencyCodeTaken | Refused::EmailTaken)) => {
            let words = words::capital(&refused.to_string());
            look(S::CONFLICT, "taken", "There is a problem", &[&words])
        }
        Error::Refused(refused) => {
            let words = words::capital(&refused.to_string());
            look(S::UNPROCESSABLE_ENTITY, "refused", "There is a problem", &[&words])
        }
        Error::Busy => look(S::SERVICE_UNAVAILABLE, "busy", "Wicken is busy", BUSY),
        Error::NotConfirmed => look(
            S::SERVICE_UNAVAILABLE,
            "not_confirmed",
            "It is not certain that this was saved",
            &["Send the same form again: if it was saved, it will not be saved twice."],
        ),
        Error::LedgerUnavailable => look(
            S::SERVICE_UNAVAILABLE,
            "ledger_unavailable",
            "Nothing can be shown at the moment",
            &["Wicken shows nothing that it cannot record. Whoever runs it has been told."],
        ),
        Error::Storage(fault) if fault.may_pass() => {
            tracing::error!(%error, "a visitor was told to come again");
            look(S::SERVICE_UNAVAILABLE, "busy", "Wicken is busy", BUSY)
        }
        Error::Storage(_) | Error::Broken(_) => broken(error),
    }
}

const NOT_FOUND: &[&str] = &[
    "If you typed the address, check that it is right.",
    "If you followed a link, go back and try again.",
];
const BUSY: &[&str] = &["Nothing was changed. Try again in a minute."];
const BROKEN: &[&str] = &[
    "Something went wrong on our side. Nothing that you had saved is lost.",
    "Try again in a minute. If it goes on, tell whoever runs Wicken this reference:",
];

fn broken(error: &Error) -> Look {
    let reference = words::reference();
    tracing::error!(%error, reference, "we broke");
    let look = look(
        StatusCode::INTERNAL_SERVER_ERROR,
        "broken",
        "Sorry, there is a problem with Wicken",
        BROKEN,
    );
    Look { reference: Some(reference), ..look }
}

impl Look {
    fn page(&self) -> Response {
        let sentences: Vec<&str> = self.sentences.iter().map(String::as_str).collect();
        let page = ProblemPage {
            title: self.title,
            sentences: &sentences,
            reference: self.reference.as_deref(),
            css: asset_url("app.css"),
            icon: asset_url("favicon.svg"),
        };
        (self.status, render(&page)).into_response()
    }

    fn json(&self) -> Response {
        let message = self.sentences.join(" ");
        let body = json!({ "code": self.code, "message": message, "reference": self.reference });
        (self.status, Json(body)).into_response()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = match (&self.error, self.is_api) {
            (error, true) => look_of(error).json(),
            (Error::SignInNeeded, false) => sign_in(&self.next),
            (Error::Denied(denial), false) if denial.reason == DenialReason::NeedsFreshSignIn => {
                Redirect::to(&format!("/sign-in-again?next={}", words::escaped(&self.next)))
                    .into_response()
            }
            (error, false) => look_of(error).page(),
        };
        if response.status() == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(30));
        }
        if response.status() == StatusCode::UNAUTHORIZED {
            let bearer = header::HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
        }
        response
    }
}

fn sign_in(next: &str) -> Response {
    match next {
        "/" => Redirect::to("/sign-in").into_response(),
        next => Redirect::to(&format!("/sign-in?next={}", words::escaped(next))).into_response(),
    }
}

/// For what is refused before a handler is reached: a body too large, a method that is not there.
pub(crate) fn plain_problem(status: StatusCode, is_api: bool) -> Response {
    let look = match status {
        StatusCode::NOT_FOUND => look_of(&Error::NotFound),
        StatusCode::METHOD_NOT_ALLOWED => look(
            status,
            "method_not_allowed",
            "This page cannot be used like that",
            &["Go back and follow a link or send a form."],
        ),
        StatusCode::PAYLOAD_TOO_LARGE => look(
            status,
            "too_large",
            "That was too much to send",
            &["Nothing was saved. Send a shorter text or a smaller file."],
        ),
        StatusCode::FORBIDDEN => look(
            status,
            "other_site",
            "This form was not sent from Wicken",
            &["Nothing was done. Open Wicken and send the form from there."],
        ),
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => {
            look(StatusCode::SERVICE_UNAVAILABLE, "busy", "Wicken is busy", BUSY)
        }
        StatusCode::INTERNAL_SERVER_ERROR => broken(&Error::Broken("a handler panicked".into())),
        other => look(
            other,
            "bad_request",
            "Wicken cannot read this request",
            &["Nothing was done. Go back, open the page again and try once more."],
        ),
    };
    if is_api { look.json() } else { look.page() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_never_to_another_host() {
        for (next, own) in [
            (Some("/agencies?after=1"), "/agencies?after=1"),
            (Some("//evil.example"), "/"),
            (Some("/\\evil.example"), "/"),
            (Some("https://evil.example"), "/"),
            (Some("/a\r\nSet-Cookie: x"), "/"),
            (None, "/"),
        ] {
            assert_eq!(own_path(next), own);
        }
    }
}
