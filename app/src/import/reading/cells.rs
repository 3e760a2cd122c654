//! The cells of one row: read by their columns, with what could not be read kept beside.

use std::{borrow::Cow, collections::BTreeMap};

use domain::person::Unanswered;
use jiff::tz::TimeZone;

use super::{
    Known,
    header::Columns,
    outcome::{Encoding, Warning, WarningKind},
    record::Record,
    text::{clean, decode},
    values::{Dated, parse_dated, parse_flag},
};

/// The longest reference, name of a MARAC and the like, in characters.
const NAMED_MOST: usize = 120;
/// The longest name, word of a list or answer, in characters.
pub(super) const WORD_MOST: usize = 200;
/// The longest text of any other kind, in characters.
pub(super) const TEXT_MOST: usize = 4000;

/// The most values of one cell.
const VALUES_MOST: usize = 100;

/// What all rows of a file have in common.
pub(super) struct Sheet<'a> {
    pub columns: &'a Columns,
    pub encoding: Encoding,
    pub known: &'a Known<'a>,
    pub london: &'a TimeZone,
}

/// Why a row is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RowFault {
    pub column: String,
    pub reason: String,
}

impl RowFault {
    pub(super) fn new(column: &str, reason: &str) -> Self {
        Self { column: column.to_owned(), reason: reason.to_owned() }
    }
}

/// One row while it is read.
pub(super) struct Cells<'a> {
    pub sheet: &'a Sheet<'a>,
    record: &'a Record,
    prefix: &'static str,
    odd: BTreeMap<String, String>,
    pub warnings: Vec<Warning>,
    pub used_ddmmyyyy: bool,
}

impl<'a> Cells<'a> {
    pub(super) fn new(sheet: &'a Sheet<'a>, record: &'a Record) -> Self {
        Self {
            sheet,
            record,
            prefix: "",
            odd: BTreeMap::new(),
            warnings: Vec::new(),
            used_ddmmyyyy: false,
        }
    }

    /// Reads the columns of one party; gives also its cells that could not be read.
    pub(super) fn with_prefix<T>(
        &mut self,
        prefix: &'static str,
        read: impl FnOnce(&mut Self) -> T,
    ) -> (T, BTreeMap<String, String>) {
        let outer = (self.prefix, std::mem::take(&mut self.odd));
        self.prefix = prefix;
        let value = read(self);
        let odd = std::mem::take(&mut self.odd);
        (self.prefix, self.odd) = outer;
        (value, odd)
    }

    pub(super) fn take_odd(&mut self) -> BTreeMap<String, String> {
        std::mem::take(&mut self.odd)
    }

    /// The cell's text, or `None` where it is empty.
    pub(super) fn cell(&mut self, column: &str) -> Option<String> {
        let (decoded, is_broken) = self.decoded(column)?;
        let (text, has_hidden) = clean(&decoded);
        if is_broken {
            self.warn(column, WarningKind::Encoding);
        }
        if has_hidden {
            self.warn(column, WarningKind::HiddenCharacter);
        }
        if text.is_empty() { None } else { Some(text) }
    }

    pub(super) fn is_filled(&self, column: &str) -> bool {
        self.decoded(column).is_some_and(|(decoded, _)| !clean(&decoded).0.is_empty())
    }

    fn decoded(&self, column: &str) -> Option<(Cow<'a, str>, bool)> {
        let index = match self.prefix {
            "" => self.sheet.columns.index(column),
            prefix => self.sheet.columns.index(&format!("{prefix}{column}")),
        };
        let bytes = self.record.cell(index?)?;
        if bytes.is_empty() { None } else { Some(decode(bytes, self.sheet.encoding)) }
    }

    pub(super) fn warn(&mut self, column: &str, what: WarningKind) {
        let column = format!("{}{column}", self.prefix);
        self.warnings.push(Warning { line: self.record.line, column, what });
    }

    /// Keeps a cell as it came.
    pub(super) fn keep_odd(&mut self, column: &str, what: WarningKind) {
        if let Some((decoded, _)) = self.decoded(column) {
            self.odd.insert(column.to_owned(), decoded.trim().to_owned());
        }
        self.warn(column, what);
    }

