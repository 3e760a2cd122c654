//! The way back to the page before, in a journey of several pages.

use askama::Template;
use serde::Deserialize;

use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default)]
#[template(path = "components/back_link.html")]
pub struct BackLink {
    #[serde(flatten)]
    pub content: Content,
    pub href: Option<String>,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(BackLink);
adjustable!(BackLink);

impl BackLink {
    pub fn new(href: impl Into<String>) -> Self {
        Self { href: Some(href.into()), ..Self::default() }
    }

    fn text(&self) -> Content {
        if self.content.is_empty() { Content::from("Back") } else { self.content.clone() }
    }
}
