//! Rows and columns of data; sortable when asked for, and complete without a script.

use std::fmt::Display;

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::options::items;
use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/table.html")]
pub struct Table {
    pub caption: Option<String>,
    pub caption_classes: Classes,
    pub head: Vec<Cell>,
    #[serde(deserialize_with = "items")]
    pub rows: Vec<Vec<Cell>>,
    pub first_cell_is_header: bool,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Cell {
    #[serde(flatten)]
    pub content: Content,
    pub format: Option<String>,
    pub colspan: Option<u32>,
    pub rowspan: Option<u32>,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(Table);
adjustable!(Table);
adjustable!(Cell);

impl Table {
    /// Each table has a caption: screen readers list tables by it.
    pub fn new(caption: impl Into<String>) -> Self {
        let caption_classes = Classes::from("govuk-table__caption--m");
        Self { caption: Some(caption.into()), caption_classes, ..Self::default() }
    }

    #[must_use]
    pub fn head<C: Into<Cell>>(mut self, cells: impl IntoIterator<Item = C>) -> Self {
        self.head = cells.into_iter().map(Into::into).collect();
        self
    }

    #[must_use]
    pub fn row<C: Into<Cell>>(mut self, cells: impl IntoIterator<Item = C>) -> Self {
        self.rows.push(cells.into_iter().map(Into::into).collect());
        self
    }

    /// The first cell of each row names the row.
    #[must_use]
    pub fn row_headers(mut self) -> Self {
        self.first_cell_is_header = true;
        self
    }

    /// Lets the reader sort by the columns whose head is `Cell::sortable` or `sorted`.
    #[must_use]
    pub fn sortable(self) -> Self {
        self.attribute("data-module", "moj-sortable-table")
    }

    fn head_cells(&self) -> impl Iterator<Item = TableCell<'_>> {
        self.head.iter().map(|cell| TableCell { tag: "th", scope: "col", cell })
    }

    fn body_cells<'a>(&self, row: &'a [Cell]) -> impl Iterator<Item = TableCell<'a>> {
        let headers = usize::from(self.first_cell_is_header);
        row.iter().enumerate().map(move |(at, cell)| match at < headers {
            true => TableCell { tag: "th", scope: "row", cell },
            false => TableCell { tag: "td", scope: "", cell },
        })
    }
}

impl Cell {
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    pub fn number(number: impl Display) -> Self {
        Self::new(number.to_string()).numeric()
    }

    #[must_use]
    pub fn numeric(mut self) -> Self {
        self.format = Some("numeric".to_owned());
        self
    }

    /// What a sortable table compares in place of the cell's words: a date as 2026-11-22.
    #[must_use]
    pub fn sort_by(self, value: impl Display) -> Self {
        self.attribute("data-sort-value", value.to_string())
    }

    /// A head cell by which the table can be sorted.
    #[must_use]
    pub fn sortable(self) -> Self {
        self.attribute("aria-sort", "none")
    }

    /// A head cell by which the server has sorted the table, from low to high.
    #[must_use]
    pub fn sorted(self) -> Self {
        self.attribute("aria-sort", "ascending")
    }

    /// A head cell by which the server has sorted the table, from high to low.
    #[must_use]
    pub fn sorted_descending(self) -> Self {
        self.attribute("aria-sort", "descending")
    }
}

impl<T: Into<Content>> From<T> for Cell {
    fn from(content: T) -> Self {
        Self::new(content)
    }
}

#[derive(Template)]
#[template(path = "components/table_cell.html")]
struct TableCell<'a> {
    tag: &'static str,
    scope: &'static str,
    cell: &'a Cell,
}

impl HtmlSafe for TableCell<'_> {}

impl TableCell<'_> {
    fn class(&self) -> &'static str {
        if self.scope.is_empty() { "govuk-table__cell" } else { "govuk-table__header" }
    }
}
