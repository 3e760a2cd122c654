//! A warning about what an act or an omission leads to.

use askama::Template;
use serde::Deserialize;

use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/warning_text.html")]
pub struct WarningText {
    #[serde(flatten)]
    pub content: Content,
    pub icon_fallback_text: Option<String>,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(WarningText);
adjustable!(WarningText);

impl WarningText {
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }
}
