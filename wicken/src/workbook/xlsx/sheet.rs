//! The rows of one sheet, as they come.

use super::{Shared, formats::Format};
use crate::workbook::{
    markup::{Markup, Piece, attribute},
    refusal::Refusal,
    table::{COLUMNS_MOST, Cell, ROWS_MOST},
    values,
};
use quick_xml::events::BytesStart;
use std::io::BufRead;

/// Reads row by row. What the sheet says of its own size is never believed.
pub(super) struct Rows<'s, R> {
    markup: Markup<R>,
    shared: &'s Shared,
    /// The row that comes next where it does not say so itself, from 0.
    next_row: u32,
    raw: String,
}

/// What a cell says of itself before its value.
struct Open {
    column: usize,
    style: Option<usize>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    /// The result of a formula, or a text that stands in the cell itself.
    Text,
    Flag,
    Date,
    Error,
}

impl<'s, R: BufRead> Rows<'s, R> {
    pub(super) fn new(part: R, shared: &'s Shared) -> Result<Rows<'s, R>, Refusal> {
        let mut markup = Markup::new(part);
        loop {
            match markup.next()? {
                Piece::Begin(start) if start.local_name().as_ref() == "sheetData" => break,
                Piece::Over => return Err(Refusal::Broken("a sheet has no rows")),
                Piece::Begin(_) | Piece::End(_) | Piece::Text(_) => {}
            }
        }
        Ok(Rows { markup, shared, next_row: 0, raw: String::new() })
    }

    /// The first row that has something in it.
    pub(super) fn first(mut self) -> Result<Vec<Cell>, Refusal> {
        let mut cells = Vec::new();
        while self.next(&mut cells)?.is_some() {
            if cells.iter().any(|cell| !cell.is_empty()) {
                return Ok(cells);
            }
        }
        Ok(Vec::new())
    }

    /// Fills `cells` with the next row and says its number, from 0; nothing when there is none.
    pub(super) fn next(&mut self, cells: &mut Vec<Cell>) -> Result<Option<u32>, Refusal> {
        cells.clear();
        loop {
            match self.markup.next()? {
                Piece::Begin(start) if start.local_name().as_ref() == "row" => {
                    let row = match attribute(&start, "r")? {
                        Some(number) => row_of(&number)?,
                        None => self.next_row,
                    };
                    self.next_row = row.saturating_add(1);
                    self.read_row(cells)?;
                    return Ok(Some(row));
                }
                Piece::End(end) if end.local_name().as_ref() == "sheetData" => return Ok(None),
                Piece::Over => return Ok(None),
                Piece::Begin(_) | Piece::End(_) | Piece::Text(_) => {}
            }
        }
    }

    fn read_row(&mut self, cells: &mut Vec<Cell>) -> Result<(), Refusal> {
        loop {
            let open = match self.markup.next()? {
                Piece::Begin(start) if start.local_name().as_ref() == "c" => {
                    opened(&start, cells.len())?
                }
                Piece::End(end) if end.local_name().as_ref() == "row" => return Ok(()),
                Piece::Begin(_) | Piece::End(_) | Piece::Text(_) => continue,
                Piece::Over => return Ok(()),
            };
            self.read_raw()?;
            let cell = self.value(&open)?;
            if cells.len() <= open.column {
                cells.resize(open.column + 1, Cell::Empty);
            }
            cells[open.column] = cell;
        }
    }

    /// The text of `v`, or of each `t` of an `is`, up to the end of the cell.
    fn read_raw(&mut self) -> Result<(), Refusal> {
        self.raw.clear();
        let (mut is_text, mut is_spoken) = (false, false);
        loop {
            match self.markup.next()? {
                Piece::Begin(start) => match start.local_name().as_ref() {
                    "v" | "t" => is_text = !is_spoken,
                    "rPh" => is_spoken = true,
                    _ => {}
                },
                Piece::Text(text) if is_text => self.raw.push_str(&text),
                Piece::End(end) => match end.local_name().as_ref() {
                    "v" | "t" => is_text = false,
                    "rPh" => is_spoken = false,
                    "c" => return Ok(()),
                    _ => {}
                },
                Piece::Over => return Ok(()),
                Piece::Text(_) => {}
            }
        }
    }

    fn value(&self, open: &Open) -> Result<Cell, Refusal> {
        if self.raw.is_empty() && open.kind != Kind::Error {
            return Ok(Cell::Empty);
        }
        Ok(match open.kind {
            Kind::Number => self.number(open.style),
            Kind::Shared => {
                let text = self.raw.trim().parse().ok().and_then(|at| self.shared.strings.get(at));
                let text =
                    text.ok_or(Refusal::Broken("a cell refers to a text that is missing"))?;
                Cell::Text(unescaped(text))
            }
            Kind::Text => Cell::Text(unescaped(&self.raw)),
            Kind::Flag => match self.raw.trim() {
                "1" | "true" => Cell::Text("yes".to_owned()),
                "0" | "false" => Cell::Text("no".to_owned()),
                _ => Cell::Error,
            },
            Kind::Date => values::iso(&self.raw),
            Kind::Error => Cell::Error,
        })
    }

    fn number(&self, style: Option<usize>) -> Cell {
        match self.shared.formats.of(style) {
            Format::Moment(shown) => values::moment(&self.raw, shown, self.shared.is_1904),
            Format::Plain => values::number(&self.raw).map_or(Cell::Error, Cell::Number),
            Format::Digits(width) => {
                let padded = |text: String| Cell::Number(values::padded(&text, width));
                values::number(&self.raw).map_or(Cell::Error, padded)
            }
        }
    }
}

fn opened(start: &BytesStart<'_>, next: usize) -> Result<Open, Refusal> {
    let mut open = Open { column: next, style: None, kind: Kind::Number };
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute?;
        match attribute.key.as_ref() {
            "r" => open.column = column_of(&attribute.value)?,
            "s" => open.style = attribute.value.parse().ok(),
            "t" => {
                open.kind = match attribute.value.as_ref() {
                    "s" => Kind::Shared,
                    "str" | "inlineStr" => Kind::Text,
                    "b" => Kind::Flag,
                    "d" => Kind::Date,
                    "e" => Kind::Error,
                    _ => Kind::Number,
                }
            }
            _ => {}
        }
    }
    if COLUMNS_MOST <= open.column {
        return Err(Refusal::Broken("it has more columns than a sheet can have"));
    }
    Ok(open)
}

