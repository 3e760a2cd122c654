//! Words that open when asked for.

use askama::Template;
use serde::Deserialize;

use super::{Attributes, Classes, Content, Markup};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/details.html")]
pub struct Details {
    pub summary_text: String,
    pub summary_html: Option<Markup>,
    #[serde(flatten)]
    pub content: Content,
    pub id: Option<String>,
    pub open: bool,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(Details);
adjustable!(Details);

impl Details {
    pub fn new(summary: &str, content: impl Into<Content>) -> Self {
        Self { summary_text: summary.to_owned(), content: content.into(), ..Self::default() }
    }

    #[must_use]
    pub fn opened(mut self) -> Self {
        self.open = true;
        self
    }

    fn summary(&self) -> Content {
        Content::either(self.summary_html.as_ref(), &self.summary_text)
    }
}
