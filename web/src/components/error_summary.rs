//! All that is wrong with a form, at the top of its page, each with a link to its field.

use askama::Template;
use serde::Deserialize;

use super::options::items;
use super::{Attributes, Classes, Content, Markup};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/error_summary.html")]
pub struct ErrorSummary {
    pub title_text: String,
    pub title_html: Option<Markup>,
    pub description_text: String,
    pub description_html: Option<Markup>,
    #[serde(deserialize_with = "items")]
    pub error_list: Vec<Problem>,
    pub disable_auto_focus: Option<bool>,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Problem {
    #[serde(flatten)]
    pub content: Content,
    pub href: Option<String>,
    pub attributes: Attributes,
}

shown!(ErrorSummary);
adjustable!(ErrorSummary);

impl ErrorSummary {
    /// A summary, or nothing when nothing is wrong.
    pub fn when_any<F: AsRef<str>, M: AsRef<str>>(errors: &[(F, M)]) -> Option<Self> {
        (!errors.is_empty()).then(|| Self::from(errors))
    }

    /// Something is wrong with the request as a whole, and no field can mend it.
    pub fn general(message: impl Into<Content>) -> Self {
        let problem = Problem { content: message.into(), ..Problem::default() };
        Self { error_list: vec![problem], ..Self::titled() }
    }

    fn titled() -> Self {
        Self { title_text: "There is a problem".to_owned(), ..Self::default() }
    }

    fn title(&self) -> Content {
        Content::either(self.title_html.as_ref(), &self.title_text)
    }

    fn description(&self) -> Content {
        Content::either(self.description_html.as_ref(), &self.description_text)
    }
}

impl<F: AsRef<str>, M: AsRef<str>> From<&[(F, M)]> for ErrorSummary {
    fn from(errors: &[(F, M)]) -> Self {
        let problems = errors.iter().map(|(field, message)| Problem {
            content: Content::from(message.as_ref()),
            href: Some(format!("#{}", field.as_ref())),
            attributes: Attributes::default(),
        });
        Self { error_list: problems.collect(), ..Self::titled() }
    }
}

impl<F: AsRef<str>, M: AsRef<str>, const N: usize> From<&[(F, M); N]> for ErrorSummary {
    fn from(errors: &[(F, M); N]) -> Self {
        Self::from(errors.as_slice())
    }
}

impl<F: AsRef<str>, M: AsRef<str>> From<&Vec<(F, M)>> for ErrorSummary {
    fn from(errors: &Vec<(F, M)>) -> Self {
        Self::from(errors.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::Input;

    #[test]
    fn the_summary_and_the_field_say_the_same() {
        let errors = [("email", "Enter an <email>")];
        let summary = ErrorSummary::from(&errors).to_string();
        assert!(summary.contains("<a href=\"#email\">Enter an &#60;email&#62;</a>"), "{summary}");
        let input = Input::email("email", "Email address").error_from(&errors).to_string();
        assert!(input.contains("id=\"email-error\""), "{input}");
        assert!(ErrorSummary::when_any::<&str, &str>(&[]).is_none());
    }
}
