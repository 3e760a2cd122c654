//! The fields of one thing that is written down of where somebody is.

use crate::{
    components::{Choice, DateInput, Input, Radios, Textarea},
    form::{Answers, Errors, Typed, day},
    words,
};
use domain::whereabouts::{WhereaboutsClass, WhereaboutsNote, WhereaboutsRefused};
use jiff::civil::Date;

/// The fields, as they are shown.
pub(super) struct Fields {
    pub class: Radios,
    pub text: Textarea,
    pub safe_contact: Input,
    pub from: DateInput,
    pub until: DateInput,
}

/// Fields with what was typed before.
pub(super) fn typed(answers: Option<&Answers>, errors: &Errors) -> Fields {
    let get = |name: &str| answers.map_or("", |answers| answers.get(name)).to_owned();
    let typed = Typed(answers);
    let shown = Fields {
        class: class(&get("class")),
        text: text(&get("text")),
        safe_contact: safe_contact(&get("safe_contact")),
        from: typed.date("from", FROM),
        until: typed.date("until", UNTIL),
    };
    Fields {
        class: shown.class.error_from(errors),
        text: shown.text.error_from(errors),
        safe_contact: shown.safe_contact.error_from(errors),
        from: shown.from.error_from(errors),
        until: shown.until.error_from(errors),
    }
}

/// Fields with what stands there.
pub(super) fn standing(note: &WhereaboutsNote) -> Fields {
    let date = |name, legend, day: Option<Date>| {
        let input = DateInput::new(name, legend);
        match day {
            Some(day) => input.value(day),
            None => input,
        }
    };
    Fields {
        class: class(note.class.code()),
        text: text(note.text()),
        safe_contact: safe_contact(note.safe_contact().unwrap_or_default()),
        from: date("from", FROM, note.from()),
        until: date("until", UNTIL, note.until()),
    }
}

const FROM: &str = "Since when (leave empty if not known)";
const UNTIL: &str = "Until when (leave empty if it still holds)";

fn class(value: &str) -> Radios {
    let choice = |class: &WhereaboutsClass| Choice::new(class.code(), class.words());
    let radios = Radios::new("class", "What is it?").value(value);
    WhereaboutsClass::ALL.iter().fold(radios, |radios, class| radios.choice(choice(class)))
}

fn text(value: &str) -> Textarea {
    Textarea::new("text", "Address, name or number")
        .hint("Such as 4 Orchard Row, PE13 1AB. It is sealed as soon as you save it.")
        .rows(3)
        .value(value)
}

fn safe_contact(value: &str) -> Input {
    Input::new("safe_contact", "How to reach them safely there")
        .hint("Such as: text only, before 3 pm. Never leave a voicemail.")
        .autocomplete("off")
        .value(value)
}

/// What was typed, or what is wrong with it.
pub(super) fn parse(answers: &Answers) -> Result<WhereaboutsNote, Errors> {
    let mut errors = Errors::new();
    let class = WhereaboutsClass::from_code(answers.get("class"));
    if class.is_none() {
        errors.push(("class", said(WhereaboutsRefused::Class)));
    }
    let from = day(answers, "from").map_err(|why| errors.push(("from-day", why)));
    let until = day(answers, "until").map_err(|why| errors.push(("until-day", why)));
    let days = (from.unwrap_or_default(), until.unwrap_or_default());
    let texts = (answers.get("text"), answers.get("safe_contact"));
    // The rest is checked with any class, so that all errors are told at once.
    let note = WhereaboutsNote::new(class.unwrap_or(WhereaboutsClass::Current), texts, days);
    match note {
        Ok(note) if errors.is_empty() => Ok(note),
        Ok(_) => Err(errors),
        Err(refused) => {
            errors.push((field_of(refused), said(refused)));
            Err(errors)
        }
    }
}

pub(super) fn field_of(refused: WhereaboutsRefused) -> &'static str {
    match refused {
        WhereaboutsRefused::Class => "class",
        WhereaboutsRefused::Text => "text",
        WhereaboutsRefused::SafeContact => "safe_contact",
        WhereaboutsRefused::Days => "until-day",
    }
}

fn said(refused: WhereaboutsRefused) -> String {
    words::capital(&refused.to_string())
}
