//! A date in three boxes, for a date people know by heart.

use std::collections::BTreeMap;

use askama::Template;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::field::Above;
use super::fieldset::Opening;
use super::options::{Styled, items, scalar, text_of};
use super::{Attributes, Classes, ErrorMessage, Fieldset, Hint, Input, Label, Legend};

#[derive(Clone, Debug, Default, Deserialize, Template)]
#[serde(default, rename_all = "camelCase")]
#[template(path = "components/date_input.html")]
pub struct DateInput {
    pub id: String,
    pub name_prefix: Option<String>,
    pub fieldset: Option<Fieldset>,
    pub hint: Option<Hint>,
    pub error_message: Option<ErrorMessage>,
    #[serde(deserialize_with = "part_unless_false")]
    pub day: Part,
    #[serde(deserialize_with = "part_unless_false")]
    pub month: Part,
    #[serde(deserialize_with = "part_unless_false")]
    pub year: Part,
    /// In place of day, month and year.
    #[serde(deserialize_with = "items")]
    pub items: Vec<DatePart>,
    #[serde(deserialize_with = "texts")]
    pub values: BTreeMap<String, String>,
    pub form_group: Styled,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DatePart {
    pub name: Option<String>,
    pub id: Option<String>,
    pub label: Option<String>,
    #[serde(deserialize_with = "scalar")]
    pub value: Option<String>,
    /// Whether the box is marked; when the date has an error and no box is named, all are.
    pub error: Option<bool>,
    pub autocomplete: Option<String>,
    pub pattern: Option<String>,
    pub inputmode: Option<String>,
    pub classes: Classes,
    pub attributes: Attributes,
}

#[derive(Clone, Debug)]
pub enum Part {
    Asked(Box<DatePart>),
    LeftOut,
}

shown!(DateInput);
adjustable!(DateInput);
asks!(DateInput);

impl Default for Part {
    fn default() -> Self {
        Self::Asked(Box::default())
    }
}

impl DateInput {
    /// Sends `{name}-day`, `{name}-month` and `{name}-year`.
    pub fn new(name: &str, legend: impl Into<Legend>) -> Self {
        Self {
            id: name.to_owned(),
            name_prefix: Some(name.to_owned()),
            fieldset: Some(Fieldset::under(legend)),
            ..Self::default()
        }
    }

    /// What was typed, which need not be a date.
    #[must_use]
    pub fn typed(mut self, day: &str, month: &str, year: &str) -> Self {
        for (part, typed) in [("day", day), ("month", month), ("year", year)] {
            self.values.insert(self.name_of(part), typed.to_owned());
        }
        self
    }

    #[must_use]
    pub fn value(self, date: jiff::civil::Date) -> Self {
        let (day, month, year) = (date.day(), date.month(), date.year());
        self.typed(&day.to_string(), &month.to_string(), &year.to_string())
    }

    /// Name an error `{name}-day` (or month, or year) to mark one box and to let the error
    /// summary lead to it; named `{name}` it marks all three, and nothing can lead there.
    #[must_use]
    pub fn error_from<F: AsRef<str>, M: AsRef<str>>(mut self, errors: &[(F, M)]) -> Self {
        let whole = super::error_message::find(errors, &self.id);
        let mut message = whole;
        for part in ["day", "month", "year"] {
            let wrong = super::error_message::find(errors, &self.name_of(part));
            self.mark(part, whole.is_some() || wrong.is_some());
            message = message.or(wrong);
        }
        match message {
            Some(message) => self.error(message),
            None => self,
        }
    }

    fn mark(&mut self, part: &str, wrong: bool) {
        let place = match part {
            "day" => &mut self.day,
            "month" => &mut self.month,
            _ => &mut self.year,
        };
        match place {
            Part::Asked(asked) => asked.error = Some(wrong),
            Part::LeftOut => {}
        }
    }

    fn name_of(&self, part: &str) -> String {
        match &self.name_prefix {
            Some(prefix) => format!("{prefix}-{part}"),
            None => part.to_owned(),
        }
    }

    fn above(&self) -> Above {
        Above::choices(&self.id, self.hint.as_ref(), self.error_message.as_ref())
    }

    fn opening(&self) -> Option<Opening<'_>> {
        let fieldset = self.fieldset.as_ref()?;
        let described_by = self.above().described_by(fieldset.described_by.as_deref());
        Some(fieldset.grouped(described_by))
    }

