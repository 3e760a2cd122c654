//! The name of a form field.

use askama::Template;
use serde::Deserialize;

use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/label.html")]
pub struct Label {
    #[serde(flatten)]
    pub content: Content,
    pub r#for: Option<String>,
    pub is_page_heading: bool,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(Label);
adjustable!(Label);

impl Label {
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// The label is the page's only question, so it is its heading too.
    #[must_use]
    pub fn as_heading(mut self) -> Self {
        self.is_page_heading = true;
        self.classes("govuk-label--l")
    }

    pub(super) fn of_field(&self, id: &str) -> Self {
        Self { r#for: Some(id.to_owned()), ..self.clone() }
    }
}

impl From<&str> for Label {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Label {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<Content> for Label {
    fn from(content: Content) -> Self {
        Self::new(content)
    }
}
