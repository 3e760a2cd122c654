//! A button, or a link that looks like one.

use askama::Template;
use serde::Deserialize;

use super::options::scalar;
use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/button.html")]
pub struct Button {
    #[serde(flatten)]
    pub content: Content,
    pub href: Option<String>,
    pub name: Option<String>,
    #[serde(deserialize_with = "scalar")]
    pub value: Option<String>,
    pub r#type: Option<String>,
    pub id: Option<String>,
    pub disabled: bool,
    pub is_start_button: bool,
    pub prevent_double_click: Option<bool>,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(Button);
adjustable!(Button);

impl Button {
    /// A button that sends the form it stands in; a second click within a second is ignored.
    pub fn new(content: impl Into<Content>) -> Self {
        let content = content.into();
        Self { content, prevent_double_click: Some(true), ..Self::default() }
    }

    pub fn link(content: impl Into<Content>, href: impl Into<String>) -> Self {
        Self { content: content.into(), href: Some(href.into()), ..Self::default() }
    }

    #[must_use]
    pub fn secondary(self) -> Self {
        self.classes("govuk-button--secondary")
    }

    #[must_use]
    pub fn warning(self) -> Self {
        self.classes("govuk-button--warning")
    }

    /// What the form sends when this button was the one pressed.
    #[must_use]
    pub fn sends(mut self, name: &str, value: impl Into<String>) -> Self {
        self.name = Some(name.to_owned());
        self.value = Some(value.into());
        self
    }

    fn start_class(&self) -> &'static str {
        if self.is_start_button { " govuk-button--start" } else { "" }
    }
}
