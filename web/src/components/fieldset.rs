//! Fields that belong together, under one question.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::{Attributes, Classes, Content, Markup};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/fieldset.html")]
pub struct Fieldset {
    pub legend: Option<Legend>,
    pub html: Markup,
    pub described_by: Option<String>,
    pub role: Option<String>,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Legend {
    #[serde(flatten)]
    pub content: Content,
    pub is_page_heading: bool,
    pub classes: Classes,
}

shown!(Fieldset);
adjustable!(Fieldset);

impl Fieldset {
    pub fn new(legend: impl Into<Legend>, fields: impl Into<Markup>) -> Self {
        Self { legend: Some(legend.into()), html: fields.into(), ..Self::default() }
    }

    pub(super) fn under(legend: impl Into<Legend>) -> Self {
        Self { legend: Some(legend.into()), ..Self::default() }
    }

    fn opening(&self) -> Opening<'_> {
        let described_by = self.described_by.clone().unwrap_or_default();
        Opening { fieldset: self, described_by, role: self.role.as_deref() }
    }

    /// The same tag where a field adds its hint and error to the description.
    pub(super) fn described(&self, described_by: String) -> Opening<'_> {
        Opening { described_by, ..self.opening() }
    }

    /// Screen readers say a date's question before each of its three boxes only in a group.
    pub(super) fn grouped(&self, described_by: String) -> Opening<'_> {
        let role = Some(self.role.as_deref().unwrap_or("group"));
        Opening { described_by, role, ..self.opening() }
    }
}

impl Legend {
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// The legend is the page's only question, so it is its heading too.
    #[must_use]
    pub fn as_heading(mut self) -> Self {
        self.is_page_heading = true;
        self.classes.add("govuk-fieldset__legend--l");
        self
    }

    #[must_use]
    pub fn medium(mut self) -> Self {
        self.classes.add("govuk-fieldset__legend--m");
        self
    }
}

impl<T: Into<Content>> From<T> for Legend {
    fn from(content: T) -> Self {
        Self::new(content)
    }
}

#[derive(Template)]
#[template(path = "components/fieldset_opening.html")]
pub(super) struct Opening<'a> {
    fieldset: &'a Fieldset,
    described_by: String,
    role: Option<&'a str>,
}

impl HtmlSafe for Opening<'_> {}
