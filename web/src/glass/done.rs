//! What came of breaking the glass, where nobody was opened, and of shutting it.

use crate::{
    answer::{Answer, page},
    asking::Asking,
    components::Button,
    frame::Frame,
    offer::offer,
    site::Site,
};
use askama::Template;
use axum::extract::{Query, State};
use domain::{
    glass::GLASS_AN_HOUR,
    policy::{Permission, Subject},
};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "glass/done.html")]
struct Page {
    frame: Frame,
    was: Was,
    times: i64,
    again: Button,
}

#[derive(Clone, Copy)]
enum Was {
    Nobody,
    Again,
    Ended,
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let (was, title) = match query.get("was").map(String::as_str) {
        Some("again") => (Was::Again, "Not opened a second time"),
        Some("ended") => (Was::Ended, "The glass is shut"),
        _ => (Was::Nobody, "Nobody was opened"),
    };
    let here = asking.clone();
    let frame = site
        .read(&asking, move |ctx| {
            let actor = ctx.signed()?.actor;
            let own = Subject::Agency { id: actor.agency, active: actor.agency_active };
            offer(ctx, Permission::BreakGlass, own)?;
            app::user::show_own_account(ctx)?;
            Frame::of(ctx, &here, title)
        })
        .await?;
    let again = Button::link("Try another spelling", "/glass");
    page(&Page { frame, was, times: GLASS_AN_HOUR, again })
}
