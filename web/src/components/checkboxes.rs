//! Any number of choices, none included.

use askama::Template;
use serde::Deserialize;

use super::choice::{self, Choice, Shown};
use super::field::{Above, joined};
use super::fieldset::Opening;
use super::options::{Styled, slots};
use super::{Attributes, Classes, Content, ErrorMessage, Fieldset, Hint, Legend};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/checkboxes.html")]
pub struct Checkboxes {
    pub name: String,
    pub id_prefix: Option<String>,
    pub fieldset: Option<Fieldset>,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    #[serde(deserialize_with = "slots")]
    pub items: Vec<Option<Choice>>,
    pub values: Vec<String>,
    pub described_by: Option<String>,
    pub form_group: Styled,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(Checkboxes);
adjustable!(Checkboxes);
asks!(Checkboxes);
finds_its_error!(Checkboxes);

impl Checkboxes {
    pub fn new(name: &str, legend: impl Into<Legend>) -> Self {
        let fieldset = Some(Fieldset::under(legend));
        Self { name: name.to_owned(), fieldset, ..Self::default() }
    }

    /// One box alone, whose label says all: "I have checked ...".
    pub fn single(name: &str, value: impl Into<String>, label: impl Into<Content>) -> Self {
        Self { name: name.to_owned(), ..Self::default() }.item(value, label)
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
        items.into_iter().fold(self, |boxes, (value, label)| boxes.item(value, label))
    }

    /// The values of the items that are chosen at first.
    #[must_use]
    pub fn values<V: Into<String>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.values.extend(values.into_iter().map(Into::into));
        self
    }

    #[must_use]
    pub fn small(self) -> Self {
        self.classes("govuk-checkboxes--small")
    }

    fn prefix(&self) -> &str {
        self.id_prefix.as_deref().unwrap_or(&self.name)
    }

    fn above(&self) -> Above {
        Above::choices(self.prefix(), self.hint.as_ref(), self.error_message.as_ref())
    }

    fn described(&self) -> String {
        let fieldset = self.fieldset.as_ref();
        let first = fieldset.and_then(|fieldset| fieldset.described_by.as_deref());
        self.above().described_by(self.described_by.as_deref().or(first))
    }

    fn opening(&self) -> Option<Opening<'_>> {
        Some(self.fieldset.as_ref()?.described(self.described()))
    }

    fn shown(&self) -> Vec<Shown<'_>> {
        let numbered = self.items.iter().enumerate();
        numbered.filter_map(|(at, item)| Some(self.shown_item(at, item.as_ref()?))).collect()
    }

    /// Without a fieldset each box itself carries the description of the whole.
    fn shown_item<'a>(&'a self, index: usize, choice: &'a Choice) -> Shown<'a> {
        let id = choice::item_id(choice, self.prefix(), index);
        let hint = choice.hint.as_ref().map(|_| choice::item_hint(&id));
        let whole = if self.fieldset.is_some() { String::new() } else { self.described() };
        let is_value = choice.value.as_ref().is_some_and(|value| self.values.contains(value));
        Shown {
            list: "checkboxes",
            input: "checkbox",
            name: choice.name.as_deref().unwrap_or(&self.name),
            checked: choice.checked.unwrap_or(is_value),
            described_by: joined([Some(&whole), hint.as_deref()]),
            choice,
            id,
        }
    }
}
