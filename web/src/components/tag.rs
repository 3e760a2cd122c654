//! A state in one or two words; the word says it, the colour only repeats it.

use askama::Template;
use serde::Deserialize;

use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/tag.html")]
pub struct Tag {
    #[serde(flatten)]
    pub content: Content,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(Tag);
adjustable!(Tag);

impl Tag {
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    #[must_use]
    pub fn grey(self) -> Self {
        self.classes("govuk-tag--grey")
    }

    #[must_use]
    pub fn green(self) -> Self {
        self.classes("govuk-tag--green")
    }

    #[must_use]
    pub fn yellow(self) -> Self {
        self.classes("govuk-tag--yellow")
    }

    #[must_use]
    pub fn orange(self) -> Self {
        self.classes("govuk-tag--orange")
    }

    #[must_use]
    pub fn red(self) -> Self {
        self.classes("govuk-tag--red")
    }

    #[must_use]
    pub fn purple(self) -> Self {
        self.classes("govuk-tag--purple")
    }
}