    pub(super) fn text(&mut self, column: &str, most: usize) -> Option<String> {
        let text = self.cell(column)?;
        if text.chars().count() <= most {
            return Some(text);
        }
        self.keep_odd(column, WarningKind::TooLong);
        None
    }

    /// Several values of one cell, each once, in its order.
    pub(super) fn list(&mut self, column: &str) -> Vec<String> {
        let text = self.text(column, TEXT_MOST).unwrap_or_default();
        let mut values: Vec<String> = Vec::new();
        for value in text.split(';').map(str::trim).filter(|value| !value.is_empty()) {
            if VALUES_MOST == values.len() {
                self.keep_odd(column, WarningKind::TooLong);
                return Vec::new();
            }
            if !values.iter().any(|earlier| earlier == value) {
                values.push(value.to_owned());
            }
        }
        values
    }

    /// The cell as `parse` reads it; what it does not read is kept as it came.
    pub(super) fn value<T>(
        &mut self,
        column: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        self.value_or(column, parse, WarningKind::Unreadable)
    }

    /// A word of a closed list.
    pub(super) fn word<T>(
        &mut self,
        column: &str,
        from_file: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        self.value_or(column, from_file, WarningKind::UnknownWord)
    }

    /// The cell as `parse` reads it; what it does not read is kept as it came, and told of so.
    pub(super) fn value_or<T>(
        &mut self,
        column: &str,
        parse: impl FnOnce(&str) -> Option<T>,
        what: WarningKind,
    ) -> Option<T> {
        let value = parse(&self.cell(column)?);
        if value.is_none() {
            self.keep_odd(column, what);
        }
        value
    }

    pub(super) fn flag(&mut self, column: &str) -> Option<bool> {
        self.word(column, parse_flag).flatten()
    }

    pub(super) fn dated(&mut self, column: &str) -> Option<Dated> {
        let london = self.sheet.london;
        let dated = self.value(column, |text| parse_dated(text, london))?;
        self.used_ddmmyyyy |= dated.is_ddmmyyyy;
        Some(dated)
    }

    pub(super) fn date(&mut self, column: &str) -> Option<jiff::civil::Date> {
        self.dated(column).map(|dated| dated.date)
    }

    /// A required text that others refer to, such as a reference.
    pub(super) fn required(&mut self, column: &str) -> Result<String, RowFault> {
        let is_broken = self.decoded(column).is_some_and(|(_, is_broken)| is_broken);
        if is_broken {
            let mend = "the cell holds bytes that are not in the file's encoding: save the file \
                        as CSV UTF-8";
            return Err(RowFault::new(column, mend));
        }
        let Some(text) = self.cell(column) else {
            return Err(self.missing(column));
        };
        if NAMED_MOST < text.chars().count() {
            return Err(RowFault::new(column, "the cell has more than 120 characters: shorten it"));
        }
        Ok(text)
    }

    pub(super) fn missing(&self, column: &str) -> RowFault {
        match self.sheet.columns.index(column) {
            Some(_) => RowFault::new(column, "the cell is empty and is required: fill it in"),
            None => RowFault::new(
                column,
                "the file has no such column and it is required: add it to the header and the rows",
            ),
        }
    }

    /// A required date. Nothing is kept of a cell that is refused.
    pub(super) fn required_dated(&mut self, column: &str) -> Result<Dated, RowFault> {
        if !self.is_filled(column) {
            return Err(self.missing(column));
        }
        self.dated(column).ok_or_else(|| {
            RowFault::new(column, "the cell is no date: write it as YYYY-MM-DD, like 2008-04-01")
        })
    }

    /// The code of the area that the cell names, by its name or its code.
    pub(super) fn area(&mut self, column: &str) -> Result<Option<String>, RowFault> {
        let is_answer = |text: &String| Unanswered::from_file(text).is_none();
        let Some(text) = self.cell(column).filter(is_answer) else {
            return Ok(None);
        };
        match self.sheet.known.area(&text) {
            Some(code) => Ok(Some(code.to_owned())),
            None => Err(RowFault::new(
                column,
                "the area is not known: mend its name, or add it with `wicken area add`",
            )),
        }
    }
}
