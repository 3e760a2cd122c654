//! What every request passes, whatever it asks for: headers, limits, counting, and no way for
//! another site to send forms here.

use crate::{
    answer::{Problem, plain_problem},
    asking::Asking,
    site::Site,
};
use app::{Error, Visitor};
use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::time::{Duration, Instant};

/// A form or an API body; the form that sends a file has a limit of its own.
pub(crate) const BODY_MOST: usize = 256 * 1024;
/// A request that takes longer is answered "busy"; what it had begun goes on.
pub(crate) const TIME_MOST: Duration = Duration::from_secs(30);

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
                      base-uri 'none'";

/// Headers for every answer, also for those that no handler made.
const HEADERS: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// The outermost layer: times and counts, and sets the headers.
pub(crate) async fn around(State(site): State<Site>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let is_api = request.uri().path().starts_with("/api/");
    let is_head = request.method() == axum::http::Method::HEAD;
    let is_probe = request.uri().path() == "/ready";
    let answered = next.run(request).await;
    let mut response = if is_probe { answered } else { readable(answered, is_api) };
    if is_head {
        *response.body_mut() = Body::empty();
    }
    set_headers(&site, response.headers_mut());
    if site.is_draining() {
        // A visitor who is told so sends the next request to another server, not into the void.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    let route = route.unwrap_or_else(|| "none".to_owned());
    site.metrics().count(&route, response.status().as_u16(), started.elapsed());
    response
}

/// What a layer or the router refused in its own words is told in ours.
fn readable(response: Response, is_api: bool) -> Response {
    let status = response.status();
    let has_words =
        response.headers().contains_key(header::CONTENT_TYPE) && !is_plain(response.headers());
    let is_refused = status.is_client_error() || status.is_server_error();
    if !is_refused || has_words {
        return response;
    }
    let mut ours = plain_problem(status, is_api);
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            ours.headers_mut().insert(name, value.clone());
        }
    }
    ours
}

fn is_plain(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/plain"))
}

fn set_headers(site: &Site, headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if site.config().origin.is_https() {
        let year = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    // Whatever does not say how long it may be kept is kept nowhere.
    let never = HeaderValue::from_static("no-store");
    headers.entry(header::CACHE_CONTROL).or_insert(never);
}

/// Around what is for whoever is signed in: a stranger is sent to sign in before anything is looked
/// for. Else what is there and what is not would be answered differently.
pub(crate) async fn signed_in_only(asking: Asking, request: Request, next: Next) -> Response {
    match asking.visitor {
        Visitor::Stranger => Problem::of(&asking, Error::SignInNeeded).into_response(),
        Visitor::Cookie(_) | Visitor::Bearer(_) | Visitor::Operator(_) => next.run(request).await,
    }
}

/// What a panic in a handler looks like from outside.
pub(crate) fn after_panic(_: Box<dyn std::any::Any + Send>) -> Response {
    plain_problem(StatusCode::INTERNAL_SERVER_ERROR, false)
}
