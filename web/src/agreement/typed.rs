//! Answers that the forms about sharing have in common: days, and kinds of information.

use crate::{
    components::{Checkboxes, DateInput},
    form::Answers,
};
use domain::{agreement::BASIS_CLASSES, policy::FieldClass};
use jiff::civil::Date;
use std::collections::BTreeSet;

pub(crate) type Errors = Vec<(&'static str, String)>;

/// The answers of a form that was sent, or none where it is shown for the first time.
#[derive(Clone, Copy, Default)]
pub(crate) struct Typed<'a>(pub Option<&'a Answers>);

impl Typed<'_> {
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.map_or("", |answers| answers.get(name))
    }

    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        let all = |answers: &Answers| answers.all(name).map(str::to_owned).collect();
        self.0.map_or(Vec::new(), all)
    }

    /// Three boxes with what was typed into them.
    pub(crate) fn date(&self, name: &str, legend: &str) -> DateInput {
        let [day, month, year] = parts(name);
        DateInput::new(name, legend).typed(self.get(&day), self.get(&month), self.get(&year))
    }
}

fn parts(name: &str) -> [String; 3] {
    ["day", "month", "year"].map(|part| format!("{name}-{part}"))
}

/// The day in three boxes; nothing where all of them are empty.
pub(crate) fn day(answers: &Answers, name: &str) -> Result<Option<Date>, String> {
    let [day, month, year] = parts(name).map(|part| answers.get(&part).trim().to_owned());
    if [&day, &month, &year].iter().all(|part| part.is_empty()) {
        return Ok(None);
    }
    let date = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    let date = date().filter(|date| (1900..2200).contains(&date.year()));
    date.map(Some).ok_or_else(|| "Enter a day, month and year, such as 31 3 2027.".to_owned())
}

/// The boxes for kinds of information, without those that always belong to it.
pub(crate) fn classes(legend: &str, offered: &[FieldClass], typed: Typed<'_>) -> Checkboxes {
    let items = offered.iter().filter(|class| !BASIS_CLASSES.contains(class));
    Checkboxes::new("class", legend)
        .hint("Who the person is and in which cases they stand always belongs to it.")
        .items(items.map(|class| (class.code(), class.words())))
        .values(typed.all("class"))
}

/// What was chosen, with what always belongs to it.
pub(crate) fn chosen_classes(answers: &Answers) -> BTreeSet<FieldClass> {
    let chosen = answers.all("class").filter_map(FieldClass::from_code);
    chosen.chain(BASIS_CLASSES).collect()
}

/// `Names, date of birth, sex and numbers; Housing`
pub(crate) fn class_words(classes: &BTreeSet<FieldClass>) -> String {
    classes.iter().map(|class| class.words()).collect::<Vec<_>>().join("; ")
}
