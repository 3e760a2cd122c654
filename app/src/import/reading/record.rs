//! One record of a file, cut into cells, and what can be broken about it.

use std::fmt;

/// The most bytes of one cell.
pub(super) const CELL_MOST: usize = 64 * 1024;
/// The most bytes of one record.
pub(super) const RECORD_MOST: u64 = 1024 * 1024;
/// The most cells of one record.
pub(super) const CELLS_MOST: usize = 1000;

/// One record: what lies between two line ends outside of quotation marks.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// On which line of the file it begins.
    pub line: u64,
    /// Where it begins, in bytes.
    pub offset: u64,
    /// Where a cell ends in `bytes`.
    pub(super) ends: Vec<usize>,
    pub(super) bytes: Vec<u8>,
    pub fault: Option<Fault>,
}

/// Why a record is structurally broken. Columns are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    QuoteWithoutEnd { column: usize },
    TextAfterQuote { column: usize },
    CellTooLong { column: usize },
    RecordTooLong,
    TooManyCells,
    CellCount { found: usize, expected: usize },
    Nul { column: usize },
}

impl Fault {
    /// The column it is about, from 1.
    pub(super) fn column(self) -> Option<usize> {
        match self {
            Self::QuoteWithoutEnd { column }
            | Self::TextAfterQuote { column }
            | Self::CellTooLong { column }
            | Self::Nul { column } => Some(column),
            Self::RecordTooLong | Self::TooManyCells | Self::CellCount { .. } => None,
        }
    }
}

/// What is wrong, and the mend.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::QuoteWithoutEnd { .. } => f.write_str(
                "the quotation mark that opens the cell has no end: close it, and double each \
                 quotation mark inside the cell",
            ),
            Self::TextAfterQuote { .. } => f.write_str(
                "text follows the quotation mark that closes the cell: double each quotation \
                 mark inside the cell",
            ),
            Self::CellTooLong { .. } => {
                f.write_str("the cell has more than 65,536 bytes: shorten it")
            }
            Self::RecordTooLong => f.write_str(
                "the row has more than 1,048,576 bytes: shorten it, or end the line where the \
                 row ends",
            ),
            Self::TooManyCells => {
                f.write_str("the row has more than 1,000 cells: end the line where the row ends")
            }
            Self::CellCount { found, expected } => {
                let cells = if *found == 1 { "cell" } else { "cells" };
                write!(
                    f,
                    "the row has {found} {cells} and the header {expected}: put a cell that holds \
                     a comma in quotation marks, and leave no cell out",
                )
            }
            Self::Nul { .. } => f.write_str(
                "the cell holds a NUL byte, which is no letter: remove it, or export the row again",
            ),
        }
    }
}

impl Record {
    pub(super) fn begin(&mut self, line: u64, offset: u64) {
        (self.line, self.offset, self.fault) = (line, offset, None);
        self.ends.clear();
        self.bytes.clear();
    }

    /// The cells that were read; of a broken record those before the fault.
    pub(super) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len()).filter_map(|index| self.cell(index))
    }

    pub(super) fn cell(&self, index: usize) -> Option<&[u8]> {
        let end = *self.ends.get(index)?;
        let start = if index == 0 { 0 } else { *self.ends.get(index - 1)? };
        self.bytes.get(start..end)
    }

    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// How much memory it takes, in bytes.
    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * size_of::<usize>()
    }

    /// Whether there is nothing in any cell.
    pub(super) fn is_blank(&self) -> bool {
        let may_be = match self.fault {
            None | Some(Fault::CellCount { .. }) => true,
            Some(_) => false,
        };
        may_be && self.bytes.iter().all(u8::is_ascii_whitespace)
    }

    pub(super) fn cell_size(&self) -> usize {
        self.bytes.len() - self.ends.last().copied().unwrap_or(0)
    }

    pub(super) fn column(&self) -> usize {
        self.ends.len() + 1
    }

    /// Notes the first NUL byte. PostgreSQL keeps none in a text, and nobody can tell what else a
    /// row with one has lost.
    pub(super) fn note_nul(&mut self) {
        if self.bytes.contains(&0) {
            let before = self.bytes.iter().take_while(|byte| **byte != 0).count();
            let column = 1 + self.ends.partition_point(|end| *end <= before);
            self.note(Fault::Nul { column });
        }
    }

    pub(super) fn note(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }
}
