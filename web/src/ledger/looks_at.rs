//! "Who looked" at one person, for whoever answers for the record.

use super::line::{what, who};
use crate::{
    answer::{Answer, Problem, page},
    asking::Asking,
    components::{BackLink, Content, Table},
    frame::Frame,
    site::Site,
    words,
};
use app::{
    db::Cursor,
    ledger::{LookAt, list_looks_at},
};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::{ids::PersonId, policy::FieldClass};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "ledger/looks_at.html")]
struct Page {
    frame: Frame,
    back: BackLink,
    table: Option<Table>,
    next: Option<String>,
    because: String,
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let id: PersonId = asking.id(&id)?;
    let before = query.get("before").map(|text| text.parse::<Cursor>()).transpose();
    let before = before.map_err(|_| Problem::not_found(&asking))?;
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (looks, basis) = list_looks_at(ctx, id, before)?;
            Ok(Page {
                frame: Frame::of(ctx, &here, "Who looked at this person")?,
                back: BackLink::new(format!("/people/{id}")),
                table: (!looks.items.is_empty()).then(|| table(&looks.items)),
                next: looks.next.map(|cursor| format!("/people/{id}/looks?before={cursor}")),
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}

fn table(looks: &[LookAt]) -> Table {
    let head = ["When", "Who", "What", "What they saw", "Why"];
    let mut table = Table::new("Looks, the newest first").head(head);
    for look in looks {
        let entry = &look.looked.entry;
        let cells: [Content; 5] = [
            words::short_instant(entry.at).into(),
            who(&look.looked).into(),
            what(&entry.doing).into(),
            classes(&entry.classes).into(),
            why(look).into(),
        ];
        table = table.row(cells);
    }
    table
}

fn classes(codes: &[String]) -> String {
    let class = |code: &String| match FieldClass::from_code(code) {
        Some(class) => class.words().to_owned(),
        None => words::capital_word(&code.replace('_', " ")),
    };
    codes.iter().map(class).collect::<Vec<_>>().join("; ")
}

/// What was said about why, and on what ground the door opened.
fn why(look: &LookAt) -> String {
    let said = look.reason.map(|it| it.words()).or(look.purpose.map(|it| it.words()));
    let basis = &look.looked.entry.basis;
    let ground = basis.iter().map(|policy| policy.replace('-', " ")).collect::<Vec<_>>().join(", ");
    match said {
        Some(said) => format!("{said} ({ground})"),
        None => words::capital_word(&ground),
    }
}
