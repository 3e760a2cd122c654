//! Who may do what: the table of permissions, found by asking the door.

use crate::{
    answer::{Answer, page},
    asking::Asking,
    components::{Button, Cell, Details, Link, Markup, Select, SummaryList, Table},
    frame::Frame,
    site::Site,
    words,
};
use askama::Template;
use axum::extract::{Query, State};
use domain::{
    policy::{Rules, class_rows, permission_rows},
    user::Role,
};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "privacy/permissions.html")]
struct Page {
    frame: Frame,
    roles: Select,
    show: Button,
    role: &'static str,
    duty: &'static str,
    may: SummaryList,
    reads: SummaryList,
    never: Vec<String>,
    all: Details,
    /// To the other table.
    other: Link,
}

/// Too wide and too long for whoever asks about one role: it opens on demand.
#[derive(Template)]
#[template(path = "privacy/whole.html")]
struct Whole {
    tables: [(&'static str, Table); 1],
}

/// The columns before those of the roles: what, and the operator.
const BEFORE_ROLES: usize = 2;
const NEVER: &str = "–";

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let chosen = query.get("role").and_then(|code| Role::from_code(code));
    // One of the two at a time: together they weigh more than a page may.
    let is_of_classes = query.get("table").is_some_and(|table| table == "reads");
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            app::user::show_own_account(ctx)?;
            let role = chosen.unwrap_or(ctx.signed()?.actor.role);
            let frame = Frame::of(ctx, &here, "Who may do what")?;
            Ok(make(frame, ctx.app().rules(), role, is_of_classes))
        })
        .await?;
    page(&made)
}

fn make(frame: Frame, rules: &Rules, role: Role, is_of_classes: bool) -> Page {
    let (permissions, classes) = (permission_rows(rules), class_rows(rules));
    let at = Role::ALL.iter().position(|it| *it == role).unwrap_or_default() + BEFORE_ROLES;
    let (may, reads) = (column(&permissions, at), column(&classes, at));
    let (one, other) = ("Permissions of each role", "What each role reads of a person");
    let (caption, rows) = if is_of_classes { (other, classes) } else { (one, permissions) };
    let all = Whole { tables: [(caption, whole(caption, rows))] };
    // Several rules say the same of what one role may not read, list or act on.
    let mut never: Vec<String> = Vec::new();
    for why in rules.prohibitions().into_iter().map(|(_, why)| words::capital(why)) {
        if !never.contains(&why) {
            never.push(why);
        }
    }
    Page {
        frame,
        roles: Select::new("role", "Role")
            .items(Role::ALL.iter().map(|role| (role.code(), words::capital_word(role.words()))))
            .value(role.code()),
        show: Button::new("Show").secondary(),
        role: role.words(),
        duty: role.duty(),
        may,
        reads,
        never,
        all: Details::new(caption, Markup::of(&all)),
        other: match is_of_classes {
            true => Link::new(one, format!("/permissions?role={}", role.code())),
            false => Link::new(other, format!("/permissions?role={}&table=reads", role.code())),
        },
    }
}

/// What one role may, and of whom.
fn column(rows: &[Vec<String>], at: usize) -> SummaryList {
    let cells = rows.iter().skip(1).filter_map(|row| Some((row.first()?, row.get(at)?)));
    let may = cells.filter(|(_, reach)| reach.as_str() != NEVER);
    may.fold(SummaryList::new(), |list, (what, reach)| {
        list.row(what.as_str(), words::capital_word(reach))
    })
}

fn whole(caption: &str, rows: Vec<Vec<String>>) -> Table {
    let mut rows = rows.into_iter();
    let head = rows.next().unwrap_or_default();
    let table = Table::new(caption).head(head.iter().map(|cell| words::capital_word(cell)));
    rows.fold(table.row_headers(), |table, row| table.row(row.into_iter().map(Cell::new)))
}
