//! "Declarations": who has declared, who is late, and for officers what waits for them.

use super::matched::standing;
use crate::{
    answer::{Answer, page},
    asking::Asking,
    components::{Cell, Link, Markup, SummaryList, Table, Tag},
    frame::Frame,
    site::Site,
    words,
};
use app::declaration::{
    AgencyDeclarations, Declarer, WaitingMatch, list_declarations, list_matches,
};
use askama::Template;
use axum::extract::{Query, State};
use domain::{
    declaration::DeclarationDue,
    policy::{Permission, Subject},
};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "declaration/list.html")]
struct Page {
    frame: Frame,
    /// For officers: a table, or that nothing waits.
    waiting: Option<Option<Table>>,
    agencies: Vec<Agency>,
    because: String,
}

struct Agency {
    name: String,
    counts: SummaryList,
    people: Option<Table>,
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let done = match query.get("done").map(String::as_str) {
        Some("conflict") => Some("They are kept from this person."),
        Some("none") => Some("It is settled: nothing keeps them from this person any more."),
        _ => None,
    };
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (agencies, basis) = list_declarations(ctx)?;
            let own = Subject::Ledger { agency: Some(ctx.signed()?.actor.agency) };
            let waiting = match ctx.would_permit(Permission::SeeAlerts, own) {
                true => Some(waiting(&list_matches(ctx)?.0)),
                false => None,
            };
            Ok(Page {
                frame: Frame::of(ctx, &here, "Declarations")?.noting(done),
                waiting,
                agencies: agencies.iter().map(agency).collect(),
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}

fn waiting(matches: &[WaitingMatch]) -> Option<Table> {
    if matches.is_empty() {
        return None;
    }
    let table = Table::new("What waits for you, the oldest first").head([
        "Who declared",
        "What was found",
        "Found",
        "State",
    ]);
    Some(matches.iter().fold(table, |table, found| {
        let who = format!("{}, {}", found.user_name, found.agency_name);
        let link = Link::new(who, format!("/declarations/{}", found.id));
        table.row([
            Cell::new(Markup::of(&link)),
            Cell::new(words::capital_word(found.strength.words())),
            Cell::new(words::short_instant(found.found_at)),
            Cell::new(Markup::of(&standing(found.is_shut))),
        ])
    }))
}

fn agency(listed: &AgencyDeclarations) -> Agency {
    let counts = listed.counts;
    let count = |count: usize| count.to_string();
    let head = ["Name", "Role", "Last declared", "State"];
    let table = Table::new(format!("People of {}", listed.agency_name)).head(head);
    let people = listed.people.iter().fold(table, |table, person| table.row(row(person)));
    Agency {
        name: listed.agency_name.clone(),
        counts: SummaryList::new()
            .row("Declared", count(counts.done))
            .row("Their turn now", count(counts.due))
            .row("Overdue", count(counts.overdue)),
        people: (!listed.people.is_empty()).then_some(people),
    }
}

fn row(person: &Declarer) -> [Cell; 4] {
    let (tag, when) = match person.due {
        DeclarationDue::Done { next } => {
            (Tag::new("Declared").green(), format!("again by {}", words::day(next)))
        }
        DeclarationDue::By(by) => (Tag::new("Due"), format!("by {}", words::day(by))),
        DeclarationDue::Overdue(by) => {
            (Tag::new("Overdue").red(), format!("was due by {}", words::day(by)))
        }
    };
    [
        Cell::new(person.name.as_str()),
        Cell::new(words::capital_word(person.role.words())),
        Cell::new(person.last.map_or_else(|| "Never".to_owned(), words::day)),
        Cell::new(Markup::of(&Turn { tag, when })),
    ]
}

#[derive(Template)]
#[template(path = "declaration/turn.html")]
struct Turn {
    tag: Tag,
    when: String,
}
