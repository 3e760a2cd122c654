//! "Agencies and people who use Wicken".

use crate::{
    answer::{Answer, page},
    asking::Asking,
    components::{Button, Content, Link, Markup, Table, Tag},
    frame::Frame,
    site::Site,
    words,
};
use askama::Template;
use axum::extract::{Query, State};
use domain::{
    agency::AgencyStatus,
    policy::{Permission, Subject},
};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "agency/list.html")]
struct Page {
    frame: Frame,
    table: Table,
    add: Option<Button>,
}

pub(crate) fn status_tag(status: AgencyStatus) -> Tag {
    match status {
        AgencyStatus::Active => Tag::new("Active").green(),
        AgencyStatus::Suspended => Tag::new("Suspended").red(),
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let agencies = app::agency::list_agencies(ctx)?;
            let mut table = Table::new("Agencies").head(["Name", "Kind", "Code", "Status"]);
            for agency in agencies {
                let link = Link::new(agency.name.as_str(), format!("/agencies/{}", agency.id));
                let cells: [Content; 4] = [
                    link.into(),
                    words::capital_word(agency.kind.words()).into(),
                    agency.code.as_str().into(),
                    Markup::of(&status_tag(agency.status)).into(),
                ];
                table = table.row(cells);
            }
            let frame = Frame::of(ctx, &here, "Agencies and people")?;
            let noted = query.get("done").is_some_and(|code| code == "added");
            let may_add = ctx.would_permit(Permission::AddAgency, Subject::System);
            Ok(Page {
                frame: frame.noting(noted.then_some("The agency is added.")),
                table,
                add: may_add.then(|| Button::link("Add an agency", "/agencies/new")),
            })
        })
        .await?;
    page(&made)
}
