//! Links that were wrong, and who looked or acted while they stood.

use super::telling::brief;
use crate::{
    answer::{Answer, Problem, page},
    asking::Asking,
    components::{BackLink, Cell, Link, Markup, SummaryList, Table},
    frame::Frame,
    site::Site,
    words,
};
use app::{
    db::Cursor,
    ledger::Looked,
    person::review::{UndoneLink, list_undone, show_undone},
};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::{
    ledger::{EntryActor, Outcome},
    policy::Permission,
};
use std::collections::HashMap;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "review/undone.html")]
struct List {
    frame: Frame,
    table: Option<Table>,
    next: Option<String>,
    because: String,
}

#[derive(Template)]
#[template(path = "review/acted.html")]
struct One {
    frame: Frame,
    back: BackLink,
    summary: SummaryList,
    table: Option<Table>,
    next: Option<String>,
    because: String,
}

fn cursor(asking: &Asking, query: &HashMap<String, String>) -> Result<Option<Cursor>, Problem> {
    let before = query.get("before").map(|text| text.parse::<Cursor>()).transpose();
    before.map_err(|_| Problem::not_found(asking))
}

pub(crate) async fn list(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let before = cursor(&asking, &query)?;
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (undone, basis) = list_undone(ctx, before)?;
            Ok(List {
                frame: Frame::of(ctx, &here, "Links that were undone")?,
                table: (!undone.items.is_empty()).then(|| undone_table(&undone.items)),
                next: undone.next.map(|at| format!("/review/undone?before={at}")),
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}

fn undone_table(undone: &[UndoneLink]) -> Table {
    let head = ["The two records", "Joined", "Undone", "Why", "What to do"];
    let mut table = Table::new("Links that were undone, the newest first").head(head);
    for link in undone {
        let [one, other] = &link.sides;
        let words = format!("Who acted on {} and {}", one.reference, other.reference);
        let acted = Link::new(words, format!("/review/undone/{}", link.id));
        table = table.row([
            Cell::new(format!("{}; {}", brief(one), brief(other))),
            Cell::new(joined(link)),
            Cell::new(words::short_instant(link.undone_at)),
            Cell::new(link.why.as_str()),
            Cell::new(Markup::of(&acted)),
        ]);
    }
    table
}

fn joined(link: &UndoneLink) -> String {
    let how = if link.linked_by_itself { "by linkage" } else { "by a decision" };
    format!("{}, {how}", words::short_instant(link.linked_at))
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    // What is no id names no link: whoever may not read the ledger is told so, whatever it is.
    let id = Uuid::parse_str(&id).unwrap_or_default();
    let before = cursor(&asking, &query)?;
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (link, looks, basis) = show_undone(ctx, id, before)?;
            let [one, other] = &link.sides;
            Ok(One {
                frame: Frame::of(ctx, &here, "Who acted on a wrong link")?,
                back: BackLink::new("/review/undone"),
                summary: SummaryList::new()
                    .row("One record", brief(one))
                    .row("The other record", brief(other))
                    .row("Joined", joined(&link))
                    .row("Undone", words::instant(link.undone_at))
                    .row("Why", link.why.as_str()),
                table: (!looks.items.is_empty()).then(|| acted_table(&looks.items)),
                next: looks.next.map(|at| format!("/review/undone/{id}?before={at}")),
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}

fn acted_table(looks: &[Looked]) -> Table {
    let head = ["When", "Who", "What", "Outcome"];
    let mut table = Table::new("While the link stood, the newest first").head(head);
    for look in looks {
        let outcome = match &look.entry.outcome {
            Outcome::Done => "Done".to_owned(),
            Outcome::Refused { reason } => format!("Refused: {}", reason.replace('_', " ")),
        };
        let doing = Permission::from_code(&look.entry.doing).map(|one| one.words().to_owned());
        let doing = doing.unwrap_or_else(|| words::capital_word(&look.entry.doing));
        let when = words::short_instant(look.entry.at);
        table = table.row([when, who(look), doing, outcome]);
    }
    table
}

fn who(look: &Looked) -> String {
    let EntryActor::User { .. } = &look.entry.actor else {
        return "nobody who was signed in".to_owned();
    };
    let name = look.user_name.as_deref().unwrap_or("someone no longer known");
    match &look.agency_name {
        Some(agency) => format!("{name}, {agency}"),
        None => name.to_owned(),
    }
}
