//! What the rows of one reference say together: the first that says something holds.

use std::collections::BTreeMap;

use super::outcome::{Warning, WarningKind};

/// Settles one later row with what the rows before it said.
pub(super) struct Settling<'a> {
    pub line: u64,
    pub warnings: &'a mut Vec<Warning>,
}

impl Settling<'_> {
    /// For a cell that may be empty. An empty one contradicts nothing: a later row may fill what
    /// the first left open.
    pub(super) fn open<T: PartialEq>(
        &mut self,
        column: &str,
        first: &mut Option<T>,
        later: Option<T>,
    ) {
        self.open_named(|| column.to_owned(), first, later);
    }

    pub(super) fn open_named<T: PartialEq>(
        &mut self,
        column: impl FnOnce() -> String,
        first: &mut Option<T>,
        later: Option<T>,
    ) {
        match (first.as_ref(), later) {
            (_, None) => {}
            (None, later) => *first = later,
            (Some(earlier), Some(later)) if *earlier == later => {}
            (Some(_), Some(_)) => {
                let (column, what) = (column(), WarningKind::Contradiction);
                self.warnings.push(Warning { line: self.line, column, what });
            }
        }
    }

    pub(super) fn list<T: PartialEq>(&mut self, column: &str, first: &mut Vec<T>, later: Vec<T>) {
        if !join_list(first, later) {
            let (column, what) = (column.to_owned(), WarningKind::TooLong);
            self.warnings.push(Warning { line: self.line, column, what });
        }
    }

    /// For a cell that every row has filled.
    pub(super) fn fixed<T: PartialEq>(&mut self, column: &str, first: &T, later: &T) {
        if first != later {
            let (column, what) = (column.to_owned(), WarningKind::Contradiction);
            self.warnings.push(Warning { line: self.line, column, what });
        }
    }
}

/// The most values that the rows of one reference have together in one column.
const VALUES_MOST: usize = 1000;

/// Lists do not contradict each other: they are taken together, each value once. Gives `false`
/// where they have too many for that.
pub(super) fn join_list<T: PartialEq>(first: &mut Vec<T>, later: Vec<T>) -> bool {
    for value in later {
        if !first.contains(&value) {
            if VALUES_MOST <= first.len() {
                return false;
            }
            first.push(value);
        }
    }
    true
}

pub(super) fn settle_odd(first: &mut BTreeMap<String, String>, later: BTreeMap<String, String>) {
    for (column, raw) in later {
        first.entry(column).or_insert(raw);
    }
}
