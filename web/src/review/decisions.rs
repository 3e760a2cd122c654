//! What was decided about pairs, by whom and why, and what waits for a second person.

use super::telling::{brief, stands, verdict_tag};
use crate::{
    answer::{Answer, Problem, page},
    asking::Asking,
    components::{BackLink, Cell, Link, Markup, Table},
    frame::Frame,
    site::Site,
    words,
};
use app::{
    db::Cursor,
    person::review::{LinkDecision, list_decisions},
};
use askama::Template;
use axum::extract::{Query, State};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "review/decisions.html")]
struct Page {
    frame: Frame,
    back: BackLink,
    table: Option<Table>,
    next: Option<String>,
    because: String,
}

fn done(code: &str) -> Option<&'static str> {
    match code {
        "confirmed" => Some("The link is confirmed. It is being worked in."),
        "undone" => Some("The decision is undone. What hung on it is being worked out anew."),
        _ => None,
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let before = query.get("before").map(|text| text.parse::<Cursor>()).transpose();
    let before = before.map_err(|_| Problem::not_found(&asking))?;
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (decisions, basis) = list_decisions(ctx, before)?;
            let frame = Frame::of(ctx, &here, "Decisions about links")?;
            Ok(Page {
                frame: frame.noting(query.get("done").and_then(|code| done(code))),
                back: BackLink::new("/review"),
                table: (!decisions.items.is_empty()).then(|| table(&decisions.items)),
                next: decisions.next.map(|at| format!("/review/decisions?before={at}")),
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}

fn table(decisions: &[LinkDecision]) -> Table {
    let head = ["The two records", "Answer", "By, when and why", "State", "What to do"];
    let mut table = Table::new("Decisions, the newest first").head(head);
    for line in decisions {
        let decided = &line.decided;
        let [one, other] = &line.sides;
        let by = decided.by_name.as_deref().unwrap_or("someone no longer known");
        let said = format!("{by}, {}: {}", words::short_instant(decided.at), decided.why);
        table = table.row([
            Cell::new(format!("{}; {}", brief(one), brief(other))),
            Cell::new(verdict_tag(decided)),
            Cell::new(said),
            Cell::new(stands(decided, line.is_being_worked_in)),
            step(line),
        ]);
    }
    table
}

/// The page of the pair, where it is confirmed or undone with the evidence in sight.
fn step(line: &LinkDecision) -> Cell {
    let [one, other] = &line.sides;
    let both = format!("{} and {}", one.reference, other.reference);
    match line.decided.link {
        Some(id) if line.decided.ended_at.is_none() => {
            let words = if line.may_confirm { "Look and confirm" } else { "Look again" };
            let link = Link::new(format!("{words}: {both}"), format!("/review/{id}"));
            Cell::new(Markup::of(&link))
        }
        Some(_) | None => Cell::new("Nothing"),
    }
}
