//! How records of a person are told, alike on every page about one.

use crate::{
    components::{Content, Markup, SummaryList, Tag},
    marac::IN_PLACE,
    words,
};
use app::person::{Case, CaseKind, RecordOfPerson};
use domain::person::{Answer, Equality, NhsNumber};

/// `Fen Police: incident I-1 of 1 April 2008`
pub(crate) fn title(record: &RecordOfPerson) -> String {
    format!("{}: {}", record.agency_name, case(&record.case))
}

/// `incident I-1 of 1 April 2008`
pub(super) fn case(case: &Case) -> String {
    let kind = match case.kind {
        CaseKind::Incident(_) => "incident",
        CaseKind::Referral(_) => "referral",
    };
    format!("{kind} {} of {}", case.reference, words::day(case.on))
}

pub(super) fn status(case: &Case) -> String {
    words::capital_word(match case.kind {
        CaseKind::Incident(status) => status.words(),
        CaseKind::Referral(status) => status.words(),
    })
}

/// Whether it is a repeat, and what the asker may know of honour and forced marriage.
pub(super) fn marks(case: &Case) -> Content {
    let mut marks = Markup::default();
    let all = [
        (case.is_repeat, Tag::new("Repeat").orange()),
        (case.honour_based == Some(true), Tag::new("Honour-based abuse").red()),
        (case.forced_marriage == Some(true), Tag::new("Forced marriage").red()),
    ];
    for (_, tag) in all.into_iter().filter(|(is_said, _)| *is_said) {
        marks = if marks.is_empty() { tag.into() } else { marks.and(tag) };
    }
    Content::Html(marks)
}

/// What one record says, without where the person is.
pub(super) fn summary(record: &RecordOfPerson) -> SummaryList {
    let day = |day: Option<jiff::civil::Date>| day.map(words::day);
    let age = record.age.map(|age| format!("{age} on {}", words::day(record.seen_on)));
    let other_names = record.other_names.join(", ");
    let rows = [
        ("Name", record.name()),
        ("Other names", Some(other_names).filter(|names| !names.is_empty())),
        ("Date of birth", day(record.date_of_birth)),
        ("Age", age.filter(|_| record.date_of_birth.is_none())),
        ("Date of death", day(record.date_of_death)),
        ("Sex", record.sex.map(|sex| words::capital_word(sex.words()))),
        ("NHS number", record.nhs_number.as_deref().map(nhs_number)),
        ("The agency’s own number", record.own_ref.clone()),
    ];
    let given = rows.into_iter().filter_map(|(key, value)| Some((key, value?)));
    let list = SummaryList::new().card(title(record));
    let list = given.fold(list, |list, (key, value)| list.row(key, value));
    let equality = equality(&record.equality).into_iter();
    let list = equality.fold(list, |list, (key, value)| list.row(key, value));
    let in_place = record.is_in_place.then_some(IN_PLACE).into_iter();
    let list = in_place.fold(list, |list, words| list.row("In whose place", words));
    record.because.iter().fold(list, |list, why| list.row("Why you see this", why.clone()))
}

/// `943 476 5919`, with a word where its last digit does not fit.
fn nhs_number(text: &str) -> String {
    let Ok(number) = NhsNumber::parse(text) else { return text.to_owned() };
    let digits = number.as_str();
    let spaced = format!("{} {} {}", &digits[..3], &digits[3..6], &digits[6..]);
    match number.is_check_digit_right() {
        true => spaced,
        false => format!("{spaced} (mistyped: its last digit does not fit)"),
    }
}

fn equality(equality: &Equality) -> Vec<(&'static str, String)> {
    let Equality {
        ethnicity,
        ethnicity_list: _,
        gender_identity,
        sexual_orientation,
        religion,
        disability,
        nationality,
        language,
        employment,
        education_level,
    } = equality;
    let answers = [
        ("Ethnicity", ethnicity),
        ("Gender identity", gender_identity),
        ("Sexual orientation", sexual_orientation),
        ("Religion", religion),
        ("Disability", disability),
        ("Nationality", nationality),
        ("Language", language),
        ("Employment", employment),
        ("Education", education_level),
    ];
    let given = answers.into_iter().filter_map(|(key, answer)| Some((key, answer.as_ref()?)));
    given.map(|(key, answer)| (key, words::capital_word(&answer_words(answer)))).collect()
}

fn answer_words(answer: &Answer) -> String {
    match answer {
        Answer::Given(text) => text.clone(),
        Answer::Unanswered(why) => why.words().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_nhs_number_is_spaced_and_says_when_it_is_mistyped() {
        assert_eq!(nhs_number("9434765919"), "943 476 5919");
        assert!(nhs_number("9434765918").starts_with("943 476 5918 (mistyped"));
    }

    #[test]
    fn who_was_not_asked_has_not_refused() {
        let answers = Equality {
            religion: Answer::from_file("not_asked"),
            disability: Answer::from_file("prefer_not_to_say"),
            language: Answer::from_file("polish"),
            ..Equality::default()
        };
        let told = equality(&answers);
        let expected = [
            ("Religion", "Not asked"),
            ("Disability", "Prefers not to say"),
            ("Language", "Polish"),
        ];
        assert_eq!(told, expected.map(|(key, value)| (key, value.to_owned())));
    }
}
