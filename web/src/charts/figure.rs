//! A drawing with its caption, and the same numbers as a table.

use crate::components::{Markup, Table};
use askama::{Template, filters::HtmlSafe};

/// What stands around every drawing.
#[derive(Template)]
#[template(path = "charts/figure.html")]
pub(crate) struct Figure {
    drawing: Markup,
    /// What is drawn, of what and when.
    caption: String,
    /// Left out where the page shows the table itself.
    table: Option<Table>,
    /// Where the same table comes as a file, and what it holds.
    csv: Option<(String, String)>,
}

impl HtmlSafe for Figure {}

impl Figure {
    pub(crate) fn new(drawing: Markup, caption: impl Into<String>, table: Table) -> Figure {
        Figure { table: Some(table), ..Figure::drawing(drawing, caption) }
    }

    /// Of numbers that stand in a table beside it.
    pub(crate) fn drawing(drawing: Markup, caption: impl Into<String>) -> Figure {
        Figure { drawing, caption: caption.into(), table: None, csv: None }
    }

    #[must_use]
    pub(crate) fn csv(mut self, address: impl Into<String>, of: &str) -> Figure {
        self.csv = Some((address.into(), of.to_owned()));
        self
    }
}

/// Screen readers list regions by their name: that of the table within.
fn name_of(table: &Table) -> &str {
    table.caption.as_deref().unwrap_or("The numbers as a table")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_holds_drawing_caption_table_and_file() {
        let table = Table::new("Incidents").head(["Area", "Incidents"]).row(["Fenland", "7"]);
        let figure = Figure::new(Markup::fixed("<svg></svg>"), "By <area>", table)
            .csv("/a.csv", "Incidents");
        let html = Markup::of(&figure).to_string();
        for part in ["<svg></svg>", "<figcaption", "By &#60;area&#62;", "Fenland", "/a.csv"] {
            assert!(html.contains(part), "no {part}: {html}");
        }
    }
}
