//! Rows of a sheet become lines of CSV, and what could not be read as it stands is counted.

use super::refusal::{Refusal, shown};
use std::{
    collections::BTreeMap,
    io::{self, Write},
};

/// Both kinds of workbook end there.
pub(super) const ROWS_MOST: u32 = 1_048_576;
pub(super) const COLUMNS_MOST: usize = 16_384;

/// Bytes of CSV; the server holds them while it reads them.
pub(super) const CSV_MOST: u64 = 64 * 1024 * 1024;

/// A cell, as far as its workbook says what it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Cell {
    #[default]
    Empty,
    Text(String),
    /// A number that is no date, as it is shown in full.
    Number(String),
    /// A date that is in no calendar, as the number that stands for it.
    OddDate(String),
    /// A formula that came to nothing, such as #N/A.
    Error,
}

impl Cell {
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.trim().is_empty(),
            Cell::Number(_) | Cell::OddDate(_) | Cell::Error => false,
        }
    }
}

/// Whether this is a row of column names that has `column` among them.
pub(super) fn is_header(cells: &[Cell], column: &str) -> bool {
    let is_it = |cell: &Cell| match cell {
        Cell::Text(text) => text.trim().eq_ignore_ascii_case(column),
        Cell::Empty | Cell::Number(_) | Cell::OddDate(_) | Cell::Error => false,
    };
    cells.iter().any(is_it)
}

/// What the sender should hear.
#[derive(Debug, Default)]
pub(super) struct Notes {
    told: Vec<String>,
    errors: Count,
    odd_dates: Count,
    short: BTreeMap<String, u64>,
}

#[derive(Debug, Default)]
struct Count {
    times: u64,
    first: String,
}

impl Count {
    fn add(&mut self, row: u32, column: usize) {
        self.times += 1;
        if self.first.is_empty() {
            self.first = format!("{}{}", letters(column), row + 1);
        }
    }
}

impl Notes {
    pub(super) fn tell(&mut self, sentence: String) {
        self.told.push(sentence);
    }

    pub(super) fn sentences(&self) -> Vec<String> {
        let mut told = self.told.clone();
        let mut add = |count: &Count, words: &str| {
            if 0 < count.times {
                told.push(format!("{} cells {words}; the first is {}.", count.times, count.first));
            }
        };
        add(&self.errors, "hold an error such as #N/A, or no value, and were read as empty");
        add(&self.odd_dates, "hold a date that is in no calendar and were read as numbers");
        told.extend(self.short.iter().map(|(column, times)| {
            format!(
                "{column}: {times} cells are numbers that may have lost a leading zero. Make the \
                 column text in the workbook."
            )
        }));
        told
    }
}

/// CSV as it is written, one line a row of the sheet, so that line and row have one number.
pub(super) struct Table<W> {
    out: W,
    written: u64,
    next_row: u32,
    header: Vec<String>,
    line: String,
    pub(super) notes: Notes,
}

impl<W: Write> Table<W> {
    pub(super) fn new(out: W) -> Table<W> {
        let (header, line) = (Vec::new(), String::new());
        Table { out, written: 0, next_row: 0, header, line, notes: Notes::default() }
    }

    /// Adds the row of that number, from 0. Rows without cells need not be told of.
    pub(super) fn put(&mut self, row: u32, cells: &[Cell]) -> Result<(), Refusal> {
        let last = cells.iter().rposition(|cell| !cell.is_empty());
        let Some(last) = last else { return Ok(()) };
        if row < self.next_row {
            return Err(Refusal::Broken("its rows are out of order"));
        }
        if ROWS_MOST <= row {
            return Err(Refusal::Broken("it has more rows than a sheet can have"));
        }
        for _ in self.next_row..row {
            self.write("\n")?;
        }
        self.next_row = row + 1;
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        for (column, cell) in cells[..=last].iter().enumerate() {
            if 0 < column {
                line.push(',');
            }
            self.push(&mut line, row, column, cell);
        }
        // A row is as wide as its header, whatever the workbook left out at its end.
        line.extend(std::iter::repeat_n(',', self.header.len().saturating_sub(last + 1)));
        line.push('\n');
        if self.header.is_empty() {
            self.header = cells[..=last].iter().map(name).collect();
        }
        let wrote = self.write(&line);
        self.line = line;
        wrote
    }

