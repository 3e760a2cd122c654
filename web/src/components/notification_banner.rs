//! News about what was done or what has come, above the page's heading.

use askama::Template;
use serde::Deserialize;

use super::{Attributes, Classes, Content, Markup};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/notification_banner.html")]
pub struct NotificationBanner {
    #[serde(flatten)]
    pub content: Content,
    pub title_text: String,
    pub title_html: Option<Markup>,
    pub title_heading_level: Option<u8>,
    pub title_id: Option<String>,
    pub r#type: Option<String>,
    pub role: Option<String>,
    pub disable_auto_focus: Option<bool>,
    pub classes: Classes,
    pub attributes: Attributes,
}

shown!(NotificationBanner);
adjustable!(NotificationBanner);

impl NotificationBanner {
    pub fn new(content: impl Into<Content>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// What the user did has worked; screen readers say it at once.
    pub fn success(content: impl Into<Content>) -> Self {
        Self { r#type: Some("success".to_owned()), ..Self::new(content) }
    }

    #[must_use]
    pub fn title(mut self, title: &str) -> Self {
        self.title_text = title.to_owned();
        self
    }

    fn is_success(&self) -> bool {
        self.r#type.as_deref() == Some("success")
    }

    fn said_role(&self) -> &str {
        let usual = if self.is_success() { "alert" } else { "region" };
        self.role.as_deref().unwrap_or(usual)
    }

    fn said_title(&self) -> Content {
        let usual = if self.is_success() { "Success" } else { "Important" };
        let given = Content::either(self.title_html.as_ref(), &self.title_text);
        if given.is_empty() { Content::from(usual) } else { given }
    }

    fn title_id(&self) -> &str {
        self.title_id.as_deref().unwrap_or("govuk-notification-banner-title")
    }

    fn level(&self) -> u8 {
        self.title_heading_level.unwrap_or(2)
    }
}
