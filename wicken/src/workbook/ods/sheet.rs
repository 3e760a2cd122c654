//! The sheets of an OpenDocument workbook and their rows, as they come.

use crate::workbook::{
    markup::{Markup, Piece, attribute},
    refusal::Refusal,
    table::{COLUMNS_MOST, Cell, ROWS_MOST},
    values,
};
use quick_xml::events::BytesStart;
use std::io::BufRead;

/// Reads through all sheets. Repetitions are counted and not made, until something stands behind
/// them.
pub(super) struct Sheets<R> {
    markup: Markup<R>,
    is_in_sheet: bool,
    next_row: u32,
}

/// What comes next.
pub(super) enum Step {
    /// A sheet begins; its name.
    Sheet(String),
    /// A row that has something in it, and how many times.
    Row {
        first: u32,
        times: u32,
    },
    Over,
}

/// What a cell says of itself before its text.
struct Open {
    kind: Kind,
    value: Option<String>,
    times: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Empty,
    Text,
    Number,
    Date,
    Time,
    Flag,
    Error,
}

impl<R: BufRead> Sheets<R> {
    pub(super) fn new(markup: Markup<R>) -> Sheets<R> {
        Sheets { markup, is_in_sheet: false, next_row: 0 }
    }

    /// Fills `cells` where it comes to a row.
    pub(super) fn next(&mut self, cells: &mut Vec<Cell>) -> Result<Step, Refusal> {
        loop {
            let times = match self.markup.next()? {
                Piece::Begin(start) => match start.local_name().as_ref() {
                    "table" if !self.is_in_sheet => {
                        let name = attribute(&start, "table:name")?.unwrap_or_default();
                        (self.is_in_sheet, self.next_row) = (true, 0);
                        return Ok(Step::Sheet(name.into_owned()));
                    }
                    "table-row" if self.is_in_sheet => {
                        repeated(attribute(&start, "table:number-rows-repeated")?.as_deref())?
                    }
                    // Pictures and charts have tables of their own, as do changes that were kept.
                    "shapes" | "tracked-changes" | "dde-links" => {
                        self.skip()?;
                        continue;
                    }
                    _ => continue,
                },
                Piece::End(end) if end.local_name().as_ref() == "table" => {
                    self.is_in_sheet = false;
                    continue;
                }
                Piece::Over => return Ok(Step::Over),
                Piece::End(_) | Piece::Text(_) => continue,
            };
            let first = self.next_row;
            let times = u32::try_from(times).unwrap_or(u32::MAX);
            self.next_row = first.saturating_add(times);
            self.read_row(cells)?;
            if cells.iter().all(Cell::is_empty) {
                continue;
            }
            if ROWS_MOST < self.next_row {
                return Err(Refusal::Broken("it has more rows than a sheet can have"));
            }
            return Ok(Step::Row { first, times });
        }
    }

    /// To the end of the element that has just begun.
    fn skip(&mut self) -> Result<(), Refusal> {
        let mut depth = 1_usize;
        while 0 < depth {
            match self.markup.next()? {
                Piece::Begin(_) => depth += 1,
                Piece::End(_) => depth -= 1,
                Piece::Text(_) => {}
                Piece::Over => return Ok(()),
            }
        }
        Ok(())
    }

    fn read_row(&mut self, cells: &mut Vec<Cell>) -> Result<(), Refusal> {
        cells.clear();
        let mut gap = 0_usize;
        loop {
            let open = match self.markup.next()? {
                Piece::Begin(start) => match start.local_name().as_ref() {
                    "table-cell" | "covered-table-cell" => opened(&start)?,
                    _ => continue,
                },
                Piece::End(end) if end.local_name().as_ref() == "table-row" => return Ok(()),
                Piece::Over => return Ok(()),
                Piece::End(_) | Piece::Text(_) => continue,
            };
            let text = self.read_text()?;
            let cell = value(&open, text);
            if cell.is_empty() {
                gap = gap.saturating_add(open.times);
                continue;
            }
            let width = cells.len().saturating_add(gap).saturating_add(open.times);
            if COLUMNS_MOST < width {
                return Err(Refusal::Broken("it has more columns than a sheet can have"));
            }
            cells.resize(cells.len() + gap, Cell::Empty);
            cells.resize(width, cell);
            gap = 0;
        }
    }

