//! One item of radios or checkboxes, and what may open below it when it is chosen.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::options::scalar;
use super::{Attributes, Classes, Content, Hint, Label, Markup};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Choice {
    #[serde(flatten)]
    pub content: Content,
    #[serde(deserialize_with = "scalar")]
    pub value: Option<String>,
    pub id: Option<String>,
    /// Checkboxes only: a name of its own.
    pub name: Option<String>,
    pub checked: Option<bool>,
    pub disabled: bool,
    /// Checkboxes only: `exclusive` unchecks all others.
    pub behaviour: Option<String>,
    pub divider: Option<String>,
    pub hint: Option<Hint>,
    pub label: Labelled,
    pub conditional: Conditional,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Labelled {
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Conditional {
    #[serde(flatten)]
    pub content: Content,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<Content>) -> Self {
        Self { content: label.into(), value: Some(value.into()), ..Self::default() }
    }

    /// A word between items, as `or`.
    pub fn divider(word: &str) -> Self {
        Self { divider: Some(word.to_owned()), ..Self::default() }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<Content>) -> Self {
        self.hint = Some(Hint::new(hint));
        self
    }

    /// Fields that show only while this item is chosen. Without a script they always show, so
    /// the server must ignore what they say when another item was chosen.
    #[must_use]
    pub fn opens(mut self, fields: impl Into<Markup>) -> Self {
        self.conditional.content = Content::Html(fields.into());
        self
    }

    #[must_use]
    pub fn exclusive(mut self) -> Self {
        self.behaviour = Some("exclusive".to_owned());
        self
    }

    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }
}

/// A choice with all that its list decides.
#[derive(Template)]
#[template(path = "components/choice.html")]
pub(super) struct Shown<'a> {
    pub(super) list: &'static str,
    pub(super) input: &'static str,
    pub(super) choice: &'a Choice,
    pub(super) id: String,
    pub(super) name: &'a str,
    pub(super) checked: bool,
    pub(super) described_by: String,
}

impl HtmlSafe for Shown<'_> {}

impl Shown<'_> {
    /// The official HTML puts the label's own attributes before `for`; order has no meaning.
    fn label(&self) -> Label {
        let mut classes = Classes::from(format!("govuk-{}__label", self.list).as_str());
        if !self.choice.label.classes.is_empty() {
            classes.add(self.choice.label.classes.to_string().trim_start());
        }
        Label {
            content: self.choice.content.clone(),
            r#for: Some(self.id.clone()),
            attributes: self.choice.label.attributes.clone(),
            classes,
            is_page_heading: false,
        }
    }

    fn hint(&self) -> Option<Hint> {
        let hint = self.choice.hint.as_ref()?.with_id(item_hint(&self.id));
        Some(hint.with_class_first(&format!("govuk-{}__hint", self.list)))
    }

    fn opens(&self) -> bool {
        !self.choice.conditional.content.is_empty()
    }
}

pub(super) fn item_hint(id: &str) -> String {
    format!("{id}-item-hint")
}

/// The first item has the list's id, so that the error summary can lead to it.
pub(super) fn item_id(choice: &Choice, prefix: &str, index: usize) -> String {
    match (&choice.id, index) {
        (Some(id), _) => id.clone(),
        (None, 0) => prefix.to_owned(),
        (None, _) => format!("{prefix}-{}", index + 1),
    }
}
