//! A page-wide message: what was done, or what to think of before going on.

use askama::Template;
use serde::Deserialize;

use super::options::items;
use super::{Attributes, Button, Classes, Content, Link, Markup};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/panel.html")]
pub struct Panel {
    pub title_text: String,
    pub title_html: Option<Markup>,
    #[serde(flatten)]
    pub content: Content,
    pub heading_level: Option<u8>,
    /// Of an interruption only: a confirmation is an end.
    pub actions: Option<PanelActions>,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PanelActions {
    #[serde(deserialize_with = "items")]
    pub items: Vec<PanelAction>,
    pub classes: Classes,
    pub attributes: Attributes,
}

/// A link when it has an address and no type, else a button.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PanelAction {
    #[serde(flatten)]
    pub content: Content,
    pub href: Option<String>,
    pub r#type: Option<String>,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(Panel);
adjustable!(Panel);

impl Panel {
    pub fn confirmation(title: &str, content: impl Into<Content>) -> Self {
        Self { title_text: title.to_owned(), content: content.into(), ..Self::default() }
    }

    /// A stop before a grave step, as opening a restricted case.
    pub fn interruption(title: &str, content: impl Into<Content>) -> Self {
        Self::confirmation(title, content).classes(INTERRUPTION)
    }

    /// A button that sends the form of that id.
    #[must_use]
    pub fn submits(mut self, text: &str, form_id: &str) -> Self {
        let mut attributes = Attributes::default();
        attributes.add("form", form_id);
        let (content, r#type) = (Content::from(text), Some("submit".to_owned()));
        let action = PanelAction { content, r#type, attributes, ..PanelAction::default() };
        self.actions.get_or_insert_default().items.push(action);
        self
    }

    #[must_use]
    pub fn link(mut self, text: &str, href: &str) -> Self {
        let (content, href) = (Content::from(text), Some(href.to_owned()));
        let action = PanelAction { content, href, ..PanelAction::default() };
        self.actions.get_or_insert_default().items.push(action);
        self
    }

    fn is_interruption(&self) -> bool {
        self.classes.mention(INTERRUPTION)
    }

    fn kind(&self) -> &'static str {
        if self.is_interruption() { "" } else { " govuk-panel--confirmation" }
    }

    fn title(&self) -> Content {
        Content::either(self.title_html.as_ref(), &self.title_text)
    }

    fn level(&self) -> u8 {
        self.heading_level.unwrap_or(1)
    }

    fn shown_actions(&self) -> Option<&PanelActions> {
        self.actions.as_ref().filter(|_| self.is_interruption())
    }
}

impl PanelAction {
    fn shown(&self) -> Markup {
        match (&self.href, &self.r#type) {
            (Some(href), None) => self.as_link(href),
            (Some(_) | None, _) => self.as_button(),
        }
    }

    fn as_link(&self, href: &str) -> Markup {
        let link = Link {
            classes: first("govuk-link--inverse", &self.classes),
            attributes: self.attributes.clone(),
            ..Link::new(self.content.clone(), href)
        };
        Markup::of(&link)
    }

    fn as_button(&self) -> Markup {
        let button = Button {
            content: self.content.clone(),
            href: self.href.clone(),
            r#type: self.r#type.clone(),
            classes: first("govuk-button--inverse", &self.classes),
            attributes: self.attributes.clone(),
            ..Button::default()
        };
        Markup::of(&button)
    }
}

const INTERRUPTION: &str = "govuk-panel--interruption";

fn first(name: &str, others: &Classes) -> Classes {
    let mut classes = Classes::from(name);
    if !others.is_empty() {
        classes.add(others.to_string().trim_start());
    }
    classes
}
