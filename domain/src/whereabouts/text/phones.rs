//! Telephone numbers by their shape: whole, in part, said digit by digit.

use super::{
    FoundInText, TextFinding,
    vocabulary::{ACCOUNTS, DIGITS_IN_WORDS, REFERENCES, RINGING},
    words::Words,
};

pub(super) fn find(words: &Words<'_>, found: &mut Vec<FoundInText>) {
    for at in 0..words.list.len() {
        let to = phone(words, at).or_else(|| spoken(words, at)).or_else(|| in_part(words, at));
        if let Some(to) = to {
            found.push(FoundInText { finding: TextFinding::Phone, at: words.span(at, to) });
        }
    }
}

/// The digits of a word that has one at least; an O among them is a nought, an L or an I a one.
pub(super) fn digits(word: &str) -> Option<String> {
    let read = |c: char| match c {
        'o' => Some('0'),
        'l' | 'i' => Some('1'),
        _ => c.is_ascii_digit().then_some(c),
    };
    let has_digit = word.contains(|c: char| c.is_ascii_digit());
    if !has_digit || 15 < word.len() {
        return None;
    }
    word.chars().map(read).collect()
}

/// The last word of a telephone number that begins here.
fn phone(words: &Words<'_>, at: usize) -> Option<usize> {
    let first = digits(words.lower(at))?;
    let is_reference = (1..=3).any(|back| {
        words.is_before(at, back, REFERENCES) && words.sentence(at - back) == words.sentence(at)
    });
    let is_after_slash = words.gap(at).ends_with('/') && 2 < words.gap(at).len();
    if is_reference || (words.gap(at).ends_with(['£', '/', ':']) && !is_after_slash) {
        return None;
    }
    let is_rung = (1..=3).any(|back| {
        words.is_before(at, back, RINGING) && words.sentence(at - back) == words.sentence(at)
    });
    if is_rung && (6..=8).contains(&first.len()) {
        return Some(at);
    }
    let is_abroad = words.gap(at).trim_end_matches('(').ends_with('+');
    let joins = match first.starts_with('0') && 3 < first.len() {
        true => ".-()/,\u{2013}",
        false => ".-()",
    };
    let (mut number, mut to) = (first, at);
    loop {
        if is_phone(&number, is_abroad) && has_groups_of_a_phone(words, at, to) {
            return Some(to);
        }
        let gap = words.gap(to + 1);
        let goes_on =
            gap.chars().count() <= 3 && gap.chars().all(|c| c.is_whitespace() || joins.contains(c));
        let more = digits(words.lower(to + 1)).filter(|_| goes_on && !gap.contains('\n'));
        let Some(more) = more else {
            return is_mistyped(words, (at, to), &number).then_some(to);
        };
        number.push_str(&more);
        to += 1;
        if 15 < number.len() {
            return None;
        }
    }
}

/// A digit too many or too few, where somebody is to be rung.
fn is_mistyped(words: &Words<'_>, (from, to): (usize, usize), number: &str) -> bool {
    let is_long = (9..=13).contains(&number.len());
    let is_national = number.starts_with('0') && !number.starts_with("00");
    is_long && is_national && words.holds(from, RINGING) && has_groups_of_a_phone(words, from, to)
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
        [b'4', b'4', b'7' | b'1' | b'2', ..] => national.len() == 12,
        [b'0', b'0', ..] => 12 <= national.len(),
        _ => false,
    }
}

/// `07700 900123` and not the `05.11.26 1000` of a date: the first group is long, or each is one.
fn has_groups_of_a_phone(words: &Words<'_>, from: usize, to: usize) -> bool {
    let lengths: Vec<usize> = (from..=to).map(|at| words.lower(at).len()).collect();
    let is_long = match lengths.first() {
        Some(1) => matches!(lengths.get(1), Some(4)),
        Some(2) => words.lower(from) == "44" || words.lower(from) == "07",
        Some(length) => 2 < *length,
        None => false,
    };
    is_long || lengths.iter().all(|length| *length == 1)
}

/// A number said digit by digit: six words of digits or more.
fn spoken(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_digit = |at: usize| words.is(at, DIGITS_IN_WORDS);
    if !is_digit(at) || (at != 0 && is_digit(at - 1)) {
        return None;
    }
    let is_part = |at: &usize| is_digit(*at) || digits(words.lower(*at)).is_some();
    let count = (at..words.list.len()).take_while(is_part).count();
    let said = (at..at + count).filter(|at| is_digit(*at)).count();
    (6 <= count && 3 <= said).then(|| at + count - 1)
}

/// "number ends 417", "last four digits of the new mobile 0553".
fn in_part(words: &Words<'_>, at: usize) -> Option<usize> {
    let word = words.lower(at);
    let is_end = (3..=7).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_digits = || words.around(at).any(|at| words.lower(at) == "digits");
    if !is_end || words.holds(at, ACCOUNTS) || !(words.holds(at, RINGING) || is_digits()) {
        return None;
    }
    let ends = ["ends", "ending", "end", "starts", "starting", "begins", "digits", "last"];
    let is_told = (1..=7).any(|back| {
        let is_within = back <= at && words.sentence(at - back) == words.sentence(at);
        is_within && ends.contains(&words.lower_before(at, back))
    });
    is_told.then_some(at)
}
