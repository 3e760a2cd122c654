//! Reads the files that agencies send, row by row, against what is known; touches no database.
//!
//! A file is read three times, and memory stays bounded whatever it holds: first its bytes, to
//! tell text from other things and UTF-8 from Windows-1252; then its references, to know which
//! rows stand apart from others of theirs; then its rows, which come out as groups, one a
//! reference. A reference whose rows stand apart comes last: where they begin is remembered, and
//! they are read again there.

mod cells;
mod gathering;
mod header;
mod incident;
mod outcome;
mod party;
mod passes;
mod record;
mod records;
mod referral;
mod settle;
mod sniff;
mod text;
mod values;

#[cfg(test)]
mod tests;

use std::io::{Read, Seek};

use crate::clock::london;

use cells::{Cells, RowFault, Sheet};
use header::Columns;
use incident::Incidents;
use passes::Reading;
use record::Record;
use records::Records;
use referral::Referrals;
use sniff::{Sniffed, sniff};

pub(crate) use values::parse_postcode;

pub use outcome::{
    Encoding, FileKind, FileNotes, FileRefused, Group, ReadError, Refusal, Warning, WarningKind,
};

/// What a row can be resolved against.
pub struct Known<'a> {
    /// Each area's code and name.
    pub areas: Vec<(String, String)>,
    /// The code or name of the area that a postcode such as `CB1 2AB` lies in.
    pub area_of_postcode: &'a dyn Fn(&str) -> Option<String>,
}

impl Known<'_> {
    /// The code of the area of that code or name, in whatever case.
    fn area(&self, text: &str) -> Option<&str> {
        let lower = text.to_lowercase();
        let is_it = |known: &str| known.to_lowercase() == lower;
        let found = self.areas.iter().find(|(code, name)| is_it(code) || is_it(name));
        found.map(|(code, _)| code.as_str())
    }
}

/// Hands each reference of a file to `each`, with all its rows or refused with all its rows.
///
/// An error of `each` ends the reading. `FileRefused::Changed` can come after groups were handed
/// out: whoever takes them must be able to let go of them again.
pub fn read_file<R: Read + Seek, E>(
    mut input: R,
    kind: FileKind,
    known: &Known<'_>,
    each: &mut dyn FnMut(Group) -> Result<(), E>,
) -> Result<FileNotes, ReadError<E>> {
    let sniffed = sniff(&mut input)?;
    let mut records = Records::new(input, sniffed.start, sniffed.length)?;
    let mut record = Record::default();
    loop {
        if !records.read(&mut record)? {
            return Err(FileRefused::Empty.into());
        }
        if !record.is_blank() {
            break;
        }
    }
    let columns = Columns::parse(&record, kind, sniffed.encoding)?;
    records.expect_cells(columns.count());
    // The bundled database of zones has London; without it winter would be right.
    let london = london();
    let sheet = Sheet { columns: &columns, encoding: sniffed.encoding, known, london: &london };
    let notes = begin_notes(&sniffed, &columns);
    match kind {
        FileKind::Incidents => Reading::<R, Incidents, E>::run(records, &sheet, notes, each),
        FileKind::Referrals => Reading::<R, Referrals, E>::run(records, &sheet, notes, each),
    }
}

fn begin_notes(sniffed: &Sniffed, columns: &Columns) -> FileNotes {
    FileNotes {
        encoding: sniffed.encoding,
        had_bom: sniffed.had_bom,
        unknown_columns: columns.unknown.clone(),
        unnamed_columns: columns.unnamed,
        ..FileNotes::default()
    }
}

/// How rows of one kind of file are read and joined.
trait Fold {
    type Row;

    const REFERENCE: &'static str;

    fn read(cells: &mut Cells<'_>) -> Result<Self::Row, RowFault>;

    /// Joins a later row of the same reference.
    fn join(first: &mut Self::Row, later: Self::Row, line: u64, warnings: &mut Vec<Warning>);

    fn group(row: Self::Row, lines: Vec<u64>, warnings: Vec<Warning>) -> Group;
}
