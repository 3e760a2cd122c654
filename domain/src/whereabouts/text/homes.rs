//! Homes without an address: "in a hotel", "at the night shelter", "put up by church friends".

use super::{
    FoundInText, TextFinding,
    vocabulary::{DIGITS_IN_WORDS, PUT_UP, SHELTERS},
    words::Words,
};

pub(super) fn find(words: &Words<'_>, found: &mut Vec<FoundInText>) {
    for at in 0..words.list.len() {
        if let Some(to) = in_a_shelter(words, at)
            .or_else(|| put_up(words, at))
            .or_else(|| numbered(words, at))
            .or_else(|| on_a_ward(words, at))
        {
            found.push(FoundInText { finding: TextFinding::Stay, at: words.span(at, to) });
        }
    }
}

/// A place that nobody has taken tells nothing: "was offered a bed in a refuge".
fn is_only_spoken_of(words: &Words<'_>, at: usize) -> bool {
    const UNTAKEN: [&str; 14] = [
        "not", "no", "never", "declined", "declines", "refused", "refuses", "offered", "offer",
        "want", "wants", "wishes", "waiting", "consider",
    ];
    words.around(at).any(|at| UNTAKEN.contains(&words.lower(at)))
}

fn in_a_shelter(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_led = ["in", "at", "into", "from"].contains(&words.lower(at));
    let is_bare = words.lower(at + 1) == "refuge" && words.lower(at) == "in";
    if is_led && is_bare && !is_only_spoken_of(words, at) {
        return Some(at + 1);
    }
    let is_led = is_led && ["a", "an", "the", "another"].contains(&words.lower(at + 1));
    let noun = (at + 2..=at + 4).find(|at| words.is(*at, SHELTERS))?;
    let is_within = words.sentence(noun) == words.sentence(at);
    (is_led && is_within && !is_only_spoken_of(words, at)).then_some(noun)
}

/// "at no 8", "is number eleven".
fn numbered(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_led = ["at", "is", "to", "from", "outside", "opposite", "near", "of", "against", "in"]
        .contains(&words.lower(at));
    let is_number = ["no", "number", "nr"].contains(&words.lower(at + 1));
    let number = words.lower(at + 2);
    let is_house = number.starts_with(|c: char| c.is_ascii_digit()) && number.len() <= 4
        || words.is(at + 2, DIGITS_IN_WORDS)
        || ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"].contains(&number);
    let is_within = words.sentence(at) == words.sentence(at + 2);
    (is_led && is_number && is_house && is_within).then_some(at + 2)
}

/// "on ward C9": a bed that anybody can walk to.
fn on_a_ward(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_ward = |at: usize| words.lower(at) == "ward";
    let is_numbered = |at: usize| words.lower(at).contains(|c: char| c.is_ascii_digit());
    if is_ward(at) && is_numbered(at + 1) && words.gap(at + 1) == " " {
        return Some(at + 1);
    }
    // "on Larch Ward"
    let is_led = ["on", "in", "to"].contains(&words.lower(at));
    if is_led && words.is_name(at + 1) && is_ward(at + 2) {
        return Some(at + 2);
    }
    let others = ["round", "rounds", "visit", "staff", "manager", "sister", "clerk"];
    let is_named = words.is_name(at + 2) && !others.contains(&words.lower(at + 2));
    (is_led && is_ward(at + 1) && is_named).then_some(at + 2)
}

/// "putting her up", "put up by", and not "put up with".
fn put_up(words: &Words<'_>, at: usize) -> Option<usize> {
    if !["put", "putting", "puts"].contains(&words.lower(at)) {
        return None;
    }
    let up = (at + 1..=at + 4).find(|at| words.lower(*at) == "up")?;
    let is_within = words.sentence(up) == words.sentence(at);
    (is_within && words.is(up + 1, PUT_UP)).then_some(up + 1)
}
