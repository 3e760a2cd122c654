//! Rows that nobody can take in, as every real file has a few: an import refuses them, and nothing
//! in the county rests on them. Each has a reference of its own, which no good row has.

use super::csv::{Column, cells, quote};
use crate::county::FileKind;

/// What went wrong while a row was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mishap {
    /// The required date is 31 February.
    NoSuchDay,
    /// The reference was never filled in.
    NoReference,
    /// A comma inside a cell, and no quotation marks around it: one cell too many.
    LooseComma,
}

const ALL: [Mishap; 3] = [Mishap::NoSuchDay, Mishap::NoReference, Mishap::LooseComma];

/// What is added to the running number of a reference: no year has so many records.
const BESIDE: u32 = 900_000;

/// The mishaps of one file, each behind the record of that place. A few of the latest files have
/// them, and of each sender an old one that is of neither year of the strategy's tables: the police
/// of 2005/06, the register of the second quarter of 2008/09.
pub(crate) fn mishaps_of(
    (kind, early): (FileKind, bool),
    (at, files): (usize, usize),
    records: usize,
) -> Vec<(usize, Mishap)> {
    let from_behind = files - at;
    let has_some = match (kind, early) {
        (FileKind::Incidents, true) => at == 3,
        (FileKind::Referrals, true) => at == 6,
        (FileKind::Incidents, false) => [1, 2, 4].contains(&from_behind),
        (FileKind::Referrals, false) => [1, 3].contains(&from_behind),
    };
    if !has_some || records == 0 {
        return Vec::new();
    }
    let place = |number: usize| (number + 1) * records / (ALL.len() + 1);
    ALL.into_iter().enumerate().map(|(number, mishap)| (place(number), mishap)).collect()
}

/// Writes a row once more, as it must not be written.
pub(crate) fn write_spoilt<R>(columns: &[Column<R>], row: &R, mishap: Mishap, into: &mut String) {
    let mut told = cells(columns, row);
    told[0].1 = beside(&told[0].1);
    match mishap {
        Mishap::NoSuchDay => {
            let required = ["reported_on", "reported_at", "referred_on"];
            for (_, cell) in told.iter_mut().filter(|(name, _)| required.contains(&name.as_str())) {
                *cell = no_such_day(cell);
            }
        }
        Mishap::NoReference => told[0].1.clear(),
        Mishap::LooseComma => {}
    }
    for (at, (name, cell)) in told.iter().enumerate() {
        if 0 < at {
            into.push(',');
        }
        match (mishap, name.as_str()) {
            (Mishap::LooseComma, "area") => into.push_str(&format!("{cell}, Cambs")),
            _ => quote(cell, into),
        }
    }
    into.push_str("\r\n");
}

/// `DV-2627-000012` becomes `DV-2627-900012`.
fn beside(reference: &str) -> String {
    let (year, number) = reference.rsplit_once('-').unwrap_or((reference, ""));
    format!("{year}-{:06}", BESIDE + number.parse::<u32>().unwrap_or(0))
}

/// The cell with 31 February in place of its day; a time behind it stays.
fn no_such_day(cell: &str) -> String {
    match cell.split('/').collect::<Vec<_>>()[..] {
        [_, _, year] => format!("31/02/{year}"),
        _ => format!("{}-02-31{}", &cell[..4], &cell[10..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoilt(row: [&'static str; 3], mishap: Mishap) -> String {
        let columns = [
            Column::new("incident_ref", |row: &[&str; 3]| row[0]),
            Column::new("reported_on", |row| row[1]),
            Column::new("area", |row| row[2]),
        ];
        let mut text = String::new();
        write_spoilt(&columns, &row, mishap, &mut text);
        text
    }

    #[test]
    fn each_mishap_is_one_that_an_import_refuses() {
        let row = ["DV-0506-000012", "2005-04-09", "Fenland"];
        for (mishap, line) in [
            (Mishap::NoSuchDay, "DV-0506-900012,2005-02-31,Fenland\r\n"),
            (Mishap::NoReference, ",2005-04-09,Fenland\r\n"),
            (Mishap::LooseComma, "DV-0506-900012,2005-04-09,Fenland, Cambs\r\n"),
        ] {
            assert_eq!(spoilt(row, mishap), line);
        }
    }

    #[test]
    fn a_day_that_never_was_stays_in_the_hand_in_which_it_is_written() {
        assert_eq!(no_such_day("09/04/2005"), "31/02/2005");
        assert_eq!(no_such_day("2026-04-09T22:10"), "2026-02-31T22:10");
    }
}
