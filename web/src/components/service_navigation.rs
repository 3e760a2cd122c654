//! The service's name and its main parts, below the header.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::options::items;
use super::{Attributes, Classes, Content, Markup};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/service_navigation.html")]
pub struct ServiceNavigation {
    pub service_name: Option<String>,
    pub service_url: Option<String>,
    #[serde(deserialize_with = "items")]
    pub navigation: Vec<NavigationItem>,
    pub navigation_id: Option<String>,
    pub navigation_label: Option<String>,
    pub navigation_classes: Classes,
    pub menu_button_text: Option<String>,
    pub menu_button_label: Option<String>,
    pub collapse_navigation_on_mobile: Option<bool>,
    pub aria_label: Option<String>,
    pub slots: Slots,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NavigationItem {
    #[serde(flatten)]
    pub content: Content,
    pub href: Option<String>,
    /// This very page.
    pub current: bool,
    /// A page below this item.
    pub active: bool,
    pub attributes: Attributes,
}

/// Places for other markup.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Slots {
    pub start: Markup,
    #[serde(deserialize_with = "end")]
    pub end: EndSlot,
    pub navigation_start: Markup,
    pub navigation_end: Markup,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EndSlot {
    pub html: Markup,
    /// `inline` puts it beside the navigation instead of below.
    pub align: Option<String>,
}

shown!(ServiceNavigation);
adjustable!(ServiceNavigation);

impl ServiceNavigation {
    pub fn new(service_name: &str, service_url: &str) -> Self {
        Self {
            service_name: Some(service_name.to_owned()),
            service_url: Some(service_url.to_owned()),
            ..Self::default()
        }
    }

    #[must_use]
    pub fn item(self, text: &str, href: &str) -> Self {
        self.with_item(NavigationItem::new(text, href))
    }

    /// The part of the service that the page belongs to.
    #[must_use]
    pub fn active_item(self, text: &str, href: &str) -> Self {
        self.with_item(NavigationItem { active: true, ..NavigationItem::new(text, href) })
    }

    #[must_use]
    pub fn with_item(mut self, item: NavigationItem) -> Self {
        self.navigation.push(item);
        self
    }

    /// Who is signed in and how to leave, at the far end of the same line.
    #[must_use]
    pub fn at_the_end(mut self, markup: impl Into<Markup>) -> Self {
        self.slots.end = EndSlot { html: markup.into(), align: Some("inline".to_owned()) };
        self
    }

    fn element(&self) -> &'static str {
        if self.is_section() { "section" } else { "div" }
    }

    /// With a name or a slot it is a landmark of its own.
    fn is_section(&self) -> bool {
        let slots = [&self.slots.start, &self.slots.end.html];
        self.service_name.is_some() || slots.iter().any(|slot| !slot.is_empty())
    }

    fn has_navigation(&self) -> bool {
        let slots = [&self.slots.navigation_start, &self.slots.navigation_end];
        !self.navigation.is_empty() || slots.iter().any(|slot| !slot.is_empty())
    }

    fn collapses(&self) -> bool {
        self.collapse_navigation_on_mobile.unwrap_or(1 < self.navigation.len())
    }

    fn is_inline(&self) -> bool {
        self.slots.end.align.as_deref() == Some("inline")
    }

    fn section_label(&self) -> &str {
        self.aria_label.as_deref().unwrap_or("Service information")
    }

    fn id(&self) -> &str {
        self.navigation_id.as_deref().unwrap_or("navigation")
    }

    fn menu_text(&self) -> &str {
        self.menu_button_text.as_deref().unwrap_or("Menu")
    }

    fn menu_label(&self) -> Option<&str> {
        self.menu_button_label.as_deref().filter(|label| *label != self.menu_text())
    }

    fn label(&self) -> &str {
        self.navigation_label.as_deref().unwrap_or(self.menu_text())
    }
}

impl NavigationItem {
    pub fn new(text: &str, href: &str) -> Self {
        let (content, href) = (Content::from(text), Some(href.to_owned()));
        Self { content, href, ..Self::default() }
    }

    fn shown(&self) -> Text<'_> {
        Text { item: self }
    }

    fn is_marked(&self) -> bool {
        self.current || self.active
    }

    fn aria_current(&self) -> &'static str {
        if self.current { "page" } else { "true" }
    }
}

/// The current item is bold too where the style sheet does not mark it.
#[derive(Template)]
#[template(path = "components/service_navigation_text.html")]
struct Text<'a> {
    item: &'a NavigationItem,
}

impl HtmlSafe for Text<'_> {}

/// The slot is markup, or markup with a place for it.
fn end<'de, D: Deserializer<'de>>(from: D) -> Result<EndSlot, D::Error> {
    let value = Value::deserialize(from)?;
    let slot = match value.is_object() {
        true => EndSlot::deserialize(value),
        false => Markup::deserialize(value).map(|html| EndSlot { html, align: None }),
    };
    slot.map_err(serde::de::Error::custom)
}
