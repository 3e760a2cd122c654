//! What came of a file, as every page of imports says it.

use crate::{
    charts::count_words,
    components::{Cell, SummaryList, Table, Tag},
    words,
};
use app::import::{
    ImportState, ImportSummary,
    reading::{FileKind, Refusal, WarningKind},
};

pub(super) fn kind_words(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Incidents => "Incidents",
        FileKind::Referrals => "MARAC referrals",
    }
}

pub(super) fn state_tag(state: ImportState) -> Tag {
    match state {
        ImportState::Running => Tag::new("Saving").yellow(),
        ImportState::Linking => Tag::new("Linking").yellow(),
        ImportState::Done => Tag::new("Done").green(),
        ImportState::Failed => Tag::new("Not finished").red(),
    }
}

fn number(count: u64) -> String {
    count_words(i64::try_from(count).unwrap_or(i64::MAX))
}

pub(super) fn count_cell(count: u64) -> Cell {
    Cell::number(number(count))
}

/// The counts of rows, and what became of the people in them.
pub(super) fn summary_list(summary: &ImportSummary) -> SummaryList {
    SummaryList::new()
        .row("Rows", number(summary.rows))
        .row("New", number(summary.new))
        .row("Amended", number(summary.amended))
        .row("Unchanged", number(summary.unchanged))
        .row("Refused", number(summary.refused))
        .row("Records of people not told of before", number(summary.persons_new))
        .row("Records linked automatically", number(summary.linked_automatically))
        .row("Possible links that wait for a person", number(summary.for_review))
        .row("Cells that could not be read", number(summary.warnings))
}

/// Which columns had cells that could not be read: column, what was the matter, how often.
pub(super) fn warning_table<'w>(
    warnings: impl IntoIterator<Item = (&'w str, &'w str, u64)>,
) -> Table {
    let head = [Cell::new("Column"), Cell::new("Its cell"), Cell::new("Times").numeric()];
    let mut table = Table::new("Cells that could not be read").head(head);
    for (column, what, times) in warnings {
        table = table.row([Cell::new(column), Cell::new(what), count_cell(times)]);
    }
    table
}

/// The words of a warning's code; a code that is no longer known stays as it is.
pub(super) fn warning_words(code: &str) -> &str {
    match WarningKind::from_code(code) {
        Some(kind) => kind.words(),
        None => code,
    }
}

/// Refused rows by line, column, reason and reference: nothing else of the file is kept.
pub(super) fn refusal_table(refusals: &[Refusal]) -> Table {
    let head = [
        Cell::new("Line").numeric(),
        Cell::new("Column"),
        Cell::new("Reason"),
        Cell::new("Reference"),
    ];
    let mut table = Table::new("Refused rows").head(head);
    for refusal in refusals {
        let column = if refusal.column.is_empty() { "the row" } else { &refusal.column };
        let reference = match refusal.reference.is_empty() {
            true => "not known",
            false => &refusal.reference,
        };
        table = table.row([
            count_cell(refusal.line),
            Cell::new(column),
            Cell::new(words::capital(&refusal.reason)),
            Cell::new(reference),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::Markup;

    #[test]
    fn what_a_file_holds_is_escaped() {
        let refusal = Refusal {
            line: 1_234,
            column: "<b>".to_owned(),
            reason: "give a date".to_owned(),
            reference: "<script>".to_owned(),
        };
        let html = Markup::of(&refusal_table(&[refusal])).to_string();
        assert!(!html.contains("<b>") && !html.contains("<script>"), "{html}");
        assert!(html.contains("1,234") && html.contains("Give a date."), "{html}");
    }

    #[test]
    fn a_warning_is_told_in_words_even_when_its_code_is_old() {
        assert_eq!(warning_words("check_digit"), WarningKind::CheckDigit.words());
        assert_eq!(warning_words("of_long_ago"), "of_long_ago");
    }
}