    fn boxes(&self) -> Vec<Input> {
        let asked = self.asked();
        if self.items.is_empty() {
            return asked.iter().map(|(kind, part)| self.input(part, kind)).collect();
        }
        let items = self.items.iter().map(|item| {
            let kind = item.name.as_deref().unwrap_or_default();
            let part = asked.iter().find(|(asked, _)| *asked == kind);
            let value = item.value.as_ref().or_else(|| part?.1.value.as_ref());
            self.input(&DatePart { value: value.cloned(), ..item.clone() }, kind)
        });
        items.collect()
    }

    fn asked(&self) -> Vec<(&'static str, &DatePart)> {
        let all = [("day", &self.day), ("month", &self.month), ("year", &self.year)];
        let asked = all.into_iter().filter_map(|(kind, part)| match part {
            Part::Asked(part) => Some((kind, part.as_ref())),
            Part::LeftOut => None,
        });
        asked.collect()
    }

    fn is_marked(&self, part: &DatePart) -> bool {
        let asked = self.asked();
        let mut parts = self.items.iter().chain(asked.iter().map(|(_, part)| *part));
        let any_is_named =
            parts.any(|part| part.error == Some(true) || part.classes.mention(ERROR));
        part.error.unwrap_or(self.error_message.is_some() && !any_is_named)
    }

    fn input(&self, part: &DatePart, kind: &str) -> Input {
        let name = part.name.as_deref().unwrap_or(kind);
        let full_name = self.name_of(name);
        let given = part.value.as_ref().or_else(|| self.values.get(&full_name));
        let mut label = Label::new(part.label.clone().unwrap_or_else(|| capitalised(name)));
        label.classes.add("govuk-date-input__label");
        Input {
            id: Some(part.id.clone().unwrap_or_else(|| format!("{}-{name}", self.id))),
            value: given.cloned(),
            label,
            inputmode: Some(part.inputmode.clone().unwrap_or_else(|| "numeric".to_owned())),
            autocomplete: part.autocomplete.clone(),
            pattern: part.pattern.clone(),
            classes: self.classes_of(part, kind),
            attributes: part.attributes.clone(),
            name: full_name,
            ..Input::default()
        }
    }

    fn classes_of(&self, part: &DatePart, kind: &str) -> Classes {
        let mut classes = Classes::from("govuk-date-input__input");
        if self.is_marked(part) {
            classes.add(ERROR);
        }
        if !part.classes.mention("govuk-input--width-") {
            let width = if kind == "year" { 4 } else { 2 };
            classes.add(&format!("govuk-input--width-{width}"));
        }
        if !part.classes.is_empty() {
            classes.add(part.classes.to_string().trim_start());
        }
        classes
    }
}

const ERROR: &str = "govuk-input--error";

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn part_unless_false<'de, D: Deserializer<'de>>(from: D) -> Result<Part, D::Error> {
    let value = Value::deserialize(from)?;
    if value == Value::Bool(false) {
        return Ok(Part::LeftOut);
    }
    let part = DatePart::deserialize(value).map_err(serde::de::Error::custom)?;
    Ok(Part::Asked(Box::new(part)))
}

fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, String>, D::Error> {
    let values = BTreeMap::<String, Value>::deserialize(from)?;
    let given = values.into_iter();
    Ok(given.filter_map(|(name, value)| Some((name, text_of(&value)?))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(errors: &[(&str, &str)]) -> Vec<bool> {
        let date = DateInput::new("heard", "When was it heard?").error_from(errors);
        date.boxes().iter().map(|input| input.classes.mention(ERROR)).collect()
    }

    #[test]
    fn an_error_marks_the_box_it_names() {
        assert_eq!(marked(&[("heard-month", "Enter a month")]), [false, true, false]);
        assert_eq!(marked(&[("heard", "Enter a date")]), [true, true, true]);
        assert_eq!(marked(&[("other", "Enter it")]), [false, false, false]);
    }

    #[test]
    fn a_date_fills_the_three_boxes() {
        let date = DateInput::new("heard", "When?").value(jiff::civil::date(2026, 3, 27));
        let values: Vec<_> = date.boxes().into_iter().filter_map(|input| input.value).collect();
        assert_eq!(values, ["27", "3", "2026"]);
    }
}
