//! The first link of a page, which takes keyboard users past the navigation.

use askama::Template;
use serde::Deserialize;

use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default)]
#[template(path = "components/skip_link.html")]
pub struct SkipLink {
    #[serde(flatten)]
    pub content: Content,
    pub href: Option<String>,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(SkipLink);
adjustable!(SkipLink);

impl SkipLink {
    pub fn to_main_content() -> Self {
        let content = Content::from("Skip to main content");
        Self { content, href: Some("#main-content".to_owned()), ..Self::default() }
    }
}
