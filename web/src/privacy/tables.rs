//! What is watched over, as tables and as files: the same rows for both.

use crate::{
    components::{Cell, Classes, Table},
    words,
};
use app::oversight::Oversight;
use domain::policy::{FieldClass, Permission};

/// One table of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Watched {
    Agreements,
    Sight,
    Refusals,
    Glass,
    Alerts,
}

impl Watched {
    pub const ALL: [Watched; 5] =
        [Self::Agreements, Self::Sight, Self::Refusals, Self::Glass, Self::Alerts];

    /// As it stands in an address.
    pub fn code(self) -> &'static str {
        match self {
            Self::Agreements => "agreements",
            Self::Sight => "sight",
            Self::Refusals => "refusals",
            Self::Glass => "glass",
            Self::Alerts => "alerts",
        }
    }

    pub fn from_code(code: &str) -> Option<Watched> {
        Watched::ALL.into_iter().find(|watched| watched.code() == code)
    }

    pub fn heading(self) -> &'static str {
        match self {
            Self::Agreements => "Agreements in force, and due for review",
            Self::Sight => "Who read whose records",
            Self::Refusals => "What was refused",
            Self::Glass => "Broken glass",
            Self::Alerts => "Alerts",
        }
    }

    /// What stands there where no row does.
    pub fn none(self) -> &'static str {
        match self {
            Self::Agreements => "No agreement is in force.",
            Self::Sight => "Nobody read anything about anybody.",
            Self::Refusals => "Nothing was refused.",
            Self::Glass => "Nobody broke the glass.",
            Self::Alerts => "Nobody was told of anything.",
        }
    }

    /// Where more of it is read.
    pub fn more(self) -> (&'static str, &'static str) {
        match self {
            Self::Agreements => ("All agreements", "/agreements"),
            Self::Sight => ("Who looked, look by look", "/who-looked?kind=read"),
            Self::Refusals => ("Each refusal", "/who-looked?kind=refusal"),
            Self::Glass => ("Each time, with what was read", "/glass/told"),
            Self::Alerts => ("Look into them", "/alerts"),
        }
    }

    pub fn heads(self) -> &'static [&'static str] {
        match self {
            Self::Agreements => {
                &["Agreement", "Parties", "Since", "Until", "Review by", "Standing"]
            }
            Self::Sight => &["Read by", "Held by", "What", "Looks"],
            Self::Refusals => &["Agency", "What", "Why", "Times"],
            Self::Glass => &["Agency", "What came of it", "Times"],
            Self::Alerts => &["Told to", "What", "Raised", "Open", "Late"],
        }
    }

    /// How many of the last columns are numbers.
    fn numbers(self) -> usize {
        match self {
            Self::Agreements => 0,
            Self::Sight | Self::Refusals | Self::Glass => 1,
            Self::Alerts => 3,
        }
    }

    pub fn rows(self, found: &Oversight) -> Vec<Vec<String>> {
        match self {
            Self::Agreements => agreements(found),
            Self::Sight => sights(found),
            Self::Refusals => refusals(found),
            Self::Glass => glass(found),
            Self::Alerts => alerts(found),
        }
    }

    pub fn table(self, found: &Oversight) -> Option<Table> {
        let rows = self.rows(found);
        let first_number = self.heads().len() - self.numbers();
        let cell = |(at, text): (usize, String)| match first_number <= at {
            true => Cell::number(text),
            false => Cell::new(text),
        };
        let head = self.heads().iter().enumerate().map(|(at, head)| cell((at, (*head).to_owned())));
        let mut table = Table::new(self.heading()).head(head).row_headers();
        // The heading above says the same to whoever sees the page.
        table.caption_classes = Classes::from("govuk-visually-hidden");
        let is_empty = rows.is_empty();
        let table = rows
            .into_iter()
            .fold(table, |table, row| table.row(row.into_iter().enumerate().map(cell)));
        (!is_empty).then_some(table)
    }
}

fn agreements(found: &Oversight) -> Vec<Vec<String>> {
    let row = |line: &app::agreement::AgreementLine| {
        let terms = &line.agreement.terms;
        vec![
            terms.title.as_str().to_owned(),
            line.parties.join("; "),
            words::day(terms.from),
            terms.until.map_or_else(|| "open-ended".to_owned(), words::day),
            words::day(terms.review_on),
            line.standing.words().to_owned(),
        ]
    };
    found.agreements.iter().map(row).collect()
}

fn sights(found: &Oversight) -> Vec<Vec<String>> {
    let class = |code: &str| {
        FieldClass::from_code(code).map_or_else(|| plain(code), |it| it.words().to_owned())
    };
    let row = |it: &app::oversight::SightCount| {
        vec![it.reader.clone(), it.holder.clone(), class(&it.class), it.looks.to_string()]
    };
    found.sights.iter().map(row).collect()
}

fn refusals(found: &Oversight) -> Vec<Vec<String>> {
    let doing = |code: &str| {
        Permission::from_code(code).map_or_else(|| plain(code), |it| it.words().to_owned())
    };
    let row = |it: &app::oversight::RefusalCount| {
        vec![it.agency.clone(), doing(&it.doing), plain(&it.reason), it.times.to_string()]
    };
    found.refusals.iter().map(row).collect()
}

fn glass(found: &Oversight) -> Vec<Vec<String>> {
    let row = |it: &app::oversight::GlassCount| {
        vec![it.agency.clone(), it.outcome.words().to_owned(), it.times.to_string()]
    };
    found.glass.iter().map(row).collect()
}

fn alerts(found: &Oversight) -> Vec<Vec<String>> {
    let row = |it: &app::oversight::AlertCount| {
        let counts = [it.raised, it.open, it.late].map(|count| count.to_string());
        [it.agency.clone(), it.kind.words().to_owned()].into_iter().chain(counts).collect()
    };
    found.alerts.iter().map(row).collect()
}

/// `Not granted` for `not_granted`
fn plain(code: &str) -> String {
    words::capital_word(&code.replace('_', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_found_by_its_code_and_no_other_is() {
        for watched in Watched::ALL {
            assert_eq!(Watched::from_code(watched.code()), Some(watched));
            assert!(watched.numbers() < watched.heads().len());
        }
        assert_eq!(Watched::from_code("people"), None);
        assert_eq!(plain("not_granted"), "Not granted");
    }
}
