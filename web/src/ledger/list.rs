//! "Who looked".

use super::line;
use crate::{
    answer::{Answer, Problem, page},
    asking::Asking,
    components::{Button, Select, Table},
    frame::Frame,
    site::Site,
};
use app::{
    db::Cursor,
    ledger::{LookFilter, list_looks},
};
use askama::Template;
use axum::extract::{Query, State};
use domain::{ids::PersonId, ledger::EntryKind};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "ledger/list.html")]
struct Page {
    frame: Frame,
    kinds: Select,
    /// One person alone, by their id.
    person: Option<String>,
    filter: Button,
    table: Option<Table>,
    next: Option<String>,
    because: String,
}

const KINDS: [(&str, &str, EntryKind); 6] = [
    ("read", "Looks", EntryKind::Read),
    ("change", "Changes", EntryKind::Change),
    ("refusal", "Refusals", EntryKind::Refusal),
    ("sign_in", "Signing in and out", EntryKind::SignIn),
    ("disclosure", "Disclosures", EntryKind::Disclosure),
    ("system", "What Wicken does by itself", EntryKind::System),
];

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let chosen = query.get("kind").map_or("", String::as_str).to_owned();
    let kind = KINDS.iter().find(|(code, _, _)| *code == chosen).map(|(_, _, kind)| *kind);
    let before = match query.get("before").map(|text| text.parse::<Cursor>()) {
        Some(Ok(cursor)) => Some(cursor),
        Some(Err(_)) => return Err(Problem::not_found(&asking)),
        None => None,
    };
    let person = match query.get("person").map(|text| text.parse::<PersonId>()) {
        Some(Ok(person)) => Some(person),
        Some(Err(_)) => return Err(Problem::not_found(&asking)),
        None => None,
    };
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let filter = LookFilter { kind, user: None, person, before };
            let (looks, basis) = list_looks(ctx, filter)?;
            let kinds = KINDS.iter().map(|(code, words, _)| (*code, *words));
            Ok(Page {
                frame: Frame::of(ctx, &here, "Who looked")?,
                kinds: Select::new("kind", "Show")
                    .item("", "Everything")
                    .items(kinds)
                    .value(&chosen),
                filter: Button::new("Show").secondary(),
                person: person.map(|person| person.to_string()),
                table: (!looks.items.is_empty())
                    .then(|| line::table("Entries, the newest first", &looks.items)),
                next: looks.next.map(|cursor| older(&chosen, person, cursor)),
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}

fn older(kind: &str, person: Option<PersonId>, cursor: Cursor) -> String {
    let kind = KINDS.iter().find(|(code, ..)| *code == kind).map_or("", |(code, ..)| code);
    match person {
        Some(person) => format!("/who-looked?kind={kind}&person={person}&before={cursor}"),
        None => format!("/who-looked?kind={kind}&before={cursor}"),
    }
}
