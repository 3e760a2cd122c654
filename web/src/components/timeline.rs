//! What happened, one event below the other.

use askama::Template;

use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Template)]
#[template(path = "components/timeline.html")]
pub struct Timeline {
    pub items: Vec<TimelineItem>,
    pub heading_level: u8,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default)]
pub struct TimelineItem {
    pub title: Content,
    pub by: Content,
    /// What a machine reads, as `2026-11-22T14:40:00Z`; a day alone is as good.
    pub datetime: String,
    /// What a person reads, as `22 November 2026 at 2:40pm`.
    pub when: String,
    pub content: Content,
}

shown!(Timeline);
adjustable!(Timeline);

impl Timeline {
    /// Events with headings of level 3: the timeline stands below a heading of its own.
    pub fn new() -> Self {
        Self { heading_level: 3, ..Self::default() }
    }

    #[must_use]
    pub fn item(mut self, item: TimelineItem) -> Self {
        self.items.push(item);
        self
    }
}

impl TimelineItem {
    pub fn new(title: impl Into<Content>, datetime: &str, when: &str) -> Self {
        let (datetime, when) = (datetime.to_owned(), when.to_owned());
        Self { title: title.into(), datetime, when, ..Self::default() }
    }

    /// Who did it.
    #[must_use]
    pub fn by(mut self, whom: impl Into<Content>) -> Self {
        self.by = whom.into();
        self
    }

    #[must_use]
    pub fn content(mut self, content: impl Into<Content>) -> Self {
        self.content = content.into();
        self
    }
}
