//! A link, to stand in a table cell, a summary or a sentence.

use askama::Template;

use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Template)]
#[template(path = "components/link.html")]
pub struct Link {
    pub content: Content,
    pub href: String,
    pub visually_hidden_text: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(Link);
adjustable!(Link);

impl Link {
    pub fn new(content: impl Into<Content>, href: impl Into<String>) -> Self {
        Self { content: content.into(), href: href.into(), ..Self::default() }
    }

    /// Words for screen readers that tell apart links of the same name: Change *name*.
    #[must_use]
    pub fn about(mut self, what: impl Into<String>) -> Self {
        self.visually_hidden_text = what.into();
        self
    }
}
