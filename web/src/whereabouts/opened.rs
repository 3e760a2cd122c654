//! Whereabouts that were opened, by kind: what agencies sent and what people wrote down, together.

use crate::{
    components::{Button, Markup, SummaryList, SummaryRow},
    frame::Frame,
    person::title,
    words,
};
use app::whereabouts::{Opened, OpenedEntry, OpenedRecord};
use askama::Template;
use domain::{ids::PersonId, whereabouts::WhereaboutsClass};
use jiff::civil::Date;

/// What was opened, under a heading for each kind.
#[derive(Template)]
#[template(path = "whereabouts/groups.html")]
pub(crate) struct Groups {
    groups: Vec<Group>,
}

struct Group {
    heading: &'static str,
    cards: Vec<Card>,
}

struct Card {
    list: SummaryList,
    /// A form that ends it today.
    end: Option<Markup>,
}

#[derive(Template)]
#[template(path = "whereabouts/end.html")]
struct EndForm {
    token: String,
    address: String,
    button: Button,
}

impl askama::filters::HtmlSafe for Groups {}

const SENT: &str = "Addresses as agencies sent them, on the day given";
const ODD: &str = "Not understood when it came in";

impl Groups {
    pub(crate) fn of(frame: &Frame, (person, today): (PersonId, Date), opened: &Opened) -> Groups {
        let mut groups = Vec::new();
        let mut push = |heading, cards: Vec<Card>| {
            if !cards.is_empty() {
                groups.push(Group { heading, cards });
            }
        };
        for class in WhereaboutsClass::ALL {
            let written = opened.entries.iter().filter(|entry| entry.note.class == *class);
            let mut cards: Vec<Card> =
                written.map(|entry| card(frame, (person, today), entry)).collect();
            cards.extend(sent(&opened.records, of_class(*class)));
            push(class.words(), cards);
        }
        push(SENT, sent(&opened.records, Some(address)));
        push(ODD, opened.records.iter().filter_map(odd).collect());
        Groups { groups }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

fn card(frame: &Frame, (person, today): (PersonId, Date), entry: &OpenedEntry) -> Card {
    let note = &entry.note;
    let by = entry.by.as_deref().unwrap_or("someone no longer known");
    let written = format!("{by}, {}, {}", entry.agency_name, words::instant(entry.at));
    let said = match entry.changes {
        0 => written,
        1 => format!("{written} (changed once)"),
        times => format!("{written} (changed {times} times)"),
    };
    let address = format!("/people/{person}/whereabouts/{}", entry.id);
    let row = SummaryRow::new("Written down by", said);
    let row = match entry.may_change {
        true => row.action("Correct", format!("{address}/correct"), "what was written down"),
        false => row,
    };
    let mut list = SummaryList::new().row("What", note.text());
    if let Some(safe_contact) = note.safe_contact() {
        list = list.row("Safe contact", safe_contact);
    }
    if note.from().is_some() || note.until().is_some() {
        list = list.row("When", days(note.from(), note.until()));
    }
    if !note.is_current(today) {
        list = list.row("Today", "Does not hold");
    }
    let may_end = entry.may_change && note.until().is_none() && note.is_current(today);
    let end = may_end.then(|| {
        let button = Button::new("It ended today").secondary();
        Markup::of(&EndForm { token: frame.token(), address, button })
    });
    Card { list: list.with_row(row), end }
}

fn days(from: Option<Date>, until: Option<Date>) -> String {
    match (from, until) {
        (Some(from), Some(until)) => format!("{} to {}", words::day(from), words::day(until)),
        (Some(from), None) => format!("Since {}", words::day(from)),
        (None, Some(until)) => format!("Until {}", words::day(until)),
        (None, None) => String::new(),
    }
}

type Cells<'o> = Vec<(&'static str, &'o Option<String>)>;

/// Which cells of a record are of a class. An address is of none: it was right on the day on which
/// an agency was told, and whoever has fled since lives there no more.
fn of_class(class: WhereaboutsClass) -> Option<fn(&OpenedRecord) -> Cells<'_>> {
    match class {
        WhereaboutsClass::Phone => Some(|record| vec![("Phone", &record.phone)]),
        WhereaboutsClass::Email => Some(|record| vec![("E-mail", &record.email)]),
        WhereaboutsClass::Current
        | WhereaboutsClass::Former
        | WhereaboutsClass::Refuge
        | WhereaboutsClass::School
        | WhereaboutsClass::Gp
        | WhereaboutsClass::Workplace
        | WhereaboutsClass::OtherContact => None,
    }
}

fn address(record: &OpenedRecord) -> Cells<'_> {
    vec![("Address", &record.address), ("Postcode", &record.postcode)]
}

/// What agencies sent. What one of them sent time and again stands there once, as it was told last.
fn sent(records: &[OpenedRecord], cells: Option<fn(&OpenedRecord) -> Cells<'_>>) -> Vec<Card> {
    let Some(cells) = cells else { return Vec::new() };
    let mut shown: Vec<(&str, String)> = Vec::new();
    let mut cards = Vec::new();
    for record in records {
        let mut list = SummaryList::new();
        let mut plain = String::new();
        for (key, cell) in cells(record) {
            if let Some(text) = cell {
                plain.extend(text.chars().filter(|c| c.is_alphanumeric()));
                list = list.row(key, text.as_str());
            }
        }
        let told = (record.record.agency_name.as_str(), plain.to_lowercase());
        if plain.is_empty() || shown.contains(&told) {
            continue;
        }
        shown.push(told);
        cards.push(Card { list: list.row("Sent by", title(&record.record)), end: None });
    }
    cards
}

fn odd(record: &OpenedRecord) -> Option<Card> {
    if record.odd.is_empty() {
        return None;
    }
    let list = record.odd.iter().fold(SummaryList::new(), |list, (column, text)| {
        list.row(words::capital(&column.replace('_', " ")), text.as_str())
    });
    Some(Card { list: list.row("Sent by", title(&record.record)), end: None })
}
