//! What is wrong with one field, said beside it.

use askama::Template;
use serde::Deserialize;

use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/error_message.html")]
pub struct ErrorMessage {
    #[serde(flatten)]
    pub content: Content,
    pub id: Option<String>,
    pub visually_hidden_text: Option<String>,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(ErrorMessage);
adjustable!(ErrorMessage);

impl ErrorMessage {
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    pub(super) fn with_id(&self, id: String) -> Self {
        Self { id: Some(id), ..self.clone() }
    }

    fn prefix(&self) -> &str {
        self.visually_hidden_text.as_deref().unwrap_or("Error")
    }
}

/// The first message for a field in a form's list of errors.
pub(super) fn find<'a, F, M>(errors: &'a [(F, M)], name: &str) -> Option<&'a str>
where
    F: AsRef<str>,
    M: AsRef<str>,
{
    let found = errors.iter().find(|(field, _)| field.as_ref() == name);
    found.map(|(_, message)| message.as_ref())
}
