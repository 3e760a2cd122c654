//! A message that stays in sight while it holds, as how to contact someone safely.

use askama::Template;

use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Template)]
#[template(path = "components/alert.html")]
pub struct Alert {
    pub kind: AlertKind,
    /// Names the landmark, and is the heading when one is shown.
    pub title: String,
    pub shows_title: bool,
    pub content: Content,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlertKind {
    #[default]
    Information,
    Success,
    Warning,
    Error,
}

shown!(Alert);
adjustable!(Alert);

impl Alert {
    pub fn information(title: &str, content: impl Into<Content>) -> Self {
        Self::of(AlertKind::Information, title, content)
    }

    pub fn success(title: &str, content: impl Into<Content>) -> Self {
        Self::of(AlertKind::Success, title, content)
    }

    pub fn warning(title: &str, content: impl Into<Content>) -> Self {
        Self::of(AlertKind::Warning, title, content)
    }

    pub fn error(title: &str, content: impl Into<Content>) -> Self {
        Self::of(AlertKind::Error, title, content)
    }

    fn of(kind: AlertKind, title: &str, content: impl Into<Content>) -> Self {
        let (title, content) = (title.to_owned(), content.into());
        Self { kind, title, content, shows_title: true, ..Self::default() }
    }

    /// For one short sentence: the title is heard and not seen.
    #[must_use]
    pub fn without_heading(mut self) -> Self {
        self.shows_title = false;
        self
    }
}

impl AlertKind {
    fn name(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Drawn by us on a square of 30: a disc, a tick, a triangle, an octagon.
    fn icon(self) -> &'static str {
        match self {
            Self::Information => concat!(
                "M15 2a13 13 0 1 0 0 26 13 13 0 0 0 0-26z",
                "m-1.6 5h3.2v3.2h-3.2zm0 5.6h3.2V23h-3.2z",
            ),
            Self::Success => "M11.6 24.4 3 15.8l3-3 5.6 5.6L24 6l3 3z",
            Self::Warning => "M15 2.5 29 27.5H1zm-1.6 8v8.4h3.2v-8.4zm0 10.6v3.2h3.2v-3.2z",
            Self::Error => concat!(
                "M9.6 2h10.8L28 9.6v10.8L20.4 28H9.6L2 20.4V9.6z",
                "M13.4 7v10h3.2V7zm0 12.6v3.2h3.2v-3.2z",
            ),
        }
    }
}
