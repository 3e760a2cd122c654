//! Several lines of text.

use askama::Template;
use serde::Deserialize;

use super::field::Above;
use super::options::{Styled, scalar};
use super::{Attributes, Classes, ErrorMessage, Hint, Label};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/textarea.html")]
pub struct Textarea {
    pub name: String,
    pub id: Option<String>,
    pub label: Label,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    #[serde(deserialize_with = "scalar")]
    pub value: Option<String>,
    pub rows: Option<u32>,
    pub autocomplete: Option<String>,
    pub spellcheck: Option<bool>,
    pub described_by: Option<String>,
    pub form_group: Styled,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(Textarea);
adjustable!(Textarea);
asks!(Textarea);
finds_its_error!(Textarea);

impl Textarea {
    /// What is typed is no browser's to keep: it may be about somebody, and a browser that opens
    /// its windows again at the next start would keep it past signing out.
    pub fn new(name: &str, label: impl Into<Label>) -> Self {
        let autocomplete = Some("off".to_owned());
        Self { name: name.to_owned(), label: label.into(), autocomplete, ..Self::default() }
    }

    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    #[must_use]
    pub fn rows(mut self, rows: u32) -> Self {
        self.rows = Some(rows);
        self
    }

    fn id(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.name)
    }

    fn above(&self) -> Above {
        Above::field(self.id(), &self.label, self.hint.as_ref(), self.error_message.as_ref())
    }

    fn described(&self) -> String {
        self.above().described_by(self.described_by.as_deref())
    }
}
