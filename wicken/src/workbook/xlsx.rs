//! A workbook of Excel's since 2007: ECMA-376, Office Open XML.

mod book;
mod formats;
mod sheet;
mod strings;

use self::{book::Book, formats::Formats, sheet::Rows, strings::Strings};
use super::{
    markup::Markup,
    parts::Parts,
    refusal::{Refusal, shown},
    table::{Cell, Table, is_header},
};
use std::io::Write;

/// Everything that cells refer to.
struct Shared {
    strings: Strings,
    formats: Formats,
    is_1904: bool,
}

/// Writes the rows of the one sheet that has `column` in its header. Macros, formulas and what the
/// workbook refers to outside itself are never looked at.
pub(super) fn read<W: Write>(
    parts: Parts<'_>,
    column: &'static str,
    table: &mut Table<W>,
) -> Result<(), Refusal> {
    let book = Book::read(&parts)?;
    let strings = book.strings.as_deref().filter(|path| parts.has(path));
    let formats = book.formats.as_deref().filter(|path| parts.has(path));
    let shared = Shared {
        strings: strings.map_or(Ok(Strings::default()), |path| {
            parts.read(path, |part| Strings::read(Markup::new(part)))
        })?,
        formats: formats.map_or(Ok(Formats::default()), |path| {
            parts.read(path, |part| Formats::read(Markup::new(part)))
        })?,
        is_1904: book.is_1904,
    };
    let mut fitting = Vec::new();
    if 1 < book.sheets.len() {
        for sheet in &book.sheets {
            let first = parts.peek(&sheet.path, |part| Rows::new(part, &shared)?.first())?;
            if is_header(&first, column) {
                fitting.push(sheet);
            }
        }
    } else {
        fitting.extend(&book.sheets);
    }
    let names = |sheets: &mut dyn Iterator<Item = &book::Sheet>| {
        sheets.map(book::Sheet::shown).collect::<Vec<_>>()
    };
    let sheet = match fitting.as_slice() {
        [] if book.sheets.is_empty() => return Err(Refusal::NoSheet),
        [] => {
            let names = names(&mut book.sheets.iter());
            return Err(Refusal::NoneFits { column, names });
        }
        [one] => *one,
        several => return Err(Refusal::SeveralFit(names(&mut several.iter().copied()))),
    };
    if 1 < book.sheets.len() || sheet.is_hidden {
        table.notes.tell(format!("Of the workbook, the sheet {} was read.", sheet.shown()));
    }
    if book.has_macros || parts.has_below("xl/externalLinks/") {
        let words = "Macros of the workbook, and what it takes from other files, were not run.";
        table.notes.tell(words.to_owned());
    }
    parts.read(&sheet.path, |part| {
        let mut rows = Rows::new(part, &shared)?;
        let mut cells: Vec<Cell> = Vec::new();
        let mut is_any = false;
        while let Some(row) = rows.next(&mut cells)? {
            table.put(row, &cells)?;
            is_any = is_any || !cells.is_empty();
        }
        if is_any { Ok(()) } else { Err(Refusal::NoSheet) }
    })
}

impl book::Sheet {
    /// As people call it.
    fn shown(&self) -> String {
        let name = shown(&self.name);
        if self.is_hidden { format!("{name} (hidden)") } else { name }
    }
}
