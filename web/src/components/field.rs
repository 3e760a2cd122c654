//! What stands above a form field: its label, its hint and its error, tied to it by their ids.

use askama::Template;
use askama::filters::HtmlSafe;

use super::{ErrorMessage, Hint, Label};

#[derive(Template)]
#[template(path = "components/field.html")]
pub(super) struct Above {
    label: Option<Label>,
    hint: Option<Hint>,
    error: Option<ErrorMessage>,
}

impl HtmlSafe for Above {}

impl Above {
    pub(super) fn field(
        id: &str,
        label: &Label,
        hint: Option<&Hint>,
        error: Option<&ErrorMessage>,
    ) -> Self {
        Self { label: Some(label.of_field(id)), ..Self::choices(id, hint, error) }
    }

    /// Radios and checkboxes have a legend in place of a label.
    pub(super) fn choices(id: &str, hint: Option<&Hint>, error: Option<&ErrorMessage>) -> Self {
        Self {
            label: None,
            hint: hint.map(|hint| hint.with_id(format!("{id}-hint"))),
            error: error.map(|error| error.with_id(format!("{id}-error"))),
        }
    }

    /// The ids a screen reader reads after the field's name, in the order they stand.
    pub(super) fn described_by(&self, first: Option<&str>) -> String {
        let hint = self.hint.as_ref().and_then(|hint| hint.id.as_deref());
        let error = self.error.as_ref().and_then(|error| error.id.as_deref());
        joined([first, hint, error])
    }
}

pub(super) fn joined<const N: usize>(ids: [Option<&str>; N]) -> String {
    let given = ids.into_iter().flatten().filter(|id| !id.is_empty());
    given.collect::<Vec<_>>().join(" ")
}

/// Browsers drop a line break right after `<textarea>`, so a text that starts with one needs two.
pub(super) fn kept(typed: Option<&String>) -> String {
    let typed = typed.map(String::as_str).unwrap_or_default();
    let first = if typed.starts_with(['\n', '\r']) { "\n" } else { "" };
    format!("{first}{typed}")
}
