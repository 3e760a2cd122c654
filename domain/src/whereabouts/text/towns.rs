//! Towns, and what is a name by the way it is written: `St Wilfrid's`, `The Hollies`.

use super::{
    FoundInText, TextFinding,
    named::{is_named_place, is_within},
    vocabulary::{
        AGENCIES, BEFORE_PLACES, COMMON, COURTS, HOMES, MOVING, NAMES_OF_NO_PLACE, PEOPLE, SERVED,
        STAYING, STREETS, TITLES, TOWNS,
    },
    words::{Words, is_plain},
};

pub(super) fn find(words: &Words<'_>, found: &mut Vec<FoundInText>) {
    for at in 0..words.list.len() {
        let place = dedicated(words, at)
            .or_else(|| of_the_village(words, at))
            .or_else(|| the_name(words, at))
            .or_else(|| told_beside(words, at))
            .or_else(|| town(words, at));
        if let Some(to) = place {
            found.push(FoundInText { finding: TextFinding::Place, at: words.span(at, to) });
        }
    }
}

/// A town that is named, whatever stands around it, but for a court's or an agency's own.
fn town(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_cased = words.is_cased(at);
    let before = words.lower_before(at, 1);
    let is_person = words.is_before(at, 1, TITLES | PEOPLE)
        || (before.len() == 1 && words.gap(at).starts_with('.'));
    let is_others = (1..=3)
        .any(|after| words.is(at + after, AGENCIES | COURTS) && is_within(words, at, at + after));
    let is_court = words.holds(at, COURTS) && !words.holds(at, STAYING | MOVING | HOMES);
    let may = (words.is(at, TOWNS) || is_town_like(words, at))
        && !words.is(at, COMMON | NAMES_OF_NO_PLACE | PEOPLE);
    // After a capital it is a surname more often than a town.
    let is_surname = is_cased
        && at != 0
        && words.is_capital(at - 1)
        && words.gap(at) == " "
        && is_within(words, at, at - 1)
        && !words.is(at - 1, BEFORE_PLACES | COMMON);
    let is_capital = !is_cased || words.is_capital(at) || words.is_before(at, 1, BEFORE_PLACES);
    (may && is_capital && !is_person && !is_others && !is_court && !is_surname).then_some(at)
}

/// Whether a name ends as those of English towns and villages do.
fn is_town_like(words: &Words<'_>, at: usize) -> bool {
    let ends = [
        "ham", "ton", "bury", "borough", "burgh", "brough", "ford", "worth", "wick", "thorpe",
        "mouth", "pool", "minster", "chester", "caster", "cester", "field", "stead", "hurst",
        "shire", "combe", "dale", "gate", "bourne", "stowe", "holme", "thwaite", "haven", "bridge",
        "wold", "well", "stow", "sey", "leigh", "ley", "den", "by",
    ];
    let starts =
        ["llan", "pont", "aber", "inver", "auchter", "bally", "kirk", "strath", "cwm", "porth"];
    let word = words.lower(at);
    let is_long = |end: &&str| end.len() + 3 <= word.len();
    let is_named = ends.iter().any(|end| is_long(end) && word.ends_with(end))
        || starts.iter().any(|start| is_long(start) && word.starts_with(start));
    // "a visit with Pondersleigh" is a colleague's.
    if ["with", "by", "for", "and"].contains(&words.lower_before(at, 1)) {
        return false;
    }
    let is_short = ["by", "den", "ley", "sey", "well"].iter().any(|end| word.ends_with(end));
    let may = !is_short || (words.is_cased(at) && words.is_before(at, 1, BEFORE_PLACES));
    let is_spelled = words.list[at].text.chars().skip(1).all(char::is_lowercase);
    let is_told = words.is_cased(at) && words.is_capital(at) && is_spelled && !words.is_first(at)
        || (!words.is_cased(at) && words.is_before(at, 1, BEFORE_PLACES));
    is_named
        && may
        && is_told
        && !words.is(at, COMMON | PEOPLE | STREETS)
        && !is_plain(word)
        && word.chars().all(char::is_alphabetic)
}

/// `The Hollies` within a sentence: who writes the article with a capital writes a name.
fn the_name(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_the = words.lower(at) == "the"
        && words.is_capital(at)
        && words.is_cased(at)
        && !words.is_first(at)
        && words.gap(at) != ": ";
    let is_spelled =
        words.list.get(at + 1).is_some_and(|word| word.text.contains(char::is_lowercase));
    let is_name =
        words.is_name(at + 1) && is_spelled && !words.is(at + 1, AGENCIES | COURTS | COMMON);
    (is_the && is_name && is_within(words, at, at + 1)).then_some(at + 1)
}

/// "temp accom - Britannia", "rehab, Broadway Lodge": a name set apart in a sentence about
/// somebody's home, school, surgery or work.
fn told_beside(words: &Words<'_>, at: usize) -> Option<usize> {
    let gap = words.gap(at);
    let is_apart = [", ", ": ", " - ", " \u{2013} ", " (", " = ", "- ", "="].contains(&gap);
    let is_second = words.is_capital(at + 1) && words.gap(at + 1) == " ";
    let is_served = || words.holds(at, SERVED | HOMES | STAYING | MOVING);
    let is_named = is_apart
        && words.is_cased(at)
        && words.is_capital(at)
        && is_named_place(words, at, false)
        && !words.is(at, COMMON)
        && (is_second || words.is(at, TOWNS));
    (is_named && !words.is_first(at) && is_served()).then_some(at)
}

/// "mon 7pm, village hall": there is one only.
fn of_the_village(words: &Words<'_>, at: usize) -> Option<usize> {
    let whose = ["village", "church", "parish", "scout", "town", "memorial", "miners"];
    let is_hall = ["hall", "hut", "welfare"].contains(&words.lower(at + 1));
    (whose.contains(&words.lower(at)) && is_hall && words.gap(at + 1) == " ").then_some(at + 1)
}

/// `St Wilfrid's`, `Holy Trinity`, `Ysgol Glan Clwyd`: so churches, schools, surgeries are called.
fn dedicated(words: &Words<'_>, at: usize) -> Option<usize> {
    let pairs = [
        ("holy", "trinity"),
        ("holy", "family"),
        ("holy", "cross"),
        ("sacred", "heart"),
        ("our", "lady"),
        ("all", "saints"),
        ("all", "souls"),
        ("christ", "church"),
        ("christ", "the"),
        ("good", "shepherd"),
        ("immaculate", "conception"),
    ];
    let is_pair = pairs.contains(&(words.lower(at), words.lower(at + 1)));
    let is_capital = |at: usize| !words.is_cased(at) || words.is_capital(at);
    let is_saint = ["st", "saint", "ysgol"].contains(&words.lower(at))
        && is_capital(at)
        && words.is_name(at + 1)
        && words.gap(at + 1).trim_matches('.') == " "
        && !words.lower_before(at, 1).starts_with(|c: char| c.is_ascii_digit());
    let is_others = (2..=3).any(|after| words.is(at + after, AGENCIES | COURTS));
    ((is_pair || is_saint) && is_within(words, at, at + 1) && !is_others).then_some(at + 1)
}
