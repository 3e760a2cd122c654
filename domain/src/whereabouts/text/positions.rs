//! Positions on a map: degrees, grids, three words, codes.

use super::{FoundInText, TextFinding, vocabulary::PINS, words::Words};

pub(super) fn find(words: &Words<'_>, found: &mut Vec<FoundInText>) {
    find_signs(words.text, found);
    for at in 0..words.list.len() {
        let to = degrees(words, at)
            .or_else(|| grid(words, at))
            .or_else(|| plus_code(words, at))
            .or_else(|| announced(words, at))
            .or_else(|| three_words(words, at));
        if let Some(to) = to {
            found.push(FoundInText { finding: TextFinding::Position, at: words.span(at, to) });
        }
    }
}

/// `///three.plain.words`
fn find_signs(text: &str, found: &mut Vec<FoundInText>) {
    let is_host = |c: char| c.is_alphanumeric() || "._-".contains(c);
    for (at, sign) in text.match_indices("///") {
        let after = &text[at + sign.len()..];
        let end = after.len() - after.trim_start_matches(is_host).len();
        if after[..end].trim_end_matches('.').matches('.').count() == 2 {
            let at = at..at + sign.len() + end;
            found.push(FoundInText { finding: TextFinding::Position, at });
        }
    }
}

fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Decimal degrees with three places or more beside another or beside "lat", and `51°30'`.
fn degrees(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_degree = |at: usize| {
        let (whole, part) = (words.lower(at), words.lower(at + 1));
        let part = part.trim_end_matches(['n', 's', 'e', 'w']);
        is_digits(whole)
            && whole.len() <= 3
            && 3 <= part.len()
            && is_digits(part)
            && words.gap(at + 1) == "."
    };
    let is_signed = words.gap(at + 1).starts_with(['°', 'º']) && is_digits(words.lower(at));
    if is_signed && words.lower(at + 1).starts_with(|c: char| c.is_ascii_digit()) {
        return Some(at + 1);
    }
    let named = ["lat", "latitude", "long", "lng", "longitude", "lon", "gps", "coordinates"];
    let is_named = || (1..=3).any(|back| named.contains(&words.lower_before(at, back)));
    let is_lat = (1..=2).any(|back| ["lat", "latitude"].contains(&words.lower_before(at, back)));
    let is_short = is_digits(words.lower(at))
        && is_digits(words.lower(at + 1))
        && words.gap(at + 1) == "."
        && is_lat;
    if is_short {
        return Some(at + 1);
    }
    match is_degree(at) {
        true if is_degree(at + 2) => Some(at + 3),
        true if is_degree(at + 3) => Some(at + 4),
        true if is_named() => Some(at + 1),
        _ => None,
    }
}

/// `TL 449 584` and `SU123456`, in the letters of the Ordnance Survey.
fn grid(words: &Words<'_>, at: usize) -> Option<usize> {
    let word = words.list.get(at)?;
    let (letters, digits) = word.text.split_at_checked(2)?;
    let is_told = || {
        let mut near = words.around(at);
        near.any(|at| ["grid", "os", "ngr", "map"].contains(&words.lower(at)))
    };
    let is_square = letters.bytes().all(|b| b.is_ascii_alphabetic() && b != b'I')
        && letters.starts_with(['H', 'J', 'N', 'O', 'S', 'T', 'h', 'j', 'n', 'o', 's', 't']);
    let is_upper = letters.bytes().all(|b| b.is_ascii_uppercase());
    if !is_square || (!is_upper && !is_told()) {
        return None;
    }
    let apart = || {
        let (east, north) = (words.lower(at + 1), words.lower(at + 2));
        is_digits(east)
            && [at + 1, at + 2].iter().all(|at| words.gap(*at) == " ")
            && east.len() == north.len()
            && is_digits(north)
            && (3..=5).contains(&east.len())
    };
    if digits.is_empty() {
        return apart().then_some(at + 2);
    }
    let is_even = is_digits(digits) && [4, 6, 8, 10].contains(&digits.len());
    (is_even && (is_told() || 6 <= digits.len())).then_some(at)
}

/// `9C3W9QCJ+2V`
fn plus_code(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_code = |word: &str| word.bytes().all(|b| b"23456789cfghjmpqrvwx".contains(&b));
    let (area, rest) = (words.lower(at), words.lower(at + 1));
    let is_joined = words.gap(at + 1) == "+" && [4, 8].contains(&area.len());
    (is_joined && (2..=3).contains(&rest.len()) && is_code(area) && is_code(rest)).then_some(at + 1)
}

/// Three words that were announced: "what3words is pencil, garden, floats".
fn announced(words: &Words<'_>, at: usize) -> Option<usize> {
    let last = match words.lower(at) {
        "what3words" | "w3w" => at,
        "what"
            if ["3", "three"].contains(&words.lower(at + 1)) && words.lower(at + 2) == "words" =>
        {
            at + 2
        }
        _ => return None,
    };
    let joins = [".", ", ", ",", "/", " / ", " . "];
    let is_three = |from: usize| {
        from + 2 < words.list.len() && (1..=2).all(|after| joins.contains(&words.gap(from + after)))
    };
    let is_told = words.gap(last + 1).contains([':', '='])
        && last + 3 < words.list.len()
        && words.sentence(last) == words.sentence(last + 3);
    if is_told {
        return Some(last + 3);
    }
    (last + 1..=last + 4).find(|from| is_three(*from)).map(|from| from + 2)
}

/// `filled.count.soap`, in a sentence that speaks of a place on a map.
fn three_words(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_word = |at: usize| {
        let word = words.lower(at);
        3 <= word.len() && word.chars().all(char::is_alphabetic) && !words.is_capital(at)
    };
    let is_joined = (1..=2).all(|after| words.gap(at + after) == ".");
    let is_told = words.holds(at, PINS);
    (is_joined && is_told && (at..=at + 2).all(is_word)).then_some(at + 2)
}
