//! Addresses and postcodes, as far as two of them can be compared.

use crate::text::{fold, is_nothing, is_one_of};

/// An address taken apart. Everything is folded; an empty part is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// Numbers of flat and house in the order written, such as `2 31`.
    pub house: String,
    /// The street's words in full and without gaps, such as `smithroad`.
    pub street: String,
    pub postcode: String,
}

const SHORT: [(&str, &str); 22] = [
    ("rd", "road"),
    ("st", "street"),
    ("str", "street"),
    ("ave", "avenue"),
    ("av", "avenue"),
    ("cl", "close"),
    ("ln", "lane"),
    ("dr", "drive"),
    ("cres", "crescent"),
    ("cr", "crescent"),
    ("ct", "court"),
    ("crt", "court"),
    ("gdns", "gardens"),
    ("gdn", "garden"),
    ("terr", "terrace"),
    ("ter", "terrace"),
    ("pl", "place"),
    ("sq", "square"),
    ("grv", "grove"),
    ("pk", "park"),
    ("hse", "house"),
    ("wy", "way"),
];
const LONGEST_SHORT: usize = 4;
const DWELLINGS: [&str; 9] =
    ["flat", "apartment", "apt", "unit", "room", "no", "number", "house no", "fl"];

impl Place {
    pub(crate) fn clear(&mut self) {
        self.house.clear();
        self.street.clear();
        self.postcode.clear();
    }
}

/// An address in one line, the postcode at its end if it has one.
pub(crate) fn read_address(text: &str, folded: &mut String, place: &mut Place) {
    place.clear();
    fold(text, folded);
    if is_nothing(folded) || folded.contains("refuge") || folded.starts_with("no fixed") {
        return;
    }
    let text = split_postcode(text, &mut place.postcode);
    let mut plain_segments = 0;
    for segment in text.split([',', ';', '\n']) {
        fold(segment, folded);
        let had_number = !place.house.is_empty();
        let has_number = read_segment(folded, place);
        plain_segments += usize::from(!folded.is_empty() && !has_number);
        let is_street = !place.street.is_empty() && (has_number || had_number);
        if is_street || plain_segments == 2 {
            break;
        }
    }
}

/// Adds one part of an address between commas, folded; says whether it had a number.
fn read_segment(folded: &str, place: &mut Place) -> bool {
    let (mut has_number, mut follows_dwelling) = (false, false);
    for (at, word) in folded.split(' ').filter(|word| !word.is_empty()).enumerate() {
        let is_dwelling = is_one_of(&DWELLINGS, word);
        if word.starts_with(|c: char| c.is_ascii_digit()) || follows_dwelling && word.len() == 1 {
            if !place.house.is_empty() {
                place.house.push(' ');
            }
            place.house.push_str(word);
            has_number = true;
        } else if !is_dwelling {
            let is_short = 0 < at && word.len() <= LONGEST_SHORT;
            let long = SHORT.iter().find(|(short, _)| is_short && *short == word);
            place.street.push_str(long.map_or(word, |(_, long)| long));
        }
        follows_dwelling = is_dwelling;
    }
    has_number
}

/// The text before a postcode at its end, which is written to `postcode`.
fn split_postcode<'a>(text: &'a str, postcode: &mut String) -> &'a str {
    let text = text.trim_end_matches([' ', '.', ',']);
    for (at, _) in text.rmatch_indices([' ', ',']).take(2) {
        read_postcode(&text[at + 1..], postcode);
        if is_british(postcode.as_bytes()) {
            return &text[..at];
        }
    }
    postcode.clear();
    text
}

/// A postcode in small letters without gaps; empty for none.
pub(crate) fn read_postcode(text: &str, code: &mut String) {
    code.clear();
    let plain = text.bytes().filter(u8::is_ascii_alphanumeric);
    code.extend(plain.map(|letter| char::from(letter.to_ascii_lowercase())));
    // ZZ99 stands for places without a postcode in NHS data.
    if code.starts_with("zz99") || code.len() < 3 || is_nothing(code) {
        return code.clear();
    }
    let length = code.len();
    if (5..=7).contains(&length) && !is_british(code.as_bytes()) {
        // The inward code begins with a digit: O and I there are 0 and 1.
        let digit = match code.as_bytes()[length - 3] {
            b'o' => "0",
            b'i' | b'l' => "1",
            _ => "",
        };
        if !digit.is_empty() {
            code.replace_range(length - 3..length - 2, digit);
        }
    }
}

/// The shapes A9 9AA, A99 9AA, AA9 9AA, AA99 9AA, A9A 9AA and AA9A 9AA.
pub(crate) fn is_british(code: &[u8]) -> bool {
    if !(5..=7).contains(&code.len()) {
        return false;
    }
    let (outward, inward) = code.split_at(code.len() - 3);
    let letters = outward.iter().take_while(|c| c.is_ascii_lowercase()).count();
    let rest = &outward[letters.min(outward.len())..];
    (1..=2).contains(&letters)
        && rest.first().is_some_and(u8::is_ascii_digit)
        && rest.len() <= 2
        && inward[0].is_ascii_digit()
        && inward[1..].iter().all(u8::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, String, String) {
        let mut place = Place::default();
        read_address(text, &mut String::new(), &mut place);
        (place.house, place.street, place.postcode)
    }

    fn postcode(text: &str) -> String {
        let mut code = String::from("of before");
        read_postcode(text, &mut code);
        code
    }

    #[test]
    fn spellings_of_one_address_agree() {
        let expected = ("2 31".into(), "smithroad".into(), String::new());
        for text in ["Flat 2, 31 Smith Road", "2/31 Smith Rd", "flat 2 31 SMITH ROAD"] {
            assert_eq!(read(text), expected, "{text}");
        }
        let whole = ("12a".into(), "highstreet".into(), "cb11aa".into());
        assert_eq!(read("12A High St., Cambridge, CB1 1AA"), whole);
        assert_eq!(read("Rose Cottage, Ely").1, "rosecottageely");
    }

    #[test]
    fn no_address_is_no_evidence() {
        for text in ["NFA", "", "Women's Refuge", "no fixed abode", "unknown"] {
            assert_eq!(read(text), Default::default(), "{text}");
        }
        for text in ["ZZ99 3VZ", "", "n/a"] {
            assert_eq!(postcode(text), "", "{text}");
        }
    }

    #[test]
    fn a_postcode_has_one_spelling() {
        assert_eq!(postcode("pe13 1ab"), "pe131ab");
        assert_eq!(postcode("PE13 IAB"), "pe131ab");
        assert_eq!(postcode("2119"), "2119");
        assert!(is_british(b"pe131ab") && is_british(b"w1a1hq") && is_british(b"m11ae"));
        assert!(!is_british(b"2119") && !is_british(b"abc1aa") && !is_british(b"pe1311"));
    }
}
