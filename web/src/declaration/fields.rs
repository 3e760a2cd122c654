//! The people of a declaration as a form has them: one group of fields each, numbered from 1.

use crate::{
    components::{Fieldset, Input, Legend, Markup, Select},
    form::{Answers, Typed, day},
    words,
};
use askama::Template;
use domain::declaration::{
    DeclarationRefused, DeclaredPerson, DeclaredTexts, PEOPLE_MOST, StaffDeclaration, Tie,
};

/// What is wrong, by field: the fields are numbered, so their names are made.
pub(super) type FieldErrors = Vec<(String, String)>;

/// How many people the empty form has room for.
const FIRST: usize = 1;

#[derive(Template)]
#[template(path = "declaration/person.html")]
struct Group {
    given_names: Input,
    family_name: Input,
    former_names: Input,
    born: crate::components::DateInput,
    tie: Select,
    words: Input,
}

/// How many people the form that was sent has, and one more where that was asked for.
pub(super) fn count(typed: Typed<'_>) -> usize {
    let sent: usize = typed.get("people").parse().unwrap_or(FIRST);
    let more = usize::from(typed.get("another") == "yes");
    (sent + more).clamp(FIRST, PEOPLE_MOST)
}

fn name(place: usize, field: &str) -> String {
    format!("person-{place}-{field}")
}

/// The fields of one person, as they were typed.
pub(super) fn group(place: usize, typed: Typed<'_>, errors: &FieldErrors) -> Fieldset {
    let input = |field, label: &str| {
        let name = name(place, field);
        Input::new(&name, label).value(typed.get(&name)).autocomplete("off").error_from(errors)
    };
    let ties = Tie::ALL.iter().map(|tie| (tie.code(), tie.words()));
    let tie = name(place, "tie");
    let group = Group {
        given_names: input("given", "Given names"),
        family_name: input("family", "Family name"),
        former_names: input("former", "Earlier family names, if any")
            .hint("With a comma between them."),
        born: typed
            .date(&name(place, "born"), "Date of birth, if you know it")
            .hint("Such as 9 3 1984. With it fewer people are taken for them.")
            .error_from(errors),
        tie: Select::new(&tie, "How you know them")
            .item("", "Choose one")
            .items(ties)
            .value(typed.get(&tie))
            .error_from(errors),
        words: input("words", "Anything else that matters, if you like")
            .hint("Leave out where anybody lives."),
    };
    Fieldset::new(Legend::new(format!("Person {place}")).medium(), Markup::of(&group))
}

/// What the form declares.
pub(super) fn declared(answers: &Answers) -> Result<StaffDeclaration, FieldErrors> {
    let mut errors = FieldErrors::new();
    let mut people = Vec::new();
    for place in 1..=count(Typed(Some(answers))) {
        if !is_empty(answers, place) {
            people.extend(person(answers, place, &mut errors));
        }
    }
    let born = day(answers, "born");
    let born = born.map_err(|why| errors.push(("born-day".to_owned(), why))).unwrap_or_default();
    match answers.get("says") {
        "nobody" if !people.is_empty() => {
            let why = "You named somebody below: choose that you know them, or empty the fields.";
            errors.push(("says".to_owned(), why.to_owned()));
        }
        "nobody" | "people" => {}
        _ => errors.push(("says".to_owned(), "Choose one of the two.".to_owned())),
    }
    if answers.get("says") == "people" && people.is_empty() && errors.is_empty() {
        let why = "Name the first person, or choose that you know nobody.";
        errors.push((name(1, "given"), why.to_owned()));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    StaffDeclaration::new(born, people)
        .map_err(|refused| vec![("born-day".to_owned(), capital(refused))])
}

fn is_empty(answers: &Answers, place: usize) -> bool {
    let fields = ["given", "family", "former", "born-day", "born-month", "born-year", "words"];
    fields.iter().all(|field| answers.get(&name(place, field)).trim().is_empty())
}

fn person(answers: &Answers, place: usize, errors: &mut FieldErrors) -> Option<DeclaredPerson> {
    let names = ["given", "family", "former", "words"].map(|field| name(place, field));
    let [given_names, family_name, former_names, words] =
        names.each_ref().map(|name| answers.get(name));
    let born_name = name(place, "born");
    let born = day(answers, &born_name).map_err(|why| errors.push((first(&born_name), why)));
    let tie = Tie::from_code(answers.get(&name(place, "tie")));
    if tie.is_none() {
        errors.push((name(place, "tie"), "Choose how you know them.".to_owned()));
    }
    let texts = DeclaredTexts { given_names, family_name, former_names, words };
    let parsed = DeclaredPerson::parse(texts, born.ok()?, tie.unwrap_or(Tie::Knows));
    let refused = |refused| {
        let field = match refused {
            DeclarationRefused::WordsTooLong => name(place, "words"),
            DeclarationRefused::Born => first(&born_name),
            DeclarationRefused::TooLittle
            | DeclarationRefused::NameTooLong
            | DeclarationRefused::TooMany => name(place, "given"),
        };
        errors.push((field, capital(refused)));
    };
    parsed.map_err(refused).ok()
}

/// The first box of a date, where the error summary leads.
fn first(name: &str) -> String {
    format!("{name}-day")
}

fn capital(refused: DeclarationRefused) -> String {
    words::capital(&refused.to_string())
}
