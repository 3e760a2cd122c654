//! One line of text.

use askama::Template;
use serde::Deserialize;

use super::field::Above;
use super::options::{Styled, scalar};
use super::{Attributes, Classes, Content, ErrorMessage, Hint, Label};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/input.html")]
pub struct Input {
    pub name: String,
    pub id: Option<String>,
    pub label: Label,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    #[serde(deserialize_with = "scalar")]
    pub value: Option<String>,
    pub r#type: Option<String>,
    pub inputmode: Option<String>,
    pub autocomplete: Option<String>,
    pub autocapitalize: Option<String>,
    pub pattern: Option<String>,
    pub spellcheck: Option<bool>,
    pub disabled: bool,
    pub described_by: Option<String>,
    pub prefix: Option<Affix>,
    pub suffix: Option<Affix>,
    pub input_wrapper: Wrapper,
    pub form_group: Styled,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// A unit before or after the box, as `£` or `kg`; screen readers do not read it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Affix {
    #[serde(flatten)]
    pub content: Content,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wrapper {
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(Input);
adjustable!(Input);
asks!(Input);
finds_its_error!(Input);

impl Input {
    pub fn new(name: &str, label: impl Into<Label>) -> Self {
        Self { name: name.to_owned(), label: label.into(), ..Self::default() }
    }

    pub fn email(name: &str, label: impl Into<Label>) -> Self {
        let input = Self::new(name, label).autocomplete("email");
        Self { r#type: Some("email".to_owned()), spellcheck: Some(false), ..input }
    }

    /// Digits only, for a number that is not counted with: a code, a reference.
    pub fn digits(name: &str, label: impl Into<Label>) -> Self {
        let inputmode = Some("numeric".to_owned());
        Self { inputmode, spellcheck: Some(false), ..Self::new(name, label) }
    }

    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    #[must_use]
    pub fn autocomplete(mut self, purpose: &str) -> Self {
        self.autocomplete = Some(purpose.to_owned());
        self
    }

    /// A box as wide as so many characters: 2, 3, 4, 5, 10, 20 or 30.
    #[must_use]
    pub fn width(self, characters: u8) -> Self {
        self.classes(&format!("govuk-input--width-{characters}"))
    }

    #[must_use]
    pub fn prefix(mut self, unit: impl Into<Content>) -> Self {
        self.prefix = Some(Affix { content: unit.into(), ..Affix::default() });
        self
    }

    #[must_use]
    pub fn suffix(mut self, unit: impl Into<Content>) -> Self {
        self.suffix = Some(Affix { content: unit.into(), ..Affix::default() });
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

    fn is_wrapped(&self) -> bool {
        self.prefix.is_some() || self.suffix.is_some()
    }
}
