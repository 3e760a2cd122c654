//! What is known by its shape: postcodes, telephone numbers, e-mail addresses, positions.

use super::{
    FoundInText, TextFinding,
    vocabulary::{AREAS, DIGITS_IN_WORDS, PINS, PROFILES, REFERENCES, RINGING},
    words::Words,
};

pub(super) fn find(words: &Words<'_>, found: &mut Vec<FoundInText>) {
    find_signs(words.text, found);
    for at in 0..words.list.len() {
        let whole = |finding, to| FoundInText { finding, at: words.span(at, to) };
        if let Some(to) = phone(words, at).or_else(|| spoken_phone(words, at)) {
            found.push(whole(TextFinding::Phone, to));
        }
        if let Some(to) = postcode(words, at) {
            found.push(whole(TextFinding::Postcode, to));
        }
        if let Some(to) = position(words, at) {
            found.push(whole(TextFinding::Position, to));
        }
        if let Some(to) = spoken_email(words, at).or_else(|| profile(words, at)) {
            found.push(whole(TextFinding::Email, to));
        }
    }
}

/// `a@b.example`, `@handle` and `///three.plain.words`.
fn find_signs(text: &str, found: &mut Vec<FoundInText>) {
    let is_local = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    let is_host = |c: char| c.is_alphanumeric() || "._-".contains(c);
    for (at, sign) in text.match_indices('@').chain(text.match_indices("[at]")) {
        let before = text[..at].trim_end_matches(is_local).len();
        let after = &text[at + sign.len()..];
        let host = &after[..after.len() - after.trim_start_matches(is_host).len()];
        let host = host.trim_end_matches('.');
        let end = at + sign.len() + host.len();
        let is_address = before < at && host.contains('.');
        let is_handle = before == at && sign == "@" && 2 < host.len();
        if is_address || is_handle {
            found.push(FoundInText { finding: TextFinding::Email, at: before..end });
        }
    }
    for (at, sign) in text.match_indices("///") {
        let after = &text[at + sign.len()..];
        let end = after.len() - after.trim_start_matches(is_host).len();
        if after[..end].trim_end_matches('.').matches('.').count() == 2 {
            let at = at..at + sign.len() + end;
            found.push(FoundInText { finding: TextFinding::Position, at });
        }
    }
}

/// The digits of a word, where it is a number; a letter O before them is a nought.
fn digits(word: &str) -> Option<String> {
    let word = match word.strip_prefix('o') {
        Some(rest) if !rest.is_empty() => format!("0{rest}"),
        Some(_) | None => word.to_owned(),
    };
    (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())).then_some(word)
}

/// The last word of a telephone number that begins here.
fn phone(words: &Words<'_>, at: usize) -> Option<usize> {
    let first = digits(words.lower(at))?;
    let is_reference = (1..=3).any(|back| {
        let word = words.lower_before(at, back);
        REFERENCES.contains(word) && words.sentence(at - back) == words.sentence(at)
    });
    if is_reference || words.gap(at).ends_with(['£', '/', ':']) {
        return None;
    }
    let is_rung = (1..=2).any(|back| RINGING.contains(words.lower_before(at, back)));
    if is_rung && (6..=8).contains(&first.len()) {
        return Some(at);
    }
    let is_abroad = words.gap(at).trim_end_matches('(').ends_with('+');
    let (mut number, mut to) = (first, at);
    loop {
        if is_phone(&number, is_abroad) && has_groups_of_a_phone(words, at, to) {
            return Some(to);
        }
        let gap = words.gap(to + 1);
        let goes_on = gap.chars().count() <= 3
            && gap.chars().all(|c| c.is_whitespace() || ".-()".contains(c));
        let more = digits(words.lower(to + 1)).filter(|_| goes_on && !gap.contains('\n'))?;
        number.push_str(&more);
        to += 1;
        if 15 < number.len() {
            return None;
        }
    }
}

/// National numbers have ten or eleven digits with their nought; which digits may follow it and how
/// many come after is Ofcom's plan.
fn is_phone(number: &str, is_abroad: bool) -> bool {
    let national = match (number.strip_prefix("0044"), number.strip_prefix("44"), is_abroad) {
        (Some(rest), _, _) | (None, Some(rest), true) => {
            return (9..=10).contains(&rest.trim_start_matches('0').len());
        }
        (None, _, _) => number,
    };
    if is_abroad {
        return (8..=15).contains(&number.len());
    }
    match national.as_bytes() {
        [b'0', b'1' | b'2' | b'3' | b'8', ..] => (10..=11).contains(&national.len()),
        [b'0', b'7', ..] => national.len() == 11,
        [b'7', b'0'..=b'9', ..] => national.len() == 10,
        _ => false,
    }
}

