//! One choice of a few, all in sight.

use askama::Template;
use serde::Deserialize;

use super::choice::{self, Choice, Shown};
use super::field::Above;
use super::fieldset::Opening;
use super::options::{Styled, scalar, slots};
use super::{Attributes, Classes, Content, ErrorMessage, Fieldset, Hint, Legend};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/radios.html")]
pub struct Radios {
    pub name: String,
    pub id_prefix: Option<String>,
    pub fieldset: Option<Fieldset>,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    #[serde(deserialize_with = "slots")]
    pub items: Vec<Option<Choice>>,
    #[serde(deserialize_with = "scalar")]
    pub value: Option<String>,
    pub form_group: Styled,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(Radios);
adjustable!(Radios);
asks!(Radios);
finds_its_error!(Radios);

impl Radios {
    pub fn new(name: &str, legend: impl Into<Legend>) -> Self {
        let fieldset = Some(Fieldset::under(legend));
        Self { name: name.to_owned(), fieldset, ..Self::default() }
    }

    #[must_use]
    pub fn item(self, value: impl Into<String>, label: impl Into<Content>) -> Self {
        self.choice(Choice::new(value, label))
    }

    /// An item with a hint, a divider or fields of its own.
    #[must_use]
    pub fn choice(mut self, choice: Choice) -> Self {
        self.items.push(Some(choice));
        self
    }

    /// Many items at once, as value and label.
    #[must_use]
    pub fn items<V, T>(self, items: impl IntoIterator<Item = (V, T)>) -> Self
    where
        V: Into<String>,
        T: Into<Content>,
    {
        items.into_iter().fold(self, |radios, (value, label)| radios.item(value, label))
    }

    /// The value of the item that is chosen at first.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Side by side, for two short answers.
    #[must_use]
    pub fn inline(self) -> Self {
        self.classes("govuk-radios--inline")
    }

    #[must_use]
    pub fn small(self) -> Self {
        self.classes("govuk-radios--small")
    }

    fn prefix(&self) -> &str {
        self.id_prefix.as_deref().unwrap_or(&self.name)
    }

    fn above(&self) -> Above {
        Above::choices(self.prefix(), self.hint.as_ref(), self.error_message.as_ref())
    }

    fn opening(&self) -> Option<Opening<'_>> {
        let fieldset = self.fieldset.as_ref()?;
        let described_by = self.above().described_by(fieldset.described_by.as_deref());
        Some(fieldset.described(described_by))
    }

    fn shown(&self) -> Vec<Shown<'_>> {
        let numbered = self.items.iter().enumerate();
        numbered.filter_map(|(at, item)| Some(self.shown_item(at, item.as_ref()?))).collect()
    }

    fn shown_item<'a>(&'a self, index: usize, choice: &'a Choice) -> Shown<'a> {
        let id = choice::item_id(choice, self.prefix(), index);
        let hint = choice.hint.as_ref().map(|_| choice::item_hint(&id));
        let is_value = self.value.is_some() && self.value == choice.value;
        Shown {
            list: "radios",
            input: "radio",
            name: &self.name,
            checked: choice.checked.unwrap_or(is_value),
            described_by: hint.unwrap_or_default(),
            choice,
            id,
        }
    }
}
