//! The way to other pages of a long list.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::options::{items, scalar};
use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/pagination.html")]
pub struct Pagination {
    #[serde(deserialize_with = "items")]
    pub items: Vec<PageItem>,
    pub previous: Option<PageStep>,
    pub next: Option<PageStep>,
    pub landmark_label: Option<String>,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct PageItem {
    #[serde(deserialize_with = "scalar")]
    pub number: Option<String>,
    pub href: String,
    pub current: bool,
    pub ellipsis: bool,
    pub visually_hidden_text: Option<String>,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct PageStep {
    #[serde(flatten)]
    pub content: Content,
    pub href: String,
    pub label_text: Option<String>,
    pub attributes: Attributes,
}

shown!(Pagination);
adjustable!(Pagination);

impl Pagination {
    /// The pages around the current one, with the first and the last; pages count from 1.
    /// Nothing is shown for a single page.
    pub fn new(current: u32, last: u32, href: impl Fn(u32) -> String) -> Self {
        if last <= 1 {
            return Self::default();
        }
        let step = |page| PageStep { href: href(page), ..PageStep::default() };
        Self {
            items: around(current, last).map(|page| PageItem::of(page, current, &href)).collect(),
            previous: (1 < current).then(|| step(current - 1)),
            next: (current < last).then(|| step(current + 1)),
            ..Self::default()
        }
    }

    fn shown_items(&self) -> impl Iterator<Item = &PageItem> {
        self.items.iter().filter(|item| item.ellipsis || item.number.is_some())
    }

    fn is_empty(&self) -> bool {
        self.items.is_empty() && self.previous.is_none() && self.next.is_none()
    }

    fn is_block(&self) -> bool {
        self.items.is_empty() && !self.is_empty()
    }

    fn previous_step(&self) -> Option<Step<'_>> {
        self.previous.as_ref().map(|step| self.step(step, "prev"))
    }

    fn next_step(&self) -> Option<Step<'_>> {
        self.next.as_ref().map(|step| self.step(step, "next"))
    }

    fn step<'a>(&self, step: &'a PageStep, rel: &'static str) -> Step<'a> {
        Step { step, rel, is_block: self.is_block() }
    }
}

impl PageItem {
    fn of(page: Option<u32>, current: u32, href: &impl Fn(u32) -> String) -> Self {
        let Some(page) = page else {
            return Self { ellipsis: true, ..Self::default() };
        };
        let (number, current) = (Some(page.to_string()), page == current);
        Self { number, href: href(page), current, ..Self::default() }
    }

    fn label(&self) -> String {
        let number = self.number.as_deref().unwrap_or_default();
        self.visually_hidden_text.clone().unwrap_or_else(|| format!("Page {number}"))
    }
}

/// Page numbers in order; `None` stands for pages left out.
fn around(current: u32, last: u32) -> impl Iterator<Item = Option<u32>> {
    let near = move |page: &u32| *page == 1 || *page == last || page.abs_diff(current) <= 1;
    let mut before = 0;
    (1..=last).filter(near).flat_map(move |page| {
        let gap = (before + 1 < page).then_some(None);
        before = page;
        gap.into_iter().chain([Some(page)])
    })
}

#[derive(Template)]
#[template(path = "components/pagination_step.html")]
struct Step<'a> {
    step: &'a PageStep,
    rel: &'static str,
    is_block: bool,
}

impl HtmlSafe for Step<'_> {}

impl Step<'_> {
    fn is_previous(&self) -> bool {
        self.rel == "prev"
    }

    fn usual(&self) -> &'static str {
        if self.is_previous() { "Previous" } else { "Next" }
    }

    fn label(&self) -> Option<&str> {
        self.step.label_text.as_deref().filter(|_| self.is_block)
    }

    fn is_decorated(&self) -> bool {
        self.is_block && self.step.label_text.is_none()
    }

    /// In a block of two the arrow stands first in both.
    fn arrow_is_first(&self) -> bool {
        self.is_previous() || self.is_block
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_show_the_ends_and_the_neighbours() {
        let pages: Vec<_> = around(6, 12).map(|page| page.unwrap_or(0)).collect();
        assert_eq!(pages, [1, 0, 5, 6, 7, 0, 12]);
    }

    #[test]
    fn a_single_page_needs_no_pagination() {
        assert_eq!(Pagination::new(1, 1, |page| page.to_string()).to_string().trim(), "");
    }
}
