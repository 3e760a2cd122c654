//! For what watches the server: is it alive, is it ready, how much does it do?

use crate::{answer::Answer, site::Site};
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};

/// The process answers.
pub(crate) async fn health() -> &'static str {
    "alive\n"
}

/// The process can do its work: the database answers, and it is not about to stop.
pub(crate) async fn ready(State(site): State<Site>) -> Answer {
    if site.is_draining() {
        return Ok((StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response());
    }
    let app = site.app().clone();
    let asked = tokio::task::spawn_blocking(move || {
        app.db().read(|tx| app::db::list_applied(tx).map(drop))
    });
    match asked.await {
        Ok(Ok(())) => Ok("ready\n".into_response()),
        Ok(Err(_)) | Err(_) => {
            let words = "the database does not answer\n";
            Ok((StatusCode::SERVICE_UNAVAILABLE, words).into_response())
        }
    }
}

/// Counts and times in Prometheus' text form: routes and statuses, nothing about anyone.
pub(crate) async fn metrics(State(site): State<Site>) -> Answer {
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((kind, site.metrics().render()).into_response())
}
