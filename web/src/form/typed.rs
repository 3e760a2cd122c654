//! Answers as they were typed, to be shown again or read as a day.

use super::Answers;
use crate::components::DateInput;
use jiff::civil::Date;

/// What is wrong with a form: each field by the name of its first box, and what to do about it.
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