    fn push(&mut self, line: &mut String, row: u32, column: usize, cell: &Cell) {
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => push_quoted(line, text),
            Cell::Number(text) => {
                self.look_at_zeros(column, text);
                line.push_str(text);
            }
            Cell::OddDate(text) => {
                self.notes.odd_dates.add(row, column);
                line.push_str(text);
            }
            Cell::Error => self.notes.errors.add(row, column),
        }
    }

    /// An NHS number has ten digits. A telephone number of this country begins with 0, which no
    /// number does.
    fn look_at_zeros(&mut self, column: usize, text: &str) {
        let Some(name) = self.header.get(column) else { return };
        let is_short = match name.rsplit('_').next() {
            Some("number") => name.ends_with("nhs_number") && text.len() < 10,
            Some("phone") => !text.starts_with('0'),
            _ => false,
        };
        if is_short {
            *self.notes.short.entry(shown(name)).or_default() += 1;
        }
    }

    fn write(&mut self, line: &str) -> Result<(), Refusal> {
        self.written += line.len() as u64;
        if CSV_MOST < self.written {
            return Err(Refusal::TooLarge("its rows are over 64 MiB"));
        }
        // Whoever asked is gone: nobody is there to be told anything.
        self.out.write_all(line.as_bytes()).map_err(gone)
    }

    /// What there is to say, once all rows are written.
    pub(super) fn end(mut self) -> Result<Notes, Refusal> {
        self.out.flush().map_err(gone)?;
        Ok(self.notes)
    }
}

fn gone(_: io::Error) -> Refusal {
    Refusal::Cage("nobody takes the rows")
}

fn name(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.trim().to_lowercase(),
        Cell::Empty | Cell::Number(_) | Cell::OddDate(_) | Cell::Error => String::new(),
    }
}

/// White space is one space in our reader, so a line break within a cell is one here: else lines
/// and rows would have different numbers.
fn push_quoted(line: &mut String, text: &str) {
    let is_plain = |c: char| !matches!(c, ',' | '"' | '\n' | '\r');
    if text.chars().all(is_plain) {
        line.push_str(text);
        return;
    }
    line.push('"');
    for c in text.chars() {
        match c {
            '\n' | '\r' => line.push(' '),
            '"' => line.push_str("\"\""),
            c => line.push(c),
        }
    }
    line.push('"');
}

/// A column as workbooks name it.
fn letters(column: usize) -> String {
    let mut name = String::new();
    let mut rest = column + 1;
    while 0 < rest {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        name.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(rows: &[(u32, Vec<Cell>)]) -> (String, Vec<String>) {
        let mut out = Vec::new();
        let mut table = Table::new(&mut out);
        for (row, cells) in rows {
            table.put(*row, cells).unwrap();
        }
        let notes = table.end().unwrap().sentences();
        (String::from_utf8(out).unwrap(), notes)
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn a_row_has_the_number_of_its_line_and_the_width_of_the_header() {
        let header = vec![text("a"), text("b"), text("c")];
        let row = vec![text("1, Mill \"Lane\"\nElyton")];
        let wide = vec![text("1"), text(""), text("3"), Cell::Number("4".into()), Cell::Empty];
        let (csv, notes) = written(&[(0, header), (1, vec![Cell::Empty]), (3, row), (4, wide)]);
        assert_eq!(csv, "a,b,c\n\n\n\"1, Mill \"\"Lane\"\" Elyton\",,\n1,,3,4\n");
        assert_eq!(notes, Vec::<String>::new());
    }

    #[test]
    fn what_could_not_be_read_as_it_stands_is_counted_and_its_first_cell_named() {
        let header = vec![text("Victim_NHS_Number"), text("suspect_phone"), text("x")];
        let number = |text: &str| Cell::Number(text.into());
        let odd = Cell::OddDate("60".into());
        let short = vec![number("943476591"), number("1632960001"), odd];
        let whole = vec![number("9434765919"), number("01632960001"), Cell::Error];
        let (csv, notes) = written(&[(0, header), (1, short), (2, whole)]);
        assert!(csv.ends_with("\n943476591,1632960001,60\n9434765919,01632960001,\n"), "{csv}");
        assert_eq!(notes.len(), 4, "{notes:?}");
        assert!(notes[0].contains("1 cells hold an error") && notes[0].ends_with("C3."));
        assert!(notes[1].ends_with("C2."), "{notes:?}");
        assert!(notes[2].starts_with("suspect_phone: 1 cells"), "{notes:?}");
        assert!(notes[3].starts_with("victim_nhs_number: 1 cells"), "{notes:?}");
    }

    #[test]
    fn columns_are_named_as_workbooks_name_them() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16_383, "XFD")] {
            assert_eq!(letters(column), name);
        }
    }

    #[test]
    fn rows_come_in_order_and_end_where_a_sheet_ends() {
        let mut table = Table::new(io::sink());
        table.put(5, &[text("a")]).unwrap();
        assert!(table.put(5, &[text("b")]).is_err());
        table.put(ROWS_MOST - 1, &[text("c")]).unwrap();
        assert!(table.put(ROWS_MOST, &[text("d")]).is_err());
    }
}
