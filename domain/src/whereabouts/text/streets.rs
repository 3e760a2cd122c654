//! Addresses by their shape: a number and a street, a flat, a room, a house with a name.

use super::{
    FoundInText, TextFinding,
    vocabulary::{COUNTED, CUES, MAYBE_STREETS, POSSESSIVES, STREETS, TITLES},
    words::Words,
};

pub(super) fn find(words: &Words<'_>, found: &mut Vec<FoundInText>) {
    for at in 0..words.list.len() {
        let to = numbered(words, at)
            .or_else(|| unit(words, at))
            .or_else(|| told(words, at))
            .or_else(|| street_of_somebody(words, at));
        if let Some(to) = to {
            let at = words.span(at, to);
            found.push(FoundInText { finding: TextFinding::Address, at });
        }
    }
}

/// `14`, `14a`, and the first of `14-16`.
pub(super) fn is_house_number(words: &Words<'_>, at: usize) -> bool {
    let word = words.lower(at);
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = word.get(digits..).unwrap_or_default();
    let (before, after) = (words.gap(at), words.gap(at + 1));
    (1..=4).contains(&digits)
        && (rest.is_empty() || (rest.len() == 1 && rest.is_ascii()))
        && !before.ends_with(['£', ':', '/', '.'])
        && !after.starts_with([':', '/', '%'])
}

fn is_joined(words: &Words<'_>, at: usize) -> bool {
    let gap = words.gap(at);
    gap.len() <= 3 && gap.chars().all(|c| c.is_whitespace() || ",.-".contains(c))
}

/// `14 Mill Road`: a number, up to three words that can be a name, and what streets end with.
fn numbered(words: &Words<'_>, at: usize) -> Option<usize> {
    if !is_house_number(words, at) {
        return None;
    }
    let from = at + 1;
    for to in from..=from + 3 {
        let word = words.lower(to);
        let is_within = words.sentence(to) == words.sentence(at) && is_joined(words, to);
        if word.is_empty() || !is_within || COUNTED.contains(word) {
            return None;
        }
        if from < to && is_street(words, from..to, at) {
            return Some(to);
        }
    }
    None
}

fn is_street(words: &Words<'_>, name: std::ops::Range<usize>, at: usize) -> bool {
    let word = words.lower(name.end);
    if STREETS.contains(word) {
        return true;
    }
    if !MAYBE_STREETS.contains(word) {
        return false;
    }
    let is_named = name.clone().all(|at| words.is_capital(at));
    if words.is_cased(at) && is_named {
        return words.is_capital(name.end);
    }
    let plain = name.clone().all(|at| words.is_name(at) || words.lower(at) == "the");
    let cues = ["at", "to", "is", "on", "of", "lives", "address", "addr", "flat", "no", ""];
    plain && (!words.is_cased(at) || cues.contains(&words.lower_before(at, 1)))
}

/// A flat, a room or the like with its number. Courts and meetings have rooms too.
fn unit(words: &Words<'_>, at: usize) -> Option<usize> {
    let homes = ["flat", "apartment", "apt", "bedsit", "plot", "pitch", "caravan", "unit"];
    let is_home = homes.contains(&words.lower(at));
    let is_room = ["room", "rm"].contains(&words.lower(at));
    let number = match words.lower(at + 1) {
        "no" | "number" => at + 2,
        "is" if words.lower(at + 2) == "number" => at + 3,
        _ => at + 1,
    };
    let is_floor = ["top", "ground", "first", "second", "third", "fourth"];
    if words.lower(at) == "floor" && is_floor.contains(&words.lower_before(at, 1)) {
        return Some(at);
    }
    let is_within = words.sentence(number) == words.sentence(at) && is_joined(words, number);
    let is_counted = COUNTED.contains(words.lower(number + 1));
    if !(is_home || is_room) || !is_house_number(words, number) || !is_within || is_counted {
        return None;
    }
    let official = ["court", "meeting", "interview", "marac", "hearing", "training", "conference"];
    let is_official = words.around(at).any(|at| official.contains(&words.lower(at)));
    (is_home || !is_official).then_some(number)
}

/// "Address is", "c/o", and then something that is not "withheld".
fn told(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_care = match words.lower(at) {
        "c" => words.lower(at + 1) == "o" && words.gap(at + 1) == "/",
        "care" => words.lower(at + 1) == "of",
        _ => false,
    };
    let is_address = ["address", "addr", "addresses"].contains(&words.lower(at))
        && !["mail", "email"].contains(&words.lower_before(at, 1));
    if !is_care && !is_address {
        return None;
    }
    let hidden = ["not", "no", "withheld", "unknown", "sealed", "confidential", "never", "known"];
    let around = words.around(at);
    if around.clone().any(|at| hidden.contains(&words.lower(at))) {
        return None;
    }
    let last = around.end.min(at + 7);
    (at + 1..last).find(|at| {
        let follows = words.lower(at + 1);
        let is_name = words.is_name(*at)
            && (words.is_cased(*at)
                || is_care
                || !["the", "a"].contains(&words.lower_before(*at, 1)));
        let is_number = is_house_number(words, *at) && !COUNTED.contains(follows);
        is_name || (is_number && follows.starts_with(char::is_alphabetic))
    })
}

/// A street without a number, in a sentence that says of somebody that they live or work there.
fn street_of_somebody(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_capital = words.is_cased(at) && words.is_capital(at);
    let is_plain = !words.is_cased(at)
        && STREETS.contains(words.lower(at + 1))
        && !POSSESSIVES.contains(words.lower(at));
    let is_start = is_capital || is_plain || words.is_name(at) || words.lower(at) == "the";
    if !is_start || TITLES.contains(words.lower_before(at, 1)) {
        return None;
    }
    let ends = |to: &usize| {
        let word = words.lower(*to);
        let is_end = STREETS.contains(word) || MAYBE_STREETS.contains(word);
        let is_capital = !words.is_cased(at) || words.is_capital(*to);
        let plain = (at + 1..*to).all(|at| words.is_capital(at) || words.is_name(at));
        is_end && is_capital && plain && words.sentence(*to) == words.sentence(at)
    };
    let to = (at + 1..=at + 3).find(ends)?;
    let before = ["on", "in", "at", "off", "to", "from", "near", "of", "is", "behind", "down"];
    let is_led = before.contains(&words.lower_before(at, 1)) || words.gap(at).contains([',', ':']);
    let is_theirs = || words.around(at).any(|at| CUES.contains(words.lower(at)));
    // With capitals it is a street wherever it stands; at the start of a sentence `Grace Court` may
    // be a person.
    let is_first = at.checked_sub(1).is_none_or(|one| words.sentence(one) != words.sentence(at));
    let is_plain = words.is_cased(at) && (STREETS.contains(words.lower(to)) || !is_first);
    (is_plain || (is_led && words.is_cased(at)) || is_theirs()).then_some(to)
}
