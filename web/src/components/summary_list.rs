//! What is known of one thing, as pairs of name and value, alone or on a card.

use askama::Template;
use askama::filters::HtmlSafe;
use serde::Deserialize;

use super::options::items;
use super::{Attributes, Classes, Content};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/summary_list.html")]
pub struct SummaryList {
    #[serde(deserialize_with = "items")]
    pub rows: Vec<SummaryRow>,
    pub card: Option<SummaryCard>,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SummaryRow {
    pub key: SummaryPart,
    pub value: SummaryPart,
    pub actions: SummaryActions,
    pub classes: Classes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SummaryPart {
    #[serde(flatten)]
    pub content: Content,
    pub classes: Classes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SummaryCard {
    pub title: SummaryTitle,
    pub actions: SummaryActions,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SummaryTitle {
    #[serde(flatten)]
    pub content: Content,
    pub heading_level: Option<u8>,
    pub classes: Classes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SummaryActions {
    #[serde(deserialize_with = "items")]
    pub items: Vec<SummaryAction>,
    pub classes: Classes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SummaryAction {
    #[serde(flatten)]
    pub content: Content,
    pub href: String,
    pub visually_hidden_text: String,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(SummaryList);
adjustable!(SummaryList);

impl SummaryList {
    pub fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn row(self, key: impl Into<Content>, value: impl Into<Content>) -> Self {
        self.with_row(SummaryRow::new(key, value))
    }

    /// A row with an action, as `SummaryRow::new(..).action("Change", href, "name")`.
    #[must_use]
    pub fn with_row(mut self, row: SummaryRow) -> Self {
        self.rows.push(row);
        self
    }

    /// The list on a card with a heading of level 2.
    #[must_use]
    pub fn card(mut self, title: impl Into<Content>) -> Self {
        self.card.get_or_insert_default().title.content = title.into();
        self
    }

    /// A link beside the card's heading, which screen readers hear with the heading.
    #[must_use]
    pub fn card_action(mut self, text: impl Into<Content>, href: impl Into<String>) -> Self {
        let (content, href) = (text.into(), href.into());
        let action = SummaryAction { content, href, ..SummaryAction::default() };
        self.card.get_or_insert_default().actions.items.push(action);
        self
    }

    fn list(&self) -> List<'_> {
        let any_actions = self.rows.iter().any(|row| !row.actions.items.is_empty());
        List { list: self, any_actions }
    }
}

impl SummaryRow {
    pub fn new(key: impl Into<Content>, value: impl Into<Content>) -> Self {
        let key = SummaryPart { content: key.into(), classes: Classes::default() };
        let value = SummaryPart { content: value.into(), classes: Classes::default() };
        Self { key, value, ..Self::default() }
    }

    /// A link at the row's end; `about` tells screen readers which row it changes.
    #[must_use]
    pub fn action(mut self, text: &str, href: impl Into<String>, about: &str) -> Self {
        let action = SummaryAction {
            content: Content::from(text),
            href: href.into(),
            visually_hidden_text: about.to_owned(),
            ..SummaryAction::default()
        };
        self.actions.items.push(action);
        self
    }
}

impl SummaryCard {
    fn level(&self) -> u8 {
        self.title.heading_level.unwrap_or(2)
    }

    fn links(&self) -> impl Iterator<Item = ActionLink<'_>> {
        let card_title = Some(&self.title.content);
        self.actions.items.iter().map(move |action| ActionLink { action, card_title })
    }
}

#[derive(Template)]
#[template(path = "components/summary_list_rows.html")]
struct List<'a> {
    list: &'a SummaryList,
    any_actions: bool,
}

impl HtmlSafe for List<'_> {}

impl List<'_> {
    fn lacks_actions(&self, row: &SummaryRow) -> bool {
        self.any_actions && row.actions.items.is_empty()
    }

    fn links<'a>(&'a self, row: &'a SummaryRow) -> impl Iterator<Item = ActionLink<'a>> {
        let card_title = self.list.card.as_ref().map(|card| &card.title.content);
        row.actions.items.iter().map(move |action| ActionLink { action, card_title })
    }
}

/// On a page with several cards, screen readers tell their links apart by the cards' titles.
#[derive(Template)]
#[template(path = "components/summary_action.html")]
struct ActionLink<'a> {
    action: &'a SummaryAction,
    card_title: Option<&'a Content>,
}

impl HtmlSafe for ActionLink<'_> {}

impl ActionLink<'_> {
    fn title(&self) -> Option<&Content> {
        self.card_title.filter(|title| !title.is_empty())
    }

    fn has_hidden_text(&self) -> bool {
        !self.action.visually_hidden_text.is_empty() || self.title().is_some()
    }
}
