//! Several lines of text with a limit, counted as the user types.

use std::collections::BTreeMap;

use askama::Template;
use serde::Deserialize;

use super::field::{Above, joined};
use super::options::{Styled, scalar};
use super::{Attributes, Classes, ErrorMessage, Hint, Label};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/character_count.html")]
pub struct CharacterCount {
    pub name: String,
    pub id: Option<String>,
    pub label: Label,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    #[serde(deserialize_with = "scalar")]
    pub value: Option<String>,
    pub rows: Option<u32>,
    pub spellcheck: Option<bool>,
    pub maxlength: Option<u32>,
    pub maxwords: Option<u32>,
    pub count_type: Option<String>,
    pub threshold: Option<u32>,
    pub form_group: Styled,
    pub count_message: Styled,
    pub classes: Classes,
    pub attributes: Attributes,
    pub textarea_description_text: Option<String>,
    pub characters_under_limit_text: BTreeMap<String, String>,
    pub characters_at_limit_text: Option<String>,
    pub characters_over_limit_text: BTreeMap<String, String>,
    pub words_under_limit_text: BTreeMap<String, String>,
    pub words_at_limit_text: Option<String>,
    pub words_over_limit_text: BTreeMap<String, String>,
}

shown!(CharacterCount);
adjustable!(CharacterCount);
asks!(CharacterCount);
finds_its_error!(CharacterCount);

impl CharacterCount {
    /// The script counts UTF-16 units, so a server's own check must count the same way.
    pub fn new(name: &str, label: impl Into<Label>, characters_max: u32) -> Self {
        let maxlength = Some(characters_max);
        Self { name: name.to_owned(), label: label.into(), maxlength, ..Self::default() }
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
        let info = format!("{}-info", self.id());
        self.above().described_by(Some(&joined([Some(&info)])))
    }

    fn counts_words(&self) -> bool {
        self.maxwords.is_some() || self.count_type.as_deref() == Some("words")
    }

    fn limit(&self) -> Option<u32> {
        self.maxwords.or(self.maxlength)
    }

    fn message(&self) -> String {
        let Some(limit) = self.limit() else {
            return String::new();
        };
        let unit = if self.counts_words() { "words" } else { "characters" };
        match &self.textarea_description_text {
            Some(text) => text.replace("%{count}", &limit.to_string()),
            None => format!("You can enter up to {limit} {unit}"),
        }
    }

    fn counting(&self) -> Attributes {
        let words = self.maxwords.map(|_| "words".to_owned());
        let mut attributes = Attributes::default();
        for (name, value) in [
            ("data-maxlength", self.maxlength.map(|limit| limit.to_string())),
            ("data-maxwords", self.maxwords.map(|limit| limit.to_string())),
            ("data-threshold", self.threshold.map(|percent| percent.to_string())),
            ("data-count-type", self.count_type.clone().or(words)),
        ] {
            if let Some(value) = value {
                attributes.add(name, value);
            }
        }
        attributes
    }

    fn translations(&self) -> Vec<(String, &str)> {
        let description =
            self.textarea_description_text.as_ref().filter(|_| self.limit().is_none());
        let mut texts = Vec::new();
        for (name, text) in [
            ("textarea-description.other", description),
            ("characters-at-limit", self.characters_at_limit_text.as_ref()),
            ("words-at-limit", self.words_at_limit_text.as_ref()),
        ] {
            texts.extend(text.map(|text| (name.to_owned(), text.as_str())));
        }
        for (name, forms) in [
            ("characters-under-limit", &self.characters_under_limit_text),
            ("characters-over-limit", &self.characters_over_limit_text),
            ("words-under-limit", &self.words_under_limit_text),
            ("words-over-limit", &self.words_over_limit_text),
        ] {
            let named = forms.iter().map(|(form, text)| (format!("{name}.{form}"), text.as_str()));
            texts.extend(named);
        }
        texts
    }
}
