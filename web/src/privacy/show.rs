//! What a data protection officer watches over, on one page that can be printed.

use super::tables::Watched;
use crate::{
    answer::{Answer, page},
    asking::Asking,
    components::Table,
    frame::Frame,
    site::Site,
    words,
};
use app::oversight::{Oversight, SHOWN_DAYS, read_oversight};
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "privacy/show.html")]
struct Page {
    frame: Frame,
    of: String,
    days: i64,
    from: String,
    made: String,
    sections: Vec<Section>,
    because: String,
}

struct Section {
    heading: &'static str,
    code: &'static str,
    none: &'static str,
    more: (&'static str, &'static str),
    table: Option<Table>,
}

pub(crate) async fn show(State(site): State<Site>, asking: Asking) -> Answer {
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let found = read_oversight(ctx)?;
            let frame = Frame::of(ctx, &here, "Oversight")?;
            let signed = ctx.signed()?;
            let who = format!("{}, {}", signed.name.as_str(), signed.agency_name);
            Ok(make(frame, &found, &who))
        })
        .await?;
    page(&made)
}

fn make(frame: Frame, found: &Oversight, who: &str) -> Page {
    let section = |watched: Watched| Section {
        heading: watched.heading(),
        code: watched.code(),
        none: watched.none(),
        more: watched.more(),
        table: watched.table(found),
    };
    Page {
        frame,
        of: found.agency_name.clone().unwrap_or_else(|| "all agencies".to_owned()),
        days: SHOWN_DAYS,
        from: words::instant(found.since),
        made: format!("Made on {} for {who}.", words::instant(found.until)),
        sections: Watched::ALL.into_iter().map(section).collect(),
        because: found.basis.words(),
    }
}
