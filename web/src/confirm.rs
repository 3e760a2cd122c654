//! A stop before a step that matters: what it does, and a button that does it.

use crate::{
    answer::{Answer, page},
    components::{BackLink, Button},
    frame::Frame,
};
use askama::Template;

/// What is about to be done.
pub(crate) struct Step {
    pub heading: String,
    pub sentences: Vec<String>,
    pub button: &'static str,
    pub is_warning: bool,
    /// Where the form goes.
    pub action: String,
    pub version: i64,
    /// Back to where one came from.
    pub back: String,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct Page {
    frame: Frame,
    step: Step,
    button: Button,
    back: BackLink,
}

pub(crate) fn show(frame: Frame, step: Step) -> Answer {
    let button = Button::new(step.button).attribute("data-prevent-double-click", "true");
    let button = if step.is_warning { button.warning() } else { button };
    let back = BackLink::new(&step.back);
    page(&Page { frame, step, button, back })
}
