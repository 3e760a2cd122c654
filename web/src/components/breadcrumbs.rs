//! Where this page stands in the whole, and the way back up.

use askama::Template;
use serde::Deserialize;

use super::options::items;
use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/breadcrumbs.html")]
pub struct Breadcrumbs {
    #[serde(deserialize_with = "items")]
    pub items: Vec<Crumb>,
    pub collapse_on_mobile: bool,
    pub label_text: Option<String>,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Crumb {
    #[serde(flatten)]
    pub content: Content,
    pub href: Option<String>,
    pub attributes: Attributes,
}

shown!(Breadcrumbs);
adjustable!(Breadcrumbs);

impl Breadcrumbs {
    pub fn new() -> Self {
        Self { collapse_on_mobile: true, ..Self::default() }
    }

    #[must_use]
    pub fn item(mut self, text: impl Into<Content>, href: impl Into<String>) -> Self {
        let (content, href) = (text.into(), Some(href.into()));
        self.items.push(Crumb { content, href, attributes: Attributes::default() });
        self
    }
}
