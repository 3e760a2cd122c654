//! The tables of a data protection officer as files.

use super::tables::Watched;
use crate::{
    answer::{Answer, Problem},
    asking::Asking,
    performance::csv::{file, line},
    site::Site,
};
use app::oversight::read_oversight;
use axum::extract::{Path, State};

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(code): Path<String>,
) -> Answer {
    let watched = Watched::from_code(&code).ok_or_else(|| Problem::not_found(&asking))?;
    let found = site.read(&asking, read_oversight).await?;
    let mut text = line(watched.heads().iter().map(|head| (*head).to_owned()));
    for row in watched.rows(&found) {
        text.push_str(&line(row));
    }
    let name = format!("{}-{}", watched.code(), app::day_of(found.until));
    Ok(file(&name, &text))
}