/// `07700 900123` and not the `05.11.26 1000` of a date: the first group is long, or each is one.
fn has_groups_of_a_phone(words: &Words<'_>, from: usize, to: usize) -> bool {
    let lengths: Vec<usize> = (from..=to).map(|at| words.lower(at).len()).collect();
    let is_long = match lengths.first() {
        Some(2) => words.lower(from) == "44",
        Some(length) => 2 < *length,
        None => false,
    };
    is_long || lengths.iter().all(|length| *length == 1)
}

/// A number said digit by digit: six words of digits or more.
fn spoken_phone(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_digit = |at: usize| DIGITS_IN_WORDS.contains(words.lower(at));
    let is_first = at == 0 || !is_digit(at - 1);
    let count = (at..words.list.len()).take_while(|at| is_digit(*at)).count();
    (is_first && 6 <= count).then(|| at + count - 1)
}

fn spoken_email(words: &Words<'_>, at: usize) -> Option<usize> {
    let ends = ["com", "co", "org", "net", "uk", "example"];
    let is_spoken = words.lower(at + 1) == "dot" && ends.contains(&words.lower(at + 2));
    is_spoken.then_some(at + 2)
}

/// `tasha_k99`, in a sentence about a place where people have such names.
fn profile(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_joined = words.gap(at + 1) == "_" && at + 1 < words.list.len();
    let is_first = words.gap(at) != "_";
    let is_told = || words.around(at).any(|at| PROFILES.contains(words.lower(at)));
    (is_joined && is_first && is_told()).then_some(at + 1)
}

/// `filled.count.soap`, in a sentence that speaks of a place on a map.
fn three_words(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_word = |at: usize| {
        let word = words.lower(at);
        3 <= word.len() && word.chars().all(char::is_alphabetic) && !words.is_capital(at)
    };
    let is_joined = (1..=2).all(|after| words.gap(at + after) == ".");
    let is_told = || words.around(at).any(|at| PINS.contains(words.lower(at)));
    (is_joined && (at..=at + 2).all(is_word) && is_told()).then_some(at + 2)
}

/// Decimal degrees with three places or more, and three words of a grid that were announced.
fn position(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_degree = |at: usize| {
        let (whole, part) = (words.lower(at), words.lower(at + 1));
        whole.len() <= 3
            && 3 <= part.len()
            && words.gap(at + 1) == "."
            && [whole, part].iter().all(|text| digits(text).is_some())
    };
    let is_three = ["what3words", "w3w"].contains(&words.lower(at))
        && (2..=3).all(|after| words.gap(at + after) == ".");
    match (is_degree(at) && is_degree(at + 2), is_three) {
        (true, _) => Some(at + 3),
        (false, true) => (at + 3 < words.list.len()).then_some(at + 3),
        (false, false) => three_words(words, at),
    }
}

/// The last word of a postcode, or of the part of one, that begins here.
fn postcode(words: &Words<'_>, at: usize) -> Option<usize> {
    let word = words.lower(at);
    let (split, end) = word.split_at_checked(word.len().saturating_sub(3)).unwrap_or((word, ""));
    if is_outward(split) && is_inward(end) {
        return Some(at);
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
    if AREAS.contains(word) && is_outward(&apart) && is_near(words.gap(at + 1)) {
        return is_inward(words.lower(at + 2)).then_some(at + 2);
    }
    let is_asked = (1..=4).any(|back| is_postcode_word(words.lower_before(at, back)));
    (is_inward(word) && is_asked).then_some(at)
}

fn is_near(gap: &str) -> bool {
    gap.len() <= 3 && gap.chars().all(|c| c.is_whitespace() || ".-,".contains(c))
}

fn is_postcode_word(word: &str) -> bool {
    ["postcode", "postcodes", "pc", "post"].contains(&word)
}

/// `PE13` alone says little by its shape: what stands beside it must say that it is a place.
fn is_told_in_part(words: &Words<'_>, at: usize) -> bool {
    let is_short = words.lower(at).chars().take_while(|c| c.is_alphabetic()).count() == 1;
    let said = (1..=3).any(|back| is_postcode_word(words.lower_before(at, back)));
    let named =
        ["area", "postcode", "end", "district", "side", "way"].contains(&words.lower(at + 1));
    let beside = ["in", "near", "around", "to", "from", "at", "the", "over", "is", "of"];
    said || named || (!is_short && beside.contains(&words.lower_before(at, 1)))
}

/// `PE13`, `N1`, `EC1A`: an area of the Post Office's, a district, and in London one letter more.
fn is_outward(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (area, district) = text.split_at(letters);
    let digits = district.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &district[digits..];
    AREAS.contains(area)
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
