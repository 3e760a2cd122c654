//! Whether an ethnic group, as a file spells it, is White British.
//!
//! "BME" has two meanings in published figures: everyone but White, and everyone but White British.
//! Here it is everyone but White British, so Irish people, Gypsies, Irish Travellers, Roma and
//! those of "any other White background" are counted in.

use EthnicityList::{Census2001, Census2011, Census2021};

use crate::coded::coded;

coded! {
    /// The list of ethnic groups that an answer was chosen from. The lists differ and do not map
    /// one to one: Travellers are inside other White groups in 2001, Chinese moves in 2011.
    EthnicityList {
        Census2001 = "census2001", "census 2001";
        Census2011 = "census2011", "census 2011";
        Census2021 = "census2021", "census 2021";
    }
}

const ALL: &[EthnicityList] = EthnicityList::ALL;
const FROM_2011: &[EthnicityList] = &[Census2011, Census2021];

/// The self-defined codes of the police with the lists they stand in, except `W1`, White British,
/// and `NS`, not stated.
const OTHER_CODES: [(&str, &[EthnicityList]); 19] = [
    ("W2", ALL),
    ("W3", FROM_2011),
    ("W4", &[Census2021]),
    ("W9", ALL),
    ("M1", ALL),
    ("M2", ALL),
    ("M3", ALL),
    ("M9", ALL),
    ("A1", ALL),
    ("A2", ALL),
    ("A3", ALL),
    ("A4", FROM_2011),
    ("A9", ALL),
    ("B1", ALL),
    ("B2", ALL),
    ("B9", ALL),
    ("O1", &[Census2001]),
    ("O2", FROM_2011),
    ("O9", ALL),
];

/// The letters of the NHS data dictionary, which follow the list of 2001, except `A`, White
/// British, and `Z`, not stated.
const OTHER_LETTERS: &str = "BCDEFGHJKLMNPRS";

/// Words that only groups other than White British have in their labels on any of the lists.
const OTHER_WORDS: [&str; 17] = [
    "other",
    "mixed",
    "multiple",
    "asian",
    "black",
    "african",
    "caribbean",
    "indian",
    "pakistani",
    "bangladeshi",
    "chinese",
    "arab",
    "irish",
    "gypsy",
    "traveller",
    "roma",
    "travellers",
];

/// Words of the label of White British, `White: English, Welsh, Scottish, Northern Irish or
/// British`, and of its shorter forms.
const BRITISH_WORDS: [&str; 7] =
    ["white", "british", "english", "welsh", "scottish", "northern", "cornish"];

/// Whether `text` is White British; `None` where it is on no list, or cannot be told: `White` and
/// `British` alone say too little.
pub(super) fn is_white_british(text: &str, list: Option<EthnicityList>) -> Option<bool> {
    let text = text.trim();
    by_code(text, list).or_else(|| by_label(text))
}

fn by_code(text: &str, list: Option<EthnicityList>) -> Option<bool> {
    let code = text.to_ascii_uppercase();
    if code == "W1" {
        return Some(true);
    }
    let on_list = |lists: &[EthnicityList]| list.is_none_or(|list| lists.contains(&list));
    if OTHER_CODES.iter().any(|(other, lists)| *other == code && on_list(lists)) {
        return Some(false);
    }
    let follows_2001 = list.is_none_or(|list| list == Census2001);
    match code.as_bytes() {
        [b'A'] if follows_2001 => Some(true),
        [letter] if follows_2001 && OTHER_LETTERS.as_bytes().contains(letter) => Some(false),
        _ => None,
    }
}

fn by_label(text: &str) -> Option<bool> {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |word: &str| words.contains(&word);
    let northern_irish = words.windows(2).any(|pair| pair == ["northern", "irish"]);
    let other = |word: &&str| OTHER_WORDS.contains(word) && !(northern_irish && *word == "irish");
    if words.iter().any(other) {
        return Some(false);
    }
    let british = BRITISH_WORDS.iter().filter(|word| has(word)).count();
    // One such word alone is a colour or a nationality.
    if 2 <= british { Some(true) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, list: Option<EthnicityList>, expected: Option<bool>) {
        assert_eq!(is_white_british(text, list), expected, "{text:?} {list:?}");
    }

    #[test]
    fn the_labels_of_white_british_on_all_three_lists_are_white_british() {
        for text in [
            "White British",
            "white_british",
            "White - British",
            "White: British",
            "White: English/Welsh/Scottish/Northern Irish/British",
            "English, Welsh, Scottish, Northern Irish or British",
            "White English",
            "White Scottish",
        ] {
            check(text, None, Some(true));
        }
    }

    #[test]
    fn the_labels_of_every_other_group_are_not() {
        for text in [
            "White Irish",
            "White: Irish",
            "Gypsy or Irish Traveller",
            "White: Gypsy or Irish Traveller",
            "White: Roma",
            "Any other White background",
            "White Other",
            "Mixed: White and Black Caribbean",
            "White and Asian",
            "Asian or Asian British: Indian",
            "Asian British",
            "Pakistani",
            "Bangladeshi",
            "Chinese",
            "Black, Black British, Caribbean or African: African",
            "Arab",
            "Any other ethnic group",
        ] {
            check(text, None, Some(false));
        }
    }

    #[test]
    fn what_is_on_no_list_or_says_too_little_is_not_known() {
        for text in ["", "White", "British", "NS", "ns", "not stated", "Z", "?", "W5", "X1"] {
            check(text, None, None);
        }
    }

    #[test]
    fn a_code_counts_on_the_lists_it_stands_in() {
        check("W1", None, Some(true));
        check("w1", Some(Census2001), Some(true));
        check("W3", Some(Census2001), None);
        check("W3", Some(Census2011), Some(false));
        check("W4", Some(Census2011), None);
        check("W4", Some(Census2021), Some(false));
        check("A4", Some(Census2001), None);
        check("A4", Some(Census2011), Some(false));
        check("O1", Some(Census2001), Some(false));
        check("O1", Some(Census2011), None);
        check("O1", None, Some(false));
    }

    #[test]
    fn the_letters_of_the_nhs_follow_the_list_of_2001() {
        check("A", Some(Census2001), Some(true));
        check("A", None, Some(true));
        check("A", Some(Census2021), None);
        check("R", None, Some(false));
        check("C", Some(Census2001), Some(false));
        check("I", None, None);
    }
}
