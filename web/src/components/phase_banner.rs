//! A word on how finished the service is, or that its data are made up.

use askama::Template;
use serde::Deserialize;

use super::{Attributes, Classes, Content, Tag};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default)]
#[template(path = "components/phase_banner.html")]
pub struct PhaseBanner {
    #[serde(flatten)]
    pub content: Content,
    pub tag: Tag,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(PhaseBanner);
adjustable!(PhaseBanner);

impl PhaseBanner {
    pub fn new(tag: &str, content: impl Into<Content>) -> Self {
        Self { tag: Tag::new(tag), content: content.into(), ..Self::default() }
    }

    fn shown_tag(&self) -> Tag {
        let mut classes = Classes::from("govuk-phase-banner__content__tag");
        if !self.tag.classes.is_empty() {
            classes.add(self.tag.classes.to_string().trim_start());
        }
        Tag { content: self.tag.content.clone(), classes, attributes: Attributes::default() }
    }
}
