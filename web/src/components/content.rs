//! What fills a component: text, which is escaped, or markup, which only templates can make.

use std::borrow::Cow;
use std::fmt;

use askama::Template;
use askama::filters::{Escaper, Html, HtmlSafe};
use serde::Deserialize;
use serde_json::Value;

/// HTML that was written by us or rendered by a template.
///
/// Danger: this is the only type that is shown unescaped. There is deliberately no way from a
/// `String` into it, and a page's `Answers` must never hold one: `Deserialize` is here so that
/// the official fixtures can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Markup(Cow<'static, str>);

impl Markup {
    /// HTML that stands in our source, so that nobody can have typed it into a form.
    pub const fn fixed(html: &'static str) -> Self {
        Self(Cow::Borrowed(html))
    }

    /// The output of a template, which has escaped all that came from outside.
    pub fn of(template: &impl Template) -> Self {
        let html = template.render();
        Self(Cow::Owned(html.expect("writing to a string cannot fail")))
    }

    /// This markup followed by another.
    #[must_use]
    pub fn and(self, next: impl Into<Self>) -> Self {
        Self(Cow::Owned(format!("{self}\n{}", next.into())))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

/// Text or markup, as the options `text` and `html` of the design system.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Given")]
pub enum Content {
    Text(String),
    Html(Markup),
}

impl Content {
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Html(markup) => markup.is_empty(),
        }
    }

    /// Markup when there is any, else the text: the rule of all components.
    pub(super) fn either(html: Option<&Markup>, text: &str) -> Self {
        match html {
            Some(markup) if !markup.is_empty() => Self::Html(markup.clone()),
            Some(_) | None => Self::Text(text.to_owned()),
        }
    }
}

impl Default for Content {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => Html.write_escaped_str(f, text),
            Self::Html(markup) => markup.fmt(f),
        }
    }
}

impl HtmlSafe for Content {}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Content {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Markup> for Content {
    fn from(markup: Markup) -> Self {
        Self::Html(markup)
    }
}

/// The options as the design system names them; `html: false` stands for none.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Given {
    text: Value,
    html: Value,
}

impl From<Given> for Content {
    fn from(given: Given) -> Self {
        match given.html.as_str() {
            Some(html) if !html.is_empty() => Self::Html(Markup(Cow::Owned(html.to_owned()))),
            Some(_) | None => Self::Text(super::options::text_of(&given.text).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_markup_is_not() {
        let typed = Content::from("<script>alert('x')</script>");
        let shown = typed.to_string();
        assert!(!shown.contains('<'), "{shown}");
        assert_eq!(Content::from(Markup::fixed("<b>x</b>")).to_string(), "<b>x</b>");
    }

    #[test]
    fn empty_markup_gives_way_to_text() {
        let content = Content::either(Some(&Markup::fixed("")), "a & b");
        assert_eq!(content, Content::from("a & b"));
    }
}
