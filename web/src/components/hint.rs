//! Help that stands between a field's label and the field.

use askama::Template;
use serde::Deserialize;

use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/hint.html")]
pub struct Hint {
    #[serde(flatten)]
    pub content: Content,
    pub id: Option<String>,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(Hint);
adjustable!(Hint);

impl Hint {
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    pub(super) fn with_id(&self, id: String) -> Self {
        Self { id: Some(id), ..self.clone() }
    }

    pub(super) fn with_class_first(&self, name: &str) -> Self {
        let mut classes = Classes::from(name);
        if !self.classes.is_empty() {
            classes.add(self.classes.to_string().trim_start());
        }
        Self { classes, ..self.clone() }
    }
}
