//! One agency, and its people who use Wicken.

use crate::{
    agency::list::status_tag,
    answer::{Answer, Problem, page},
    asking::Asking,
    components::{BackLink, Button, Content, Link, Markup, SummaryList, SummaryRow, Table},
    frame::Frame,
    site::Site,
    user::show::status_tag as user_tag,
    words,
};
use app::db::Cursor;
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::{
    agency::AgencyStatus,
    ids::AgencyId,
    policy::{Permission, Subject},
};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "agency/show.html")]
struct Page {
    frame: Frame,
    back: BackLink,
    id: String,
    name: String,
    summary: SummaryList,
    people: Option<Table>,
    next: Option<String>,
    invite: Option<Button>,
    may_suspend: bool,
    is_suspended: bool,
    because: String,
}

fn done(code: &str) -> Option<&'static str> {
    match code {
        "changed" => Some("The agency is changed."),
        "suspended" => Some("The agency is suspended. None of its people can do anything."),
        "restored" => Some("The agency is restored."),
        _ => None,
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let id: AgencyId = asking.id(&id)?;
    let after = match query.get("after").map(|text| text.parse::<Cursor>()) {
        Some(Ok(cursor)) => Some(cursor),
        Some(Err(_)) => return Err(Problem::not_found(&asking)),
        None => None,
    };
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (agency, basis) = app::agency::show_agency(ctx, id)?;
            let users = app::user::list_users(ctx, id, after)?;
            let subject = Subject::from(&agency);
            let may = |permission| ctx.would_permit(permission, subject);
            let mut name = SummaryRow::new("Name", agency.name.as_str());
            if may(Permission::ChangeAgency) {
                name = name.action("Change", format!("/agencies/{id}/change"), "name and kind");
            }
            let is_suspended = agency.status == AgencyStatus::Suspended;
            let invites = !is_suspended && may(Permission::InviteUser);
            let frame = Frame::of(ctx, &here, "An agency")?;
            Ok(Page {
                frame: frame.noting(query.get("done").and_then(|code| done(code))),
                back: BackLink::new("/agencies"),
                id: id.to_string(),
                name: agency.name.to_string(),
                summary: SummaryList::new()
                    .with_row(name)
                    .row("Kind", words::capital_word(agency.kind.words()))
                    .row("Code", agency.code.as_str())
                    .row("Status", status_tag(agency.status)),
                people: (!users.items.is_empty()).then(|| people(&users.items)),
                next: users.next.map(|cursor| format!("/agencies/{id}?after={cursor}")),
                invite: invites
                    .then(|| Button::link("Invite someone", format!("/agencies/{id}/invite"))),
                may_suspend: may(Permission::SuspendAgency),
                is_suspended,
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}

fn people(users: &[app::user::User]) -> Table {
    let mut table = Table::new("People who use Wicken").head(["Name", "Role", "Account"]);
    for user in users {
        let cells: [Content; 3] = [
            Link::new(user.name.as_str(), format!("/users/{}", user.id)).into(),
            user.role.words().into(),
            Markup::of(&user_tag(user.status)).into(),
        ];
        table = table.row(cells);
    }
    table
}
