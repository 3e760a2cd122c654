//! "Who looked".

use crate::{
    answer::{Answer, Problem, page},
    asking::Asking,
    components::{Button, Content, Select, Table},
    frame::Frame,
    site::Site,
    words,
};
use app::{
    db::Cursor,
    ledger::{LookFilter, Looked, list_looks},
};
use askama::Template;
use axum::extract::{Query, State};
use domain::{
    ledger::{EntryActor, EntryKind, Outcome},
    policy::Permission,
};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "ledger/list.html")]
struct Page {
    frame: Frame,
    kinds: Select,
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
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let filter = LookFilter { kind, user: None, before };
            let (looks, basis) = list_looks(ctx, filter)?;
            let kinds = KINDS.iter().map(|(code, words, _)| (*code, *words));
            Ok(Page {
                frame: Frame::of(ctx, &here, "Who looked")?,
                kinds: Select::new("kind", "Show")
                    .item("", "Everything")
                    .items(kinds)
                    .value(&chosen),
                filter: Button::new("Show").secondary(),
                table: (!looks.items.is_empty()).then(|| table(&looks.items)),
                next: looks.next.map(|cursor| format!("/who-looked?kind={chosen}&before={cursor}")),
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}

fn table(looks: &[Looked]) -> Table {
    let head = ["When", "Who", "What", "About", "Outcome"];
    let mut table = Table::new("Entries, the newest first").head(head);
    for look in looks {
        let cells: [Content; 5] = [
            words::short_instant(look.entry.at).into(),
            who(look).into(),
            what(&look.entry.doing).into(),
            about(look).into(),
            outcome(look).into(),
        ];
        table = table.row(cells);
    }
    table
}

fn who(look: &Looked) -> String {
    match &look.entry.actor {
        EntryActor::User { .. } => {
            let name = look.user_name.as_deref().unwrap_or("someone no longer known");
            match &look.agency_name {
                Some(agency) => format!("{name}, {agency}"),
                None => name.to_owned(),
            }
        }
        EntryActor::Operator { name } => format!("{name}, at the machine"),
        EntryActor::Stranger => "someone not signed in".to_owned(),
    }
}

/// A permission has words of its own; what needs none is a sign-in or Wicken's own doing.
fn what(doing: &str) -> String {
    match Permission::from_code(doing) {
        Some(permission) => permission.words().to_owned(),
        None => words::capital_word(&doing.replace('_', " ")),
    }
}

fn about(look: &Looked) -> String {
    let kind = look.entry.subject_kind.replace('_', " ");
    match &look.subject_name {
        Some(name) => format!("{kind}: {name}"),
        None => kind,
    }
}

fn outcome(look: &Looked) -> String {
    match &look.entry.outcome {
        Outcome::Done => "Done".to_owned(),
        Outcome::Refused { reason } => format!("Refused: {}", reason.replace('_', " ")),
    }
}
