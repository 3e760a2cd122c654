//! Two records side by side, and what would change if they were one person.

use super::telling::{bits, field};
use crate::{
    charts::count_words,
    components::{Cell, Table},
    words,
};
use app::person::review::{Changed, Effect, FigureMove, Moved, Review, Side};
use domain::performance::{Indicator, definition};

type Row = (&'static str, fn(&Side) -> String);

fn or_dash(text: Option<&str>) -> String {
    text.unwrap_or("\u{2013}").to_owned()
}

const ROWS: [Row; 12] = [
    ("Agency", |side| side.from.agency.clone()),
    ("Comes from", |side| {
        let kind = if side.from.is_referral { "referral" } else { "incident" };
        format!("{kind} {}", side.from.reference)
    }),
    ("Day", |side| words::day(side.from.on)),
    ("Role", |side| side.from.role.words().to_owned()),
    ("Given names", |side| or_dash(side.given_names.as_deref())),
    ("Family name", |side| or_dash(side.family_name.as_deref())),
    ("Other names", |side| match side.other_names.is_empty() {
        true => or_dash(None),
        false => side.other_names.join(", "),
    }),
    ("Date of birth", |side| side.date_of_birth.map_or(or_dash(None), words::day)),
    ("Age on that day", |side| side.age.map_or(or_dash(None), |age| age.to_string())),
    ("Sex", |side| side.sex.map_or(or_dash(None), |sex| sex.words().to_owned())),
    ("NHS number", |side| or_dash(side.nhs_number.as_deref())),
    ("The agency\u{2019}s own number", |side| or_dash(side.own_ref.as_deref())),
];

pub(super) fn side_by_side(review: &Review) -> Table {
    let head = ["What", "One record", "The other record"];
    let mut table = Table::new("What the two records say").head(head).row_headers();
    for (what, of) in ROWS {
        let [one, other] = [of(&review.sides[0]), of(&review.sides[1])];
        table = table.row([what.to_owned(), one, other]);
    }
    table
}

/// Never what they are: whoever decides needs to know no more.
pub(super) fn places(review: &Review) -> Table {
    let head = ["Field", "In the two records"];
    let mut table = Table::new("Where they can be reached").head(head).row_headers();
    let fields = ["Address", "Postcode", "Phone", "E-mail"];
    for (field, alike) in fields.into_iter().zip(review.places) {
        table = table.row([field, alike.words()]);
    }
    table
}

/// The waterfall's numbers.
pub(super) fn evidence(review: &Review) -> Table {
    let head = [Cell::new("Field"), Cell::new("How the two agree"), Cell::new("Weight").numeric()];
    let mut table = Table::new("The evidence").head(head).row_headers();
    for reason in &review.reasons {
        table = table.row([
            Cell::new(field(&reason.field)),
            Cell::new(words::capital_word(&reason.level)),
            Cell::number(bits(reason.weight)),
        ]);
    }
    let sum = Cell::number(bits(review.weight));
    table.row([Cell::new("Together"), Cell::new("The sum of the above"), sum])
}

/// `+1`, `−1`, or nothing that moves.
fn moved(by: Moved) -> String {
    match by {
        0 => "no change".to_owned(),
        by if by < 0 => format!("\u{2212}{}", count_words(by.saturating_abs())),
        by => format!("+{}", count_words(by)),
    }
}

pub(super) fn changes(effect: &Effect) -> Vec<String> {
    effect.changed.iter().map(change).collect()
}

fn change(changed: &Changed) -> String {
    let what = match changed.indicator {
        Indicator::Ni32 | Indicator::MaracDataset => "The case heard",
        Indicator::RecordedIncidents | Indicator::RepeatIncidents => "The incident reported",
    };
    let (day, reference) = (words::day(changed.on), &changed.reference);
    let begun = format!("{what} on {day} ({reference})");
    match (&changed.earlier, changed.becomes_repeat) {
        (_, false) => format!("{begun} would no longer be a repeat."),
        (Some((earlier, on)), true) => {
            format!("{begun} would be a repeat of {earlier} of {}.", words::day(*on))
        }
        (None, true) => format!("{begun} would be a repeat of a record of another agency."),
    }
}

pub(super) fn figures(effect: &Effect) -> Option<Table> {
    let head = ["Indicator", "Year", "Area", "Repeats", "All"];
    let mut table = Table::new("Figures that would move").head(head).row_headers();
    for FigureMove { indicator, year, area, repeats, all } in &effect.figures {
        let name = definition(*indicator).name.to_owned();
        table = table.row([name, year.clone(), area.clone(), moved(*repeats), moved(*all)]);
    }
    (!effect.figures.is_empty()).then_some(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_repeat_is_told_with_what_it_repeats_unless_that_is_another_agencys() {
        let mut changed = Changed {
            indicator: Indicator::RepeatIncidents,
            reference: "I-2".to_owned(),
            on: date(2008, 9, 1),
            becomes_repeat: true,
            earlier: Some(("I-1".to_owned(), date(2008, 5, 1))),
        };
        let said = "The incident reported on 1 September 2008 (I-2) would be a repeat of I-1 of \
                    1 May 2008.";
        assert_eq!(change(&changed), said);
        changed.earlier = None;
        assert!(change(&changed).ends_with("would be a repeat of a record of another agency."));
        changed.becomes_repeat = false;
        assert!(change(&changed).ends_with("would no longer be a repeat."));
    }

    #[test]
    fn a_move_has_a_sign() {
        assert_eq!([moved(1), moved(-2), moved(0)], ["+1", "\u{2212}2", "no change"]);
    }
}
