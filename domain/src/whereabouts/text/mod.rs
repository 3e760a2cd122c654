//! Free text that tells where somebody is, found so that whoever wrote it can take it out.
//!
//! Whoever reads a reason or a note is often nobody who may open whereabouts. What is looked for is
//! what gave women away in the field: addresses, postcodes, telephone numbers, schools, surgeries,
//! places of work, refuges by name, and "she is at her sister's". Better to ask once too often: a
//! text that is asked about costs its writer a glance, and one that is not may cost more.

mod beside;
mod codes;
mod homes;
mod named;
mod online;
mod phones;
mod phrases;
mod positions;
mod streets;
mod towns;
mod vocabulary;
mod words;

use self::words::Words;
use crate::coded::coded;
use std::{collections::BTreeMap, ops::Range};

coded! {
    /// What a text was found to tell.
    TextFinding {
        Postcode = "postcode", "a postcode, or part of one";
        Phone = "phone", "a phone number";
        Email = "email", "an e-mail address or a name on the internet";
        Address = "address", "an address";
        Position = "position", "a position on a map";
        Stay = "stay", "where somebody lives, stays or has gone";
        Place = "place", "a school, surgery, workplace or refuge by name";
    }
}

/// One finding, and which bytes of the text it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundInText {
    pub finding: TextFinding,
    pub at: Range<usize>,
}

/// What a text tells of where somebody is, in the order of the text; empty where nothing was found,
/// which does not prove that there is nothing. No two overlap.
pub fn find_in_text(text: &str) -> Vec<FoundInText> {
    let words = Words::of(text);
    let mut found = Vec::new();
    online::find(&words, &mut found);
    positions::find(&words, &mut found);
    phones::find(&words, &mut found);
    codes::find(&words, &mut found);
    streets::find(&words, &mut found);
    phrases::find(&words, &mut found);
    beside::find(&words, &mut found);
    named::find(&words, &mut found);
    towns::find(&words, &mut found);
    homes::find(&words, &mut found);
    apart(found)
}

/// Of what overlaps only the first that was looked for, which says more.
fn apart(found: Vec<FoundInText>) -> Vec<FoundInText> {
    let mut kept: BTreeMap<usize, FoundInText> = BTreeMap::new();
    for one in found {
        let before = kept.range(..one.at.end).next_back();
        if before.is_none_or(|(_, other)| other.at.end <= one.at.start) {
            kept.insert(one.at.start, one);
        }
    }
    kept.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&'static str, &str)> {
        let found = find_in_text(text).into_iter();
        found.map(|found| (found.finding.code(), &text[found.at])).collect()
    }

    #[test]
    fn each_finding_points_at_its_own_words() {
        let text = "Café: ring 07700 900123 or write to a.b@post.example, PE13 1AB.";
        let expected =
            [("phone", "07700 900123"), ("email", "a.b@post.example"), ("postcode", "PE13 1AB")];
        assert_eq!(found(text), expected);
        assert_eq!(found("at 14 Mill Road")[0], ("address", "14 Mill Road"));
        assert_eq!(found("She works at Tesco."), [("place", "works at Tesco")]);
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        for text in ["", " ", "\u{0}", "…", "7", "@", "///", "'", "£", "+44", "Flat"] {
            assert_eq!(found(text), [], "{text:?}");
        }
    }
}
