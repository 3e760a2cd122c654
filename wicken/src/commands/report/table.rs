//! A report as a person reads it in a terminal.

use domain::performance::{Figures, Report, TargetReport, definition};

/// A row of a table, and what stands where there is nothing.
type Line = Vec<String>;
const NOTHING: &str = "-";

/// What was asked, the rows, the total, and what a reader must know.
pub(super) fn of_report(report: &Report) -> String {
    let has_reductions = report.total.reductions.is_some();
    let by = report.by.map_or(String::new(), |by| format!(", by {}", by.words()));
    let mut text = format!(
        "{}\n{} to {}{by}; as at {}\n\n",
        definition(report.indicator).name,
        report.from,
        report.to,
        report.as_at,
    );
    let mut header = words(&["", "numerator", "denominator", "value"]);
    if has_reductions {
        header.extend(words(&["reduction", "count reduction"]));
    }
    let mut lines = vec![header];
    lines.extend(report.rows.iter().map(|row| line(&row.key, &row.figures)));
    lines.push(line("total", &report.total));
    text += &aligned(&lines);
    for note in &report.notes {
        text += &format!("\n- {note}");
    }
    text + if report.notes.is_empty() { "" } else { "\n" }
}

/// Every target with what became of it.
pub(super) fn of_targets(targets: &TargetReport) -> String {
    let mut lines =
        vec![words(&["", "baseline", "outturn", "target", "value", "missed by", "verdict"])];
    for row in &targets.rows {
        let count = |count: Option<i64>| shown(count.map(|count| count.to_string()));
        lines.push(vec![
            row.key.clone(),
            count(row.baseline),
            row.outturn.to_string(),
            row.target.to_string(),
            shown(row.value.map(|value| value.to_string())),
            count(row.missed_by),
            row.verdict.words().to_owned(),
        ]);
    }
    aligned(&lines)
}

fn words(words: &[&str]) -> Line {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn shown(text: Option<String>) -> String {
    text.unwrap_or_else(|| NOTHING.to_owned())
}

fn line(key: &str, figures: &Figures) -> Line {
    let count = |count: Option<i64>| shown(count.map(|count| count.to_string()));
    let Figures { numerator, denominator, value, reductions } = figures;
    let mut line =
        vec![key.to_owned(), count(*numerator), count(*denominator), shown(value.clone())];
    if let Some(reductions) = reductions {
        line.push(shown(reductions.reduction.clone()));
        line.push(shown(reductions.count_reduction.clone()));
    }
    line
}

/// The first column to the left, numbers to the right, words to the left again.
fn aligned(lines: &[Line]) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let is_number = |cell: &str| cell.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let right = |column: usize| {
        0 < column
            && lines.iter().skip(1).filter_map(|line| line.get(column)).all(|cell| is_number(cell))
    };
    let rights: Vec<bool> = (0..columns).map(right).collect();
    let mut text = String::new();
    for line in lines {
        let cells = line.iter().enumerate().map(|(column, cell)| {
            let width = widths[column];
            if rights[column] { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        text += cells.collect::<Vec<_>>().join("  ").trim_end();
        text += "\n";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_below_each_other_and_words_begin_together() {
        let lines = [
            vec!["", "count", "verdict"],
            vec!["Fenland", "7", "met"],
            vec!["Ely", "1405", "missed"],
        ];
        let text = aligned(&lines.map(|line| words(&line)));
        assert_eq!(text, "         count  verdict\nFenland      7  met\nEly       1405  missed\n");
    }
}
