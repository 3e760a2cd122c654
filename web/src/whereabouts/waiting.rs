//! "Waiting for a second person": what people of other agencies ask to have opened to them.

use crate::{
    answer::{Answer, page},
    asking::Asking,
    components::SummaryList,
    frame::Frame,
    site::Site,
    words,
};
use app::whereabouts::{WaitingSecond, list_waiting};
use askama::Template;
use axum::extract::{Query, State};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "whereabouts/waiting.html")]
struct Page {
    frame: Frame,
    waiting: Vec<SummaryList>,
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let done = match query.get("done").map(String::as_str) {
        Some("opened") => Some("It is open to them for one hour."),
        Some("refused") => Some("It stays shut to them."),
        _ => None,
    };
    let here = asking.clone();
    let (frame, waiting) = site
        .read(&asking, move |ctx| {
            let waiting = list_waiting(ctx)?;
            Ok((Frame::of(ctx, &here, "Waiting for a second person")?, waiting))
        })
        .await?;
    let cards = waiting.iter().map(|it| {
        let path = format!("/second-openings/{}", it.id);
        summary(it).card(it.user_name.clone()).card_action("Answer", path)
    });
    page(&Page { frame: frame.noting(done), waiting: cards.collect() })
}

/// Who asks, about whom, and why.
pub(super) fn summary(waiting: &WaitingSecond) -> SummaryList {
    let whom = waiting.person_name.as_deref().unwrap_or("A person whose name is not known");
    SummaryList::new()
        .row("Who asks", format!("{}, {}", waiting.user_name, waiting.agency_name))
        .row("Where is", whom)
        .row("Why", waiting.reason.words())
        .row("In their words", waiting.words.as_str())
        .row("Asked", words::instant(waiting.at))
}
