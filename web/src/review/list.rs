//! "Links to review": pairs of records that may be one person.

use super::telling::{brief, percent};
use crate::{
    answer::{Answer, Problem, page},
    asking::Asking,
    charts::count_words,
    components::{Cell, Link, Markup, Table, Tag},
    frame::Frame,
    site::Site,
};
use app::{
    db::Cursor,
    person::review::{Stake, Waiting, WaitingCount, list_reviews},
};
use askama::Template;
use axum::extract::{Query, State};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "review/list.html")]
struct Page {
    frame: Frame,
    finding: String,
    table: Option<Table>,
    next: Option<String>,
    because: String,
}

fn done(code: &str) -> Option<&'static str> {
    match code {
        "same" => Some("Kept: they are one person. It is being worked in."),
        "different" => Some("Kept: they are two people. It is being worked in."),
        "unsure" => Some("Kept: it cannot be told. Nobody is joined or parted by it."),
        "waits" => Some("Kept. It waits for a second person to confirm it."),
        _ => None,
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let after = query.get("after").map(|text| text.parse::<Cursor>()).transpose();
    let after = after.map_err(|_| Problem::not_found(&asking))?;
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (waiting, count, basis) = list_reviews(ctx, after)?;
            let frame = Frame::of(ctx, &here, "Links to review")?;
            Ok(Page {
                frame: frame.noting(query.get("done").and_then(|code| done(code))),
                finding: finding(count),
                table: (!waiting.items.is_empty()).then(|| table(&waiting.items)),
                next: waiting.next.map(|cursor| format!("/review?after={cursor}")),
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}

fn finding(count: WaitingCount) -> String {
    let words = |count: usize| count_words(i64::try_from(count).unwrap_or(i64::MAX));
    match count {
        WaitingCount::Exactly(0) => "No pair of records waits".to_owned(),
        WaitingCount::Exactly(1) => "1 pair of records waits".to_owned(),
        WaitingCount::Exactly(count) => format!("{} pairs of records wait", words(count)),
        WaitingCount::MoreThan(count) => {
            format!("More than {} pairs of records wait", words(count))
        }
    }
}

fn stake(waiting: &Waiting) -> Tag {
    match (waiting.stake, waiting.counts_as_one) {
        (Stake::Repeat, false) => Tag::new("May be a repeat").red(),
        (Stake::Repeat, true) => Tag::new("A repeat rests on it").red(),
        (Stake::Victim, _) => Tag::new("Joins a victim").orange(),
        (Stake::Other, _) => Tag::new("No victim").grey(),
    }
}

fn table(waiting: &[Waiting]) -> Table {
    let head = ["One record", "The other record", "Stake", "In figures", "Chance", "What to do"];
    let mut table = Table::new("What matters most stands first").head(head);
    for waiting in waiting {
        let [one, other] = &waiting.sides;
        let words = format!("Look at {} and {}", one.reference, other.reference);
        let link = Link::new(words, format!("/review/{}", waiting.id));
        table = table.row([
            Cell::new(brief(one)),
            Cell::new(brief(other)),
            Cell::new(Markup::of(&stake(waiting))),
            Cell::new(if waiting.counts_as_one { "one person" } else { "two people" }),
            Cell::new(percent(waiting.probability)),
            Cell::new(Markup::of(&link)),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finding_counts_as_people_do() {
        for (count, words) in [
            (WaitingCount::Exactly(0), "No pair of records waits"),
            (WaitingCount::Exactly(1), "1 pair of records waits"),
            (WaitingCount::Exactly(2), "2 pairs of records wait"),
            (WaitingCount::MoreThan(1_000), "More than 1,000 pairs of records wait"),
        ] {
            assert_eq!(finding(count), words);
        }
    }
}
