//! "MARACs": who hears the cases of each.

use crate::{
    answer::{Answer, page},
    asking::Asking,
    components::{Markup, SummaryList, SummaryRow, Tag},
    frame::Frame,
    site::Site,
    words,
};
use app::marac::{Appointed, HeardBy, Marac, list_maracs};
use askama::Template;
use axum::extract::{Query, State};
use domain::policy::{Permission, Subject};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "marac/list.html")]
struct Page {
    frame: Frame,
    maracs: Vec<SummaryList>,
    because: String,
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let here = asking.clone();
    let done = match query.get("done").map(String::as_str) {
        Some("appointed") => Some("They are appointed."),
        Some("ended") => Some("The appointment has ended."),
        Some("neighbour") => Some("It is said who stands in."),
        _ => None,
    };
    let made = site
        .read(&asking, move |ctx| {
            let all = list_maracs(ctx)?;
            let may_keep = ctx.would_permit(Permission::KeepMaracs, Subject::System);
            Ok(Page {
                frame: Frame::of(ctx, &here, "MARACs")?.noting(done),
                maracs: all.maracs.iter().map(|marac| card(marac, may_keep)).collect(),
                because: all.basis.words(),
            })
        })
        .await?;
    page(&made)
}

fn heard_by(heard_by: HeardBy) -> Tag {
    match heard_by {
        HeardBy::Coordinator => Tag::new("Heard by its coordinator").green(),
        HeardBy::Deputy => Tag::new("No coordinator: heard by its deputy").orange(),
        HeardBy::Neighbour => Tag::new("Nobody of its own: heard by its neighbour").orange(),
        HeardBy::Nobody => Tag::new("Nobody hears its cases").red(),
    }
}

fn card(marac: &Marac, may_keep: bool) -> SummaryList {
    let id = marac.id;
    let mut list = SummaryList::new()
        .card(marac.name.clone())
        .row("Now", Markup::of(&heard_by(marac.heard_by)));
    for appointed in &marac.appointed {
        let row = SummaryRow::new(appointed.part.words(), person(appointed));
        let path = format!("/maracs/{id}/appointed/{}/end", appointed.id);
        list = list.with_row(match may_keep {
            true => row.action("End", path, &format!("the appointment of {}", appointed.name)),
            false => row,
        });
    }
    let stand_in = marac.stand_in.as_ref().map_or("Nobody is named", |(_, name)| name.as_str());
    let row = SummaryRow::new("Stands in for it", stand_in.to_owned());
    list = list.with_row(match may_keep {
        true => row.action("Change", format!("/maracs/{id}/neighbour"), "who stands in"),
        false => row,
    });
    match may_keep {
        true => list.card_action("Appoint somebody", format!("/maracs/{id}/appoint")),
        false => list,
    }
}

/// `Helen Sharman-Pike, Partnership, since 24 November 2026 at 9:00am`
fn person(appointed: &Appointed) -> String {
    let Appointed { name, agency_name, since, .. } = appointed;
    let there = if appointed.is_there { "" } else { "; hears nothing at present" };
    format!("{name}, {agency_name}, since {}{there}", words::instant(*since))
}
