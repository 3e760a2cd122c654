//! Wording about pairs and decisions that several of their pages share.

use crate::{
    components::{Markup, Tag},
    words,
};
use app::person::review::{Brief, Decided, LinkStanding, Review, Verdict};

/// `Fen Police, incident I-1 of 1 May 2008, victim`
pub(super) fn brief(side: &Brief) -> String {
    let kind = if side.is_referral { "referral" } else { "incident" };
    let (agency, reference, role) = (&side.agency, &side.reference, side.role.words());
    format!("{agency}, {kind} {reference} of {}, {role}", words::day(side.on))
}

/// What is made of the two at present, and so why anybody is asked.
pub(super) fn asked(review: &Review) -> &'static str {
    match (review.is_one_person, review.counts_as_one) {
        (true, _) => "The two count as one person at present.",
        (false, true) => {
            "Figures take the two for one person already, because that is likely. It is not \
             certain, so on every page they are two until somebody says that they are one."
        }
        (false, false) if NEARLY_CERTAIN <= review.probability => {
            "It is likely that the two are one person, but something else speaks against it. They \
             are two until somebody says otherwise, in figures too."
        }
        (false, false) => {
            "Linkage cannot tell. The two are two people until somebody says otherwise, in figures \
             too."
        }
    }
}

/// In millionths: nine in ten.
const NEARLY_CERTAIN: i64 = 900_000;

/// `90.0%`, rounded down at the end: nothing is certain.
pub(super) fn percent(millionths: i64) -> String {
    let tenths = millionths.clamp(0, 1_000_000) / 1_000;
    let tenths = tenths.min(999);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// `+4.5` or `−0.3`, from thousandths of a bit.
pub(super) fn bits(thousandths: i64) -> String {
    let tenths = (thousandths.abs() + 50) / 100;
    let sign = if thousandths < 0 && tenths != 0 { "\u{2212}" } else { "+" };
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}

/// A field of linkage as people call it.
pub(super) fn field(code: &str) -> String {
    match code {
        "prior" => "Before anything is compared".to_owned(),
        "national_id" => "NHS number".to_owned(),
        "agency_ref" => "The agency\u{2019}s own number".to_owned(),
        "group" => "Incident or referral".to_owned(),
        "rarity" => "How rare the values are".to_owned(),
        "email" => "E-mail".to_owned(),
        other => words::capital_word(&other.replace('_', " ")),
    }
}

pub(super) fn verdict_tag(decided: &Decided) -> Markup {
    let words = words::capital_word(decided.verdict.words());
    let tag = match (decided.ended_at, decided.verdict) {
        (Some(_), _) => Tag::new(words).grey(),
        (None, Verdict::Same) => Tag::new(words).green(),
        (None, Verdict::Different) => Tag::new(words).orange(),
        (None, Verdict::Unsure) => Tag::new(words).grey(),
    };
    Markup::of(&tag)
}

/// Where a decision stands, in a sentence.
pub(super) fn stands(decided: &Decided, is_being_worked_in: bool) -> String {
    let by = |name: &Option<String>| name.clone().unwrap_or("someone no longer known".to_owned());
    match decided.standing() {
        None => {
            let at = decided.ended_at.map(words::short_instant).unwrap_or_default();
            let why = decided.ended_why.clone().unwrap_or_default();
            format!("Undone by {} on {at}: {why}", by(&decided.ended_by))
        }
        Some(LinkStanding::WaitsForSecond) => {
            "It would join a victim to another case: a second person has to confirm it.".to_owned()
        }
        Some(LinkStanding::Undecided) => "Nobody is joined or parted by it.".to_owned(),
        Some(LinkStanding::InForce) if is_being_worked_in => {
            "It is being worked in. Open this page again in a minute.".to_owned()
        }
        Some(LinkStanding::InForce) => match &decided.confirmed_by {
            Some(name) => format!("It is in force, confirmed by {name}."),
            None => "It is in force.".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_has_a_sign_and_one_decimal() {
        for (weight, words) in [
            (6_500, "+6.5"),
            (-13_678, "\u{2212}13.7"),
            (49, "+0.0"),
            (-49, "+0.0"),
            (50, "+0.1"),
            (-50, "\u{2212}0.1"),
        ] {
            assert_eq!(bits(weight), words, "{weight}");
        }
    }

    #[test]
    fn nothing_is_certain() {
        assert_eq!(percent(1_000_000), "99.9%");
        assert_eq!(percent(987_654), "98.7%");
        assert_eq!(percent(0), "0.0%");
    }
}
