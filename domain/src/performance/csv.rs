//! A report as a table of comma-separated values.

use super::report::{Figures, Reductions, Report};

/// The key of the last line.
const TOTAL: &str = "total";

impl Report {
    /// A header, a line for each row, and the total last. What is null in JSON is empty here.
    pub fn to_csv(&self) -> String {
        let mut header = vec!["key", "numerator", "denominator", "value"];
        if self.total.reductions.is_some() {
            header.extend(["reduction", "count_reduction"]);
        }
        let mut csv = header.join(",") + "\n";
        let rows = self.rows.iter().map(|row| (row.key.as_str(), &row.figures));
        for (key, figures) in rows.chain([(TOTAL, &self.total)]) {
            let cells = [text_cell(key)].into_iter().chain(cells(figures));
            csv += &(cells.collect::<Vec<_>>().join(",") + "\n");
        }
        csv
    }
}

fn cells(figures: &Figures) -> Vec<String> {
    let Figures { numerator, denominator, value, reductions } = figures;
    let count = |count: &Option<i64>| count.map(|count| count.to_string());
    let mut cells = vec![count(numerator), count(denominator), value.clone()];
    if let Some(Reductions { reduction, count_reduction }) = reductions {
        cells.extend([reduction.clone(), count_reduction.clone()]);
    }
    cells.into_iter().map(Option::unwrap_or_default).collect()
}

/// Danger: a spreadsheet runs a cell that begins so as a formula, and a name can begin with
/// anything. An apostrophe makes it a text again.
fn text_cell(text: &str) -> String {
    let text = match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    };
    match text.contains(['"', ',', '\r', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}
