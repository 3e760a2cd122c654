//! The rows of one reference, gathered until all have come: they are taken in together or not.

use super::{
    Fold,
    cells::RowFault,
    outcome::{Group, Refusal, Warning},
    text::cut,
};

/// The most rows of one reference.
pub(super) const ROWS_MOST: usize = 1000;
/// The most bytes of the rows of one reference.
pub(super) const BYTES_MOST: usize = 16 * 1024 * 1024;
/// The most characters of a reference in a refusal.
const REFERENCE_MOST: usize = 64;

/// A row that was read, or why it is refused, with what was odd about it.
pub(super) struct ReadRow<F: Fold> {
    pub line: u64,
    pub bytes: usize,
    /// Whether the reference is certainly one, and not a cell that has slipped into its column.
    pub is_reference_sure: bool,
    pub row: Result<F::Row, RowFault>,
    pub warnings: Vec<Warning>,
}

/// The rows so far.
pub(super) struct Gathering<F: Fold> {
    pub reference: String,
    rows: Vec<ReadRow<F>>,
    bytes: usize,
    /// More has come than is taken: rows are refused as they come.
    is_overfull: bool,
}

impl<F: Fold> Gathering<F> {
    /// Without a reference for a row that names none.
    pub(super) fn new(reference: &str) -> Self {
        let reference = reference.to_owned();
        Self { reference, rows: Vec::new(), bytes: 0, is_overfull: false }
    }

    /// Takes one more row; gives a refusal of rows where there are more than are taken.
    pub(super) fn add(&mut self, row: ReadRow<F>) -> Option<Group> {
        self.bytes = self.bytes.saturating_add(row.bytes);
        self.rows.push(row);
        if self.rows.len() <= ROWS_MOST && self.bytes <= BYTES_MOST {
            return None;
        }
        self.is_overfull = true;
        self.bytes = 0;
        Some(self.refuse_all())
    }

    /// All rows have come; `None` where none is left to tell of.
    pub(super) fn finish(mut self) -> Option<Group> {
        if self.rows.is_empty() {
            return None;
        }
        if self.is_overfull || self.rows.iter().any(|row| row.row.is_err()) {
            return Some(self.refuse_all());
        }
        let lines: Vec<u64> = self.rows.iter().map(|row| row.line).collect();
        let mut warnings = Vec::new();
        let mut whole: Option<F::Row> = None;
        for read in self.rows {
            warnings.extend(read.warnings);
            match (&mut whole, read.row) {
                (Some(first), Ok(row)) => F::join(first, row, read.line, &mut warnings),
                (None, Ok(row)) => whole = Some(row),
                (_, Err(_)) => {}
            }
        }
        whole.map(|row| F::group(row, lines, warnings))
    }

    fn refuse_all(&mut self) -> Group {
        let guilty = self.rows.iter().find(|row| row.row.is_err()).map(|row| row.line);
        let reference = cut(&self.reference, REFERENCE_MOST);
        let refusals: Vec<Refusal> = std::mem::take(&mut self.rows)
            .into_iter()
            .map(|read| {
                let fault = match read.row {
                    Err(fault) => fault,
                    Ok(_) if self.is_overfull => RowFault::new(
                        F::REFERENCE,
                        "more than 1,000 rows, or 16 MiB, have this reference: give each record \
                         its own",
                    ),
                    Ok(_) => RowFault {
                        column: F::REFERENCE.to_owned(),
                        reason: format!(
                            "line {} has the same reference and is refused: mend that one",
                            guilty.unwrap_or(read.line)
                        ),
                    },
                };
                let reference =
                    if read.is_reference_sure { reference.clone() } else { String::new() };
                let (column, reason) = (fault.column, fault.reason);
                Refusal { line: read.line, column, reason, reference }
            })
            .collect();
        Group::Refused { rows: refusals.len() as u64, refusals }
    }
}
