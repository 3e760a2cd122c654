//! Addresses by their shape: a number and a street, a flat, a room, a house with a name.

use super::{
    FoundInText, TextFinding,
    vocabulary::{
        COMMON, COUNTED, CUES, DIGITS_IN_WORDS, GEOGRAPHIC, MAYBE_STREETS, NAMES_OF_NO_PLACE,
        NUMBERED, PEOPLE, POSSESSIVES, REFERENCES, STREETS, TITLES,
    },
    words::{Words, is_plain},
};

pub(super) fn find(words: &Words<'_>, found: &mut Vec<FoundInText>) {
    for at in 0..words.list.len() {
        let to = numbered(words, at)
            .or_else(|| numbered_name(words, at))
            .or_else(|| unit(words, at))
            .or_else(|| told(words, at))
            .or_else(|| house_number(words, at))
            .or_else(|| at_number(words, at))
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
        && (!before.ends_with(['£', ':', '/', '.']) || is_numero(words, at) || before == ": ")
        && !after.starts_with([':', '/', '%'])
}

/// `No.3`
fn is_numero(words: &Words<'_>, at: usize) -> bool {
    ["no", "nr", "number", "flat", "add", "addr", "address"].contains(&words.lower_before(at, 1))
}

fn is_joined(words: &Words<'_>, at: usize) -> bool {
    let gap = words.gap(at);
    gap.len() <= 3 && gap.chars().all(|c| c.is_whitespace() || ",.-".contains(c))
}

/// `14 Mill Road`: a number, up to three words that can be a name, and what streets end with.
fn numbered(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_word = is_number_word(words, at);
    if !is_house_number(words, at) && !is_word {
        return None;
    }
    let from = at + 1;
    for to in from..=from + 3 {
        let word = words.lower(to);
        let is_within = words.sentence(to) == words.sentence(at) && is_joined(words, to);
        if word.is_empty() || !is_within || words.is(to, COUNTED) {
            return None;
        }
        let is_plain = is_word && !(from..to).all(|at| words.is_name(at) || words.is_capital(at));
        if from < to && !is_plain && is_street(words, from..to, at) {
            return Some(to);
        }
    }
    None
}

/// A house of a terrace may be "seventeen".
fn is_number_word(words: &Words<'_>, at: usize) -> bool {
    let teens = [
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
    ];
    words.is(at, DIGITS_IN_WORDS) || teens.contains(&words.lower(at))
}

/// `77 Ashgrove`, `11a The Maltings`: a number and a name that is nobody's and of no month.
fn numbered_name(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_counted = !words.gap(at).contains(',')
        && (1..=2).any(|back| {
            words.is_before(at, back, NUMBERED | REFERENCES | TITLES)
                && words.sentence(at - back) == words.sentence(at)
        });
    let name = at + 1 + usize::from(words.lower(at + 1) == "the");
    let has_letter = words.lower(at).ends_with(|c: char| c.is_ascii_alphabetic());
    if !is_house_number(words, at)
        || is_counted
        || words.gap(name) != " "
        || words.gap(at + 1) != " "
        || words.sentence(name) != words.sentence(at)
        || 3 < words.lower(at).trim_end_matches(char::is_alphabetic).len()
        || words.is(name, COUNTED | COMMON | PEOPLE | TITLES | NAMES_OF_NO_PLACE)
        || words.is(at + 1, NAMES_OF_NO_PLACE)
        || ["march", "may"].contains(&words.lower(name))
    {
        return None;
    }
    let word = words.lower(name);
    let is_spelled = words.list[name].text.chars().nth(1).is_some_and(char::is_lowercase);
    let is_capital = words.is_cased(at) && words.is_capital(name) && is_spelled;
    let ends = [
        "grove", "gate", "wood", "field", "fields", "croft", "brook", "dale", "bank", "hill",
        "mead", "garth", "view", "leigh", "hurst", "ridge", "brow", "acre", "acres", "mount",
        "lands", "crest", "way", "court", "side",
    ];
    let is_compound = ends.iter().any(|end| end.len() + 2 < word.len() && word.ends_with(end));
    let is_the = name == at + 2 && words.is_name(name);
    let is_lettered = has_letter && words.is_name(name) && !is_plain(word);
    let leads = ["at", "to", "is", "addr", "add", "of", "outside"];
    let is_led = leads.contains(&words.lower_before(at, 1))
        && words.is_name(name)
        && !is_plain(word)
        && !words.is_cased(at)
        && 3 < word.len();
    (is_capital || is_compound || is_the || is_lettered || is_led).then_some(name)
}

fn is_street(words: &Words<'_>, name: std::ops::Range<usize>, at: usize) -> bool {
    if words.is(name.end, STREETS) {
        return true;
    }
    if !words.is(name.end, MAYBE_STREETS) {
        return false;
    }
    let is_named = name.clone().all(|at| words.is_capital(at));
    if words.is_cased(at) && is_named {
        return words.is_capital(name.end);
    }
    let short = ["st", "cl", "dr", "ct", "pl", "sq"];
    let is_short = short.contains(&words.lower(name.end));
    let is_letters = |at: usize| words.lower(at).chars().all(char::is_alphabetic);
    let plain = name.clone().all(|at| {
        words.is_name(at)
            || words.lower(at) == "the"
            || words.is(at, GEOGRAPHIC)
            || (is_letters(at) && (is_short || !words.is(at, COMMON)))
    });
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
    let is_floor =
        ["top", "ground", "first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th", "5th"];
    if words.lower(at) == "floor" && is_floor.contains(&words.lower_before(at, 1)) {
        return Some(at);
    }
    let is_within = words.sentence(number) == words.sentence(at) && is_joined(words, number);
    let is_at = words.lower(number + 1) == "at"
        && !words.lower(number + 2).starts_with(|c: char| c.is_ascii_digit());
    let is_counted = words.is(number + 1, COUNTED) && !is_at;
    let is_number = is_house_number(words, number)
        || (is_number_word(words, number)
            && is_home
            && number == at + 1
            && words.lower(at) == "flat");
    if !(is_home || is_room) || !is_number || !is_within || is_counted {
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
        "care" => words.lower(at + 1) == "of" && words.lower_before(at, 1) != "the",
        _ => false,
    };
    let is_property = ["property", "premises", "residence", "dwelling", "add"]
        .contains(&words.lower(at))
        && words.gap(at + 1).contains([':', '=', '-']);
    let is_address = is_property
        || ["address", "addr", "addresses"].contains(&words.lower(at))
            && !["mail", "email"].contains(&words.lower_before(at, 1));
    if !is_care && !is_address {
        return None;
    }
    let hidden = ["not", "withheld", "unknown", "sealed", "confidential", "never", "redacted"];
    let around = words.around(at);
    let is_hidden = |one: usize| {
        hidden.contains(&words.lower(one))
            || (words.lower(one) == "no" && one + 2 == at)
            || (words.lower(one) == "known" && words.lower(one + 1) == "to")
    };
    if around.clone().any(is_hidden) || words.lower_before(at, 1) == "no" {
        return None;
    }
    let last = around.end.min(at + 7);
    (at + 1..last).find(|at| {
        let follows = words.lower(at + 1);
        let is_name = words.is_name(*at)
            && !words.is(*at, TITLES)
            && (words.is_cased(*at)
                || is_care
                || !["the", "a"].contains(&words.lower_before(*at, 1)));
        let is_number = is_house_number(words, *at) && !words.is(*at + 1, COUNTED);
        is_name || (is_number && follows.starts_with(char::is_alphabetic))
    })
}

/// A street without a number, in a sentence that says of somebody that they live or work there.
fn street_of_somebody(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_capital = words.is_cased(at) && words.is_capital(at);
    let is_plain = !words.is_cased(at) && words.is(at + 1, STREETS) && !words.is(at, POSSESSIVES);
    let greens = ["green", "close", "drive", "square", "mount", "chase", "croft"];
    let is_the = words.lower(at) == "the"
        && (words.is_cased(at)
            || words.is(at + 1, STREETS)
            || greens.contains(&words.lower(at + 1)));
    let is_start = is_capital || is_plain || words.is_name(at) || is_the;
    if !is_start
        || words.is(at, TITLES | NAMES_OF_NO_PLACE)
        || words.is_before(at, 1, TITLES | PEOPLE)
        || is_initial(words, at)
    {
        return None;
    }
    let ends = |to: &usize| {
        let is_end = words.is(*to, STREETS | MAYBE_STREETS);
        let is_capital = !words.is_cased(at) || words.is_capital(*to);
        let plain = (at + 1..*to).all(|at| words.is_capital(at) || words.is_name(at))
            && (at + 1..=*to).all(|at| words.gap(at).trim_matches('.') == " ");
        is_end && is_capital && plain && words.sentence(*to) == words.sentence(at)
    };
    let to = (at + 1..=at + 3).find(ends)?;
    let before = ["on", "in", "at", "off", "to", "from", "near", "of", "is", "behind", "down"];
    let is_led = before.contains(&words.lower_before(at, 1)) || words.gap(at).contains([',', ':']);
    // "Worker: Hollie Park"
    let is_told = words.gap(at).contains(':') && !words.is(to, STREETS);
    if is_told && !words.holds(at, CUES) {
        return None;
    }
    let is_theirs = || words.holds(at, CUES);
    // With capitals it is a street wherever it stands; at the start of a sentence `Grace Court` may
    // be a person.
    let is_first = at.checked_sub(1).is_none_or(|one| words.sentence(one) != words.sentence(at));
    let is_plain = words.is_cased(at) && (words.is(to, STREETS) || !is_first);
    // `Agnieszka Hill`
    if words.is(at, PEOPLE) && to == at + 1 && !is_led && !words.is(to, STREETS) {
        return None;
    }
    let may = is_led || words.is(to, STREETS) || words.is_cased(at);
    // "on soho road"
    let is_on = words.lower_before(at, 1) == "on";
    let is_road = is_led && (is_on || words.is(to, STREETS)) && words.is_name(at);
    (is_plain || is_road || (is_led && words.is_cased(at)) || (may && is_theirs())).then_some(to)
}

/// `J. Bolton`
fn is_initial(words: &Words<'_>, at: usize) -> bool {
    words.lower_before(at, 1).len() == 1 && words.gap(at).starts_with('.')
}

/// "the house number is 27"
fn house_number(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_told = ["house", "door", "flat"].contains(&words.lower(at))
        && ["number", "no", "num"].contains(&words.lower(at + 1));
    if !is_told {
        return None;
    }
    let mut after = at + 2..words.around(at).end.min(at + 14);
    after.find(|at| is_house_number(words, *at) && !words.is(*at + 1, COUNTED))
}

/// "next door but one, at 31": a number that is no hour, in a sentence about a home.
fn at_number(words: &Words<'_>, at: usize) -> Option<usize> {
    let number = at + 1;
    let is_large =
        words.lower(number).parse::<u32>().is_ok_and(|number| (25..1_000).contains(&number));
    let is_last =
        words.sentence(number + 1) != words.sentence(number) || words.gap(number + 1).contains(',');
    let is_home = || {
        let mut near = words.around(at);
        near.any(|at| {
            ["door", "lives", "living", "house", "neighbour", "moved"].contains(&words.lower(at))
        })
    };
    let is_at = words.lower(at) == "at" && words.sentence(at) == words.sentence(number);
    (is_at && is_large && is_last && is_house_number(words, number) && is_home()).then_some(number)
}
