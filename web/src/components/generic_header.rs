//! The partnership's own name at the top of each page.

use askama::Template;
use serde::Deserialize;

use super::{Attributes, Classes, Content, Markup};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/generic_header.html")]
pub struct GenericHeader {
    pub logo_text: String,
    pub logo_html: Option<Markup>,
    pub url: Option<String>,
    pub container_classes: Option<String>,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(GenericHeader);
adjustable!(GenericHeader);

impl GenericHeader {
    pub fn new(name: impl Into<String>) -> Self {
        Self { logo_text: name.into(), ..Self::default() }
    }

    fn logo(&self) -> Content {
        Content::either(self.logo_html.as_ref(), &self.logo_text)
    }
}