    /// The paragraphs of a cell, up to its end; what somebody noted beside it is no part of it.
    fn read_text(&mut self) -> Result<String, Refusal> {
        let mut text = String::new();
        let mut paragraphs = 0_usize;
        loop {
            let is_beside = match self.markup.next()? {
                Piece::Begin(start) => match start.local_name().as_ref() {
                    "annotation" | "table" | "frame" | "custom-shape" => true,
                    "s" | "tab" | "line-break" => {
                        text.push(' ');
                        false
                    }
                    "p" => {
                        if 0 < paragraphs {
                            text.push(' ');
                        }
                        paragraphs += 1;
                        false
                    }
                    _ => false,
                },
                Piece::Text(piece) => {
                    // Between the elements of a cell there may be white space for its looks.
                    if 0 < paragraphs {
                        text.push_str(&piece);
                    }
                    false
                }
                Piece::End(end) => match end.local_name().as_ref() {
                    "table-cell" | "covered-table-cell" => return Ok(text),
                    _ => false,
                },
                Piece::Over => return Ok(text),
            };
            if is_beside {
                self.skip()?;
            }
        }
    }
}

fn opened(start: &BytesStart<'_>) -> Result<Open, Refusal> {
    let mut open = Open { kind: Kind::Empty, value: None, times: 1 };
    let mut is_error = false;
    for found in start.attributes().with_checks(false) {
        let found = found?;
        match found.key.as_ref() {
            "office:value-type" => {
                open.kind = match found.value.as_ref() {
                    "float" | "percentage" | "currency" => Kind::Number,
                    "date" => Kind::Date,
                    "time" => Kind::Time,
                    "boolean" => Kind::Flag,
                    _ => Kind::Text,
                }
            }
            "calcext:value-type" => is_error = found.value == "error",
            "table:number-columns-repeated" => open.times = repeated(Some(&found.value))?,
            _ => {}
        }
    }
    let name = match open.kind {
        Kind::Number => "office:value",
        Kind::Date => "office:date-value",
        Kind::Time => "office:time-value",
        Kind::Flag => "office:boolean-value",
        Kind::Text | Kind::Empty | Kind::Error => "office:string-value",
    };
    open.value = attribute(start, name)?.map(std::borrow::Cow::into_owned);
    if is_error {
        open.kind = Kind::Error;
    }
    Ok(open)
}

fn repeated(text: Option<&str>) -> Result<usize, Refusal> {
    let Some(text) = text else { return Ok(1) };
    let number = text.parse::<usize>().ok().filter(|times| 0 < *times);
    number.ok_or(Refusal::Broken("something is repeated a number of times that is no number"))
}

fn value(open: &Open, text: String) -> Cell {
    let value = || open.value.clone().unwrap_or_default();
    match open.kind {
        Kind::Empty if text.is_empty() => Cell::Empty,
        Kind::Text | Kind::Empty => match &open.value {
            Some(value) if text.is_empty() => Cell::Text(value.clone()),
            _ => Cell::Text(text),
        },
        Kind::Number => number(&value(), &text),
        Kind::Date => values::iso(&value()),
        Kind::Time => values::iso_time(&value()),
        Kind::Flag => match value().as_str() {
            "true" => Cell::Text("yes".to_owned()),
            "false" => Cell::Text("no".to_owned()),
            _ => Cell::Error,
        },
        Kind::Error => Cell::Error,
    }
}

/// The number, with the zeros before it that its format shows.
fn number(value: &str, text: &str) -> Cell {
    let Some(number) = values::number(value) else { return Cell::Error };
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_it = digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.trim_start_matches('0') == number.trim_start_matches('0');
    Cell::Number(if is_it && number.len() < digits.len() { digits } else { number })
}
