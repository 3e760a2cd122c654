//! Links at the foot of each page.
//!
//! The crown, the licence and the copyright notice of the official footer are the Crown's and
//! not ours to use, so there is no option that shows them.

use askama::Template;
use serde::Deserialize;

use super::options::items;
use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/footer.html")]
pub struct Footer {
    pub meta: Option<FooterMeta>,
    pub navigation: Vec<FooterSection>,
    pub container_classes: Classes,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct FooterMeta {
    #[serde(flatten)]
    pub content: Content,
    pub visually_hidden_title: Option<String>,
    #[serde(deserialize_with = "items")]
    pub items: Vec<FooterLink>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FooterSection {
    pub title: String,
    pub columns: Option<u8>,
    pub width: Option<String>,
    #[serde(deserialize_with = "items")]
    pub items: Vec<FooterLink>,
}

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default)]
#[template(path = "components/footer_link.html")]
pub struct FooterLink {
    pub text: String,
    pub href: String,
    pub attributes: Attributes,
}

shown!(Footer, FooterLink);
adjustable!(Footer);

impl Footer {
    pub fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn link(mut self, text: &str, href: &str) -> Self {
        let (text, href) = (text.to_owned(), href.to_owned());
        let link = FooterLink { text, href, attributes: Attributes::default() };
        self.meta.get_or_insert_default().items.push(link);
        self
    }

    /// A line below the links.
    #[must_use]
    pub fn note(mut self, content: impl Into<Content>) -> Self {
        self.meta.get_or_insert_default().content = content.into();
        self
    }
}

impl FooterMeta {
    fn title(&self) -> &str {
        self.visually_hidden_title.as_deref().unwrap_or("Support links")
    }
}

impl FooterSection {
    fn column(&self) -> &str {
        self.width.as_deref().unwrap_or("full")
    }
}
