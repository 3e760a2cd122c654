//! The sections of one thing, as of a case, each with an address of its own.

use askama::Template;

use super::{Attributes, Classes};

#[derive(Clone, Debug, Default, Template)]
#[template(path = "components/sub_navigation.html")]
pub struct SubNavigation {
    pub label: String,
    pub items: Vec<SubNavigationItem>,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default)]
pub struct SubNavigationItem {
    pub text: String,
    pub href: String,
    pub current: bool,
}

shown!(SubNavigation);
adjustable!(SubNavigation);

impl SubNavigation {
    pub fn new(label: &str) -> Self {
        Self { label: label.to_owned(), ..Self::default() }
    }

    #[must_use]
    pub fn item(self, text: &str, href: impl Into<String>) -> Self {
        self.add(text, href.into(), false)
    }

    /// The section that this page is.
    #[must_use]
    pub fn current(self, text: &str, href: impl Into<String>) -> Self {
        self.add(text, href.into(), true)
    }

    fn add(mut self, text: &str, href: String, current: bool) -> Self {
        self.items.push(SubNavigationItem { text: text.to_owned(), href, current });
        self
    }
}
