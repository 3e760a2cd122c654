//! "Given to you": what agencies gave to whoever asks, and until when.

use crate::{
    agreement::classes::class_words,
    answer::{Answer, page},
    asking::Asking,
    components::SummaryList,
    frame::Frame,
    site::Site,
    words,
};
use app::disclosure::{Received, list_received};
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "disclosure/given.html")]
struct Page {
    frame: Frame,
    given: Vec<SummaryList>,
    because: String,
}

fn card(gift: &Received) -> SummaryList {
    SummaryList::new()
        .card(format!("From {}", gift.from_agency))
        .card_action("Read it", format!("/people/{}", gift.person))
        .row("Why", gift.necessity.as_str())
        .row("What", class_words(&gift.classes))
        .row("Until", words::instant(gift.ends_at))
}

pub(crate) async fn show(State(site): State<Site>, asking: Asking) -> Answer {
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (received, basis) = list_received(ctx)?;
            Ok(Page {
                frame: Frame::of(ctx, &here, "Given to you")?,
                given: received.iter().map(card).collect(),
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}
