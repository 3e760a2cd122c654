//! Words set apart from those around them.

use askama::Template;
use serde::Deserialize;

use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/inset_text.html")]
pub struct InsetText {
    #[serde(flatten)]
    pub content: Content,
    pub id: Option<String>,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(InsetText);
adjustable!(InsetText);

impl InsetText {
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }
}
