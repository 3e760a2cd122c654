//! A password, with a button that shows what was typed.

use askama::Template;
use serde::Deserialize;

use super::field::Above;
use super::options::Styled;
use super::{Attributes, Classes, ErrorMessage, Hint, Label};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/password_input.html")]
pub struct PasswordInput {
    pub name: String,
    pub id: Option<String>,
    pub label: Label,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    pub value: Option<String>,
    pub autocomplete: Option<String>,
    pub described_by: Option<String>,
    pub form_group: Styled,
    pub classes: Classes,
    pub attributes: Attributes,
    pub show_password_text: Option<String>,
    pub hide_password_text: Option<String>,
    pub show_password_aria_label_text: Option<String>,
    pub hide_password_aria_label_text: Option<String>,
    pub password_shown_announcement_text: Option<String>,
    pub password_hidden_announcement_text: Option<String>,
}

shown!(PasswordInput);
adjustable!(PasswordInput);
asks!(PasswordInput);
finds_its_error!(PasswordInput);

impl PasswordInput {
    /// The password of an account that exists. It takes no value: a page never sends one back.
    pub fn new(name: &str, label: impl Into<Label>) -> Self {
        Self { name: name.to_owned(), label: label.into(), ..Self::default() }
    }

    /// A password being chosen, so that a password manager offers to make one.
    pub fn chosen(name: &str, label: impl Into<Label>) -> Self {
        let autocomplete = Some("new-password".to_owned());
        Self { autocomplete, ..Self::new(name, label) }
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

    fn purpose(&self) -> &str {
        self.autocomplete.as_deref().unwrap_or("current-password")
    }

    fn translations(&self) -> Attributes {
        let mut attributes = Attributes::default();
        for (name, text) in [
            ("data-i18n.show-password", &self.show_password_text),
            ("data-i18n.hide-password", &self.hide_password_text),
            ("data-i18n.show-password-aria-label", &self.show_password_aria_label_text),
            ("data-i18n.hide-password-aria-label", &self.hide_password_aria_label_text),
            ("data-i18n.password-shown-announcement", &self.password_shown_announcement_text),
            ("data-i18n.password-hidden-announcement", &self.password_hidden_announcement_text),
        ] {
            if let Some(text) = text {
                attributes.add(name, text);
            }
        }
        attributes
    }
}
