//! One person who uses Wicken.

use crate::{
    answer::{Answer, page},
    asking::Asking,
    components::{BackLink, SummaryList, SummaryRow, Tag},
    frame::Frame,
    site::Site,
};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::{
    ids::UserId,
    policy::{Permission, Subject},
    user::UserStatus,
};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "user/show.html")]
struct Page {
    frame: Frame,
    back: BackLink,
    id: String,
    name: String,
    summary: SummaryList,
    because: String,
    may_suspend: bool,
    may_restore: bool,
    may_end_sessions: bool,
    may_reset: bool,
}

fn done(code: &str) -> Option<&'static str> {
    match code {
        "role" => Some("The role is changed."),
        "suspended" => Some("The account is suspended and signed out everywhere."),
        "restored" => Some("The account is restored."),
        "sessions-ended" => Some("The person is signed out everywhere."),
        _ => None,
    }
}

pub(crate) fn status_tag(status: UserStatus) -> Tag {
    match status {
        UserStatus::Invited => Tag::new("Invited").yellow(),
        UserStatus::Active => Tag::new("Active").green(),
        UserStatus::Suspended => Tag::new("Suspended").red(),
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let id: UserId = asking.id(&id)?;
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (user, basis) = app::user::show_user(ctx, id)?;
            let subject = Subject::from(&user);
            let may = |permission| ctx.would_permit(permission, subject);
            let mut role = SummaryRow::new("Role", user.role.words());
            if may(Permission::ChangeRole) {
                role = role.action("Change", format!("/users/{id}/role"), "role");
            }
            let is_suspended = user.status == UserStatus::Suspended;
            let frame = Frame::of(ctx, &here, "A person who uses Wicken")?;
            Ok(Page {
                frame: frame.noting(query.get("done").and_then(|code| done(code))),
                back: BackLink::new(format!("/agencies/{}", user.agency)),
                id: id.to_string(),
                name: user.name.to_string(),
                summary: SummaryList::new()
                    .row("Agency", user.agency_name)
                    .with_row(role)
                    .row("E-mail address", user.email.as_str())
                    .row("Account", status_tag(user.status)),
                because: basis.words(),
                may_suspend: !is_suspended && may(Permission::SuspendUser),
                may_restore: is_suspended && may(Permission::RestoreUser),
                may_end_sessions: may(Permission::EndSessions),
                may_reset: !is_suspended && may(Permission::ResetSignIn),
            })
        })
        .await?;
    page(&made)
}