/// From 0.
fn row_of(number: &str) -> Result<u32, Refusal> {
    let row = number.parse::<u32>().ok().filter(|row| (1..=ROWS_MOST).contains(row));
    row.map(|row| row - 1).ok_or(Refusal::Broken("a row has a number that no row has"))
}

/// The column of a cell such as `XFD1048576`, from 0.
fn column_of(reference: &str) -> Result<usize, Refusal> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let column = letters.take(4).fold(0_usize, |column, letter| {
        column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    column.checked_sub(1).ok_or(Refusal::Broken("a cell has a name that no cell has"))
}

/// Characters that XML cannot hold are written as `_x000D_`: ECMA-376, part 1, 22.9.2.19.
fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let code = rest.get(2..6).filter(|_| rest.get(6..7) == Some("_"));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(character) => {
                out.push(character);
                rest = &rest[7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[2..];
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_found_by_its_letters() {
        for (reference, column) in [("A1", 0), ("z9", 25), ("AA1", 26), ("XFD1048576", 16_383)] {
            assert_eq!(column_of(reference), Ok(column), "{reference}");
        }
        assert_eq!(column_of("XFE1"), Ok(16_384));
        assert_eq!(column_of("ZZZZZZZZZZZZZZ1"), Ok(475_253));
        assert!(column_of("1").is_err() && column_of("").is_err());
    }

    #[test]
    fn a_row_has_one_of_the_numbers_that_rows_have() {
        assert_eq!((row_of("1"), row_of("1048576")), (Ok(0), Ok(1_048_575)));
        for number in ["0", "1048577", "-1", "4294967296", "", "one"] {
            assert!(row_of(number).is_err(), "{number}");
        }
    }

    #[test]
    fn characters_that_xml_cannot_hold_are_unescaped() {
        assert_eq!(unescaped("a_x000D_\nb"), "a\r\nb");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescaped("my_xbox_"), "my_xbox_");
        assert_eq!(unescaped("_xD800_é_x"), "_xD800_é_x");
    }
}
