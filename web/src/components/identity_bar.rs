//! Which case a page is about, on top of each page of the case.

use askama::Template;

use super::{Content, Markup};

#[derive(Clone, Debug, Default, Template)]
#[template(path = "components/identity_bar.html")]
pub struct IdentityBar {
    pub title: Content,
    pub reference: Content,
    pub actions: Vec<Markup>,
    pub label: String,
}

shown!(IdentityBar);

impl IdentityBar {
    /// The label names the landmark: the bar stands outside `main`.
    pub fn new(reference: impl Into<Content>, title: impl Into<Content>) -> Self {
        let label = "This case".to_owned();
        Self { title: title.into(), reference: reference.into(), label, ..Self::default() }
    }

    #[must_use]
    pub fn label(mut self, label: &str) -> Self {
        self.label = label.to_owned();
        self
    }

    /// A button or link at the far end.
    #[must_use]
    pub fn action(mut self, action: impl Into<Markup>) -> Self {
        self.actions.push(action.into());
        self
    }
}
