//! "Imports": every file that was sent, and how much each sender's records tell.

use super::outcome::{count_cell, kind_words, state_tag};
use crate::{
    answer::{Answer, Problem, page},
    asking::Asking,
    charts::{Amount, Bar, BarGroup, Bars, Figure, Told, count_words},
    components::{Button, Cell, Link, Markup, Table},
    frame::Frame,
    site::Site,
    words,
};
use app::{
    Ctx, Error,
    db::Cursor,
    import::{ImportRun, SenderQuality, data_quality, list_imports},
};
use askama::Template;
use axum::extract::{Query, State};
use domain::{
    performance::rounding::percent,
    policy::{Permission, Subject},
};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "import/list.html")]
struct Page {
    frame: Frame,
    send: Option<Button>,
    imports: Option<Table>,
    next: Option<String>,
    quality: Option<Figure>,
    because: String,
}

fn done(code: &str) -> Option<&'static str> {
    match code {
        "under-way" => Some(
            "The file is being taken in. That goes on without you, and what came of it will stand \
             here.",
        ),
        _ => None,
    }
}

/// Whether the asker may send a file, of the own agency at least.
fn may_send(ctx: &Ctx<'_>) -> Result<bool, Error> {
    let own = Subject::Agency { id: ctx.signed()?.actor.agency, active: true };
    Ok(ctx.would_permit(Permission::ImportFile, own))
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let before = match query.get("before").map(|text| text.parse::<Cursor>()) {
        Some(Ok(cursor)) => Some(cursor),
        Some(Err(_)) => return Err(Problem::not_found(&asking)),
        None => None,
    };
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (imports, basis) = list_imports(ctx, before)?;
            let (senders, _) = data_quality(ctx)?;
            let frame = Frame::of(ctx, &here, "Imports")?;
            Ok(Page {
                frame: frame.noting(query.get("done").and_then(|code| done(code))),
                send: may_send(ctx)?.then(|| Button::link("Send a file", "/imports/new")),
                imports: (!imports.items.is_empty()).then(|| table(&imports.items)),
                next: imports.next.map(|cursor| format!("/imports?before={cursor}")),
                quality: (!senders.is_empty()).then(|| quality(&senders)),
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}

fn table(imports: &[ImportRun]) -> Table {
    let numbers = ["Rows", "New", "Amended", "Unchanged", "Refused", "Warnings"];
    let head = ["File", "Sender", "When", "State"].map(Cell::new).into_iter();
    let head = head.chain(numbers.map(|head| Cell::new(head).numeric()));
    let title = "Files that were sent, the newest first";
    let mut table = Table::new(title).head(head).classes("app-table--tight");
    for import in imports {
        let link = Link::new(import.file_name.as_str(), format!("/imports/{}", import.id));
        let file = Cell::new(Markup::of(&link));
        let summary = &import.summary;
        table = table.row([
            file,
            Cell::new(format!("{}: {}", import.agency_name, kind_words(import.kind))),
            Cell::new(words::short_instant(import.begun_at)),
            Cell::new(Markup::of(&state_tag(import.state))),
            count_cell(summary.rows),
            count_cell(summary.new),
            count_cell(summary.amended),
            count_cell(summary.unchanged),
            count_cell(summary.refused),
            count_cell(summary.warnings),
        ]);
    }
    table
}

type Share = (&'static str, fn(&SenderQuality) -> u64);

const SHARES: [Share; 5] = [
    ("name", |sender| sender.with_name),
    ("date of birth", |sender| sender.with_date_of_birth),
    ("address", |sender| sender.with_address),
    ("phone", |sender| sender.with_phone),
    ("NHS number", |sender| sender.with_nhs_number),
];

/// A share of records, exactly rounded once; of no records there is none.
fn share(part: u64, all: u64) -> Option<String> {
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    percent(whole(part), whole(all)).map(|share| share.to_string())
}

fn quality(senders: &[SenderQuality]) -> Figure {
    let caption = "Records of people that have what links them to others";
    let groups = senders.iter().map(|sender| {
        let bars = SHARES.iter().map(|(what, with)| {
            let share = share(with(sender), sender.records);
            let amount = Amount::percent(share.as_deref());
            let words = |amount: Amount| {
                let words = format!("{} {what}", amount.words);
                amount.worded(words)
            };
            Bar { amount: amount.map(words), is_baseline: false }
        });
        BarGroup { label: sender.name.clone(), bars: bars.collect(), target: None }
    });
    let told = Told::new("quality", finding(senders), caption);
    let drawing = Bars::draw(told, &groups.collect::<Vec<_>>());
    let below = format!("{caption}: shares of each sender's current records.");
    Figure::new(drawing, below, quality_table(senders, caption))
}

/// The sender and the column with the most to gain.
fn finding(senders: &[SenderQuality]) -> String {
    let records: u64 = senders.iter().map(|sender| sender.records).sum();
    let born: u64 = senders.iter().map(|sender| sender.with_date_of_birth).sum();
    match share(born, records) {
        Some(share) => format!("{share}% of records of people have a date of birth"),
        None => "There are no records of people yet".to_owned(),
    }
}

fn quality_table(senders: &[SenderQuality], caption: &str) -> Table {
    let head = ["Sender", "Records"].into_iter().chain(SHARES.map(|(what, _)| what));
    let head = head.enumerate().map(|(at, head)| {
        let cell = Cell::new(words::capital_word(head));
        if at == 0 { cell } else { cell.numeric() }
    });
    let mut table = Table::new(caption).head(head).row_headers();
    for sender in senders {
        let shares = SHARES.iter().map(|(_, with)| {
            let part = with(sender);
            let count = count_words(i64::try_from(part).unwrap_or(i64::MAX));
            let share = share(part, sender.records);
            Cell::number(share.map_or("–".to_owned(), |share| format!("{share}% ({count})")))
        });
        let first = [Cell::new(sender.name.as_str()), count_cell(sender.records)];
        table = table.row(first.into_iter().chain(shares));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_no_records_is_none() {
        assert_eq!(share(0, 0), None);
        assert_eq!(share(1, 8).as_deref(), Some("12.5"));
        assert_eq!(share(0, 8).as_deref(), Some("0.0"));
    }
}
