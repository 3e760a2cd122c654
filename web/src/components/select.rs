//! One choice from a long list.

use askama::Template;
use serde::Deserialize;

use super::field::Above;
use super::options::{Styled, items, scalar};
use super::{Attributes, Classes, ErrorMessage, Hint, Label};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/select.html")]
pub struct Select {
    pub name: String,
    pub id: Option<String>,
    pub label: Label,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    #[serde(deserialize_with = "items")]
    pub items: Vec<SelectItem>,
    #[serde(deserialize_with = "scalar")]
    pub value: Option<String>,
    pub disabled: bool,
    pub described_by: Option<String>,
    pub form_group: Styled,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SelectItem {
    pub text: String,
    #[serde(deserialize_with = "scalar")]
    pub value: Option<String>,
    pub selected: Option<bool>,
    pub disabled: bool,
    pub attributes: Attributes,
}

shown!(Select);
adjustable!(Select);
asks!(Select);
finds_its_error!(Select);

impl Select {
    pub fn new(name: &str, label: impl Into<Label>) -> Self {
        Self { name: name.to_owned(), label: label.into(), ..Self::default() }
    }

    #[must_use]
    pub fn item(mut self, value: impl Into<String>, text: impl Into<String>) -> Self {
        let (value, text) = (Some(value.into()), text.into());
        self.items.push(SelectItem { text, value, ..SelectItem::default() });
        self
    }

    /// Many items at once, as value and text.
    #[must_use]
    pub fn items<V, T>(self, items: impl IntoIterator<Item = (V, T)>) -> Self
    where
        V: Into<String>,
        T: Into<String>,
    {
        items.into_iter().fold(self, |select, (value, text)| select.item(value, text))
    }

    /// The value of the item that is chosen at first.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
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

    fn is_selected(&self, item: &SelectItem) -> bool {
        let sent = item.value.as_deref().unwrap_or(&item.text);
        item.selected.unwrap_or(self.value.as_deref() == Some(sent))
    }
}
