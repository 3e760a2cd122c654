//! Postcodes by their shape: whole, in part, and with letters for digits.

use super::{
    FoundInText, TextFinding,
    vocabulary::{AREAS, COMMON, HOMES, List, MOVING, NUMBERED, REFERENCES, STAYING},
    words::Words,
};

pub(super) fn find(words: &Words<'_>, found: &mut Vec<FoundInText>) {
    for at in 0..words.list.len() {
        if let Some(to) = postcode(words, at) {
            found.push(FoundInText { finding: TextFinding::Postcode, at: words.span(at, to) });
        }
    }
}

/// The last word of a postcode, or of the part of one, that begins here.
fn postcode(words: &Words<'_>, at: usize) -> Option<usize> {
    let word = words.lower(at);
    let (split, end) = word.split_at_checked(word.len().saturating_sub(3)).unwrap_or((word, ""));
    // `DN55lPT`, where an L or an I stands for a one.
    let read = end.strip_prefix(['l', 'i']).map(|letters| format!("1{letters}"));
    let is_end = is_inward(end) || read.is_some_and(|end| is_inward(&end));
    if (is_outward(split) || is_misread(words, at, split)) && is_end {
        return Some(at);
    }
    if is_misread(words, at, word) && is_inward(words.lower(at + 1)) && is_near(words.gap(at + 1)) {
        return Some(at + 1);
    }
    if is_outward(word) {
        if is_inward(words.lower(at + 1)) && is_near(words.gap(at + 1)) {
            let is_ordinal = ["1st", "2nd", "3rd"].contains(&words.lower(at + 1));
            return (!is_ordinal || words.is_capital(at)).then_some(at + 1);
        }
        // `PE15 9`: a sector is a few streets.
        let is_sector = words.lower(at + 1).len() == 1
            && words.lower(at + 1).starts_with(|c: char| c.is_ascii_digit())
            && words.gap(at + 1) == " "
            && words.is_capital(at);
        return (is_sector || is_told_in_part(words, at)).then_some(at + usize::from(is_sector));
    }
    // `PE 13 1AB`
    let apart = format!("{word}{}", words.lower(at + 1));
    if words.is(at, AREAS) && is_outward(&apart) && is_near(words.gap(at + 1)) {
        return is_inward(words.lower(at + 2)).then_some(at + 2);
    }
    let is_asked = (1..=4).any(|back| is_postcode_word(words.lower_before(at, back)));
    (is_inward(word) && is_asked).then_some(at)
}

fn is_near(gap: &str) -> bool {
    gap.len() <= 3 && gap.chars().all(|c| c.is_whitespace() || ".-,".contains(c))
}

fn is_postcode_word(word: &str) -> bool {
    ["postcode", "postcodes", "pcode", "postal", "pc", "post"].contains(&word)
}

/// `PE13` alone says little by its shape: what stands beside it must say that it is a place.
fn is_told_in_part(words: &Words<'_>, at: usize) -> bool {
    let said = (1..=5).any(|back| is_postcode_word(words.lower_before(at, back)));
    let named =
        ["area", "postcode", "end", "district", "side", "way"].contains(&words.lower(at + 1));
    let is_other = (1..=3).any(|back| {
        words.is_before(at, back, REFERENCES | NUMBERED)
            && words.sentence(at - back) == words.sentence(at)
    });
    let is_plate =
        words.lower(at + 1).len() == 3 && words.is_capital(at + 1) && !words.is(at + 1, COMMON);
    if said || named {
        return true;
    }
    if is_other || is_plate || words.gap(at).ends_with('/') || words.gap(at + 1).starts_with('/') {
        return false;
    }
    let letters = words.lower(at).chars().take_while(|c| c.is_alphabetic()).count();
    let beside = [
        "in",
        "near",
        "around",
        "to",
        "from",
        "at",
        "the",
        "over",
        "is",
        "of",
        "it's",
        "its",
        "somewhere",
        "with",
        "called",
    ];
    let is_beside = beside.contains(&words.lower_before(at, 1));
    let is_home = || words.holds(at, STAYING | MOVING | HOMES);
    let is_plain = words.is_capital(at) && words.list[at].text.chars().all(|c| !c.is_lowercase());
    (letters == 2 && (is_plain || is_beside || is_home())) || (is_beside && is_home())
}

/// An outward part where an I, an L or an O was written for a digit; with an inward part beside it.
fn is_misread(words: &Words<'_>, at: usize, text: &str) -> bool {
    let is_upper = words.list.get(at).is_some_and(|word| {
        !word.text.contains(char::is_lowercase) && word.text.contains(|c: char| c.is_ascii_digit())
    });
    let read = |letters: usize| {
        let (area, rest) = text.split_at_checked(letters)?;
        let rest = rest.replace('o', "0").replace(['i', 'l'], "1");
        Some(is_outward(&format!("{area}{rest}")))
    };
    is_upper && text.len() <= 4 && (1..=2).any(|letters| read(letters) == Some(true))
}

/// `PE13`, `N1`, `EC1A`: an area of the Post Office's, a district, and in London one letter more.
fn is_outward(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (area, district) = text.split_at(letters);
    let digits = district.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &district[digits..];
    List::of(area).meets(AREAS)
        && (1..=2).contains(&digits)
        && (rest.is_empty()
            || (digits == 1 && rest.bytes().all(|b| b.is_ascii_alphabetic()) && rest.len() == 1))
}

/// A digit and two letters, of which C, I, K, M, O and V are never used.
fn is_inward(text: &str) -> bool {
    match text.as_bytes() {
        [digit, first, second] => {
            let is_used = |b: &u8| b.is_ascii_lowercase() && !b"cikmov".contains(b);
            (digit.is_ascii_digit() || *digit == b'o') && is_used(first) && is_used(second)
        }
        _ => false,
    }
}
