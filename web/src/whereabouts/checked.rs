//! Free text is looked through before it is kept: what tells where somebody is, many would read.
//!
//! A form calls [`errors`] before it saves, and shows its text area as a [`FreeText`]. Whoever
//! wrote the text takes the words out, writes them down where they are sealed, or says that they
//! have looked at them.

use crate::{
    components::{Checkboxes, Textarea},
    form::{Answers, Errors},
};
use askama::Template;
use domain::{ids::PersonId, whereabouts::find_in_text};

const SAYS: &str =
    "This may tell where somebody is. Take it out, or tick below that you have checked it.";

/// Longer than any form keeps: such a text is refused for its length.
const CHARS_MOST: usize = 10_000;

/// A text area whose text was looked through.
#[derive(Template)]
#[template(path = "whereabouts/checked.html")]
pub(crate) struct FreeText {
    area: Textarea,
    found: Vec<(String, &'static str)>,
    /// The page where it can be written down sealed, and opened by few.
    sealed: Option<String>,
    tick: Checkboxes,
}

impl FreeText {
    /// A text area that tells what was found where `errors` says that something was.
    pub(crate) fn new(area: Textarea, errors: &Errors) -> FreeText {
        let is_asked = errors.iter().any(|(name, words)| *name == area.name && words == SAYS);
        let text = area.value.clone().unwrap_or_default();
        let found = if is_asked { found(&text) } else { Vec::new() };
        let tick = Checkboxes::single(
            &tick_of(&area.name),
            "yes",
            "I have checked it: it does not tell where anybody is, or it has to stand here",
        );
        FreeText { area, found, sealed: None, tick }
    }

    /// Offers to write it down with the person instead.
    #[must_use]
    pub(crate) fn about(mut self, person: PersonId) -> FreeText {
        self.sealed = Some(format!("/people/{person}/whereabouts/add"));
        self
    }
}

impl askama::filters::HtmlSafe for FreeText {}

fn tick_of(field: &str) -> String {
    format!("{field}-checked")
}

/// What was found in which of these fields and not yet looked at. One line in each form's `submit`.
pub(crate) fn errors(answers: &Answers, fields: &[&'static str]) -> Errors {
    let is_open = |field: &&'static str| {
        let tick = tick_of(field);
        answers.get(&tick) != "yes" && !found(answers.get(field)).is_empty()
    };
    fields.iter().copied().filter(is_open).map(|field| (field, SAYS.to_owned())).collect()
}

/// Each thing found, in the words of the text, and what it is.
fn found(text: &str) -> Vec<(String, &'static str)> {
    if CHARS_MOST < text.chars().count() {
        return Vec::new();
    }
    let found = find_in_text(text).into_iter();
    found.map(|found| (text[found.at].to_owned(), found.finding.words())).collect()
}
