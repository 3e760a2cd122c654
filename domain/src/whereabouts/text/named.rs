//! Places by their name: a school, a surgery, a house of many, a town.

use super::{
    FoundInText, TextFinding,
    vocabulary::{
        AGENCIES, BEFORE_PLACES, COMMON, CUES, GEOGRAPHIC, HOMES, INNS, KINDS_OF_PLACE,
        LOOSELY_SERVED, NAMES_OF_NO_PLACE, PEOPLE, SERVED, TITLES,
    },
    words::{Words, is_plain},
};

pub(super) fn find(words: &Words<'_>, found: &mut Vec<FoundInText>) {
    for at in 0..words.list.len() {
        let place = inn(words, at)
            .or_else(|| named_kind(words, at))
            .or_else(|| named_after(words, at))
            .or_else(|| is_called(words, at))
            .or_else(|| has_room(words, at));
        if let Some(to) = place {
            found.push(FoundInText { finding: TextFinding::Place, at: words.span(at, to) });
        }
    }
}

pub(super) fn is_within(words: &Words<'_>, at: usize, other: usize) -> bool {
    words.sentence(at) == words.sentence(other)
}

fn inn(words: &Words<'_>, at: usize) -> Option<usize> {
    let word = words.lower(at);
    let is_inn = word != "premier" && word != "holiday" || words.lower(at + 1) == "inn";
    (words.is(at, INNS) && is_inn).then_some(at)
}

/// `Orchard Park Primary`, `Riverside Surgery`, `Amber House`: a name and what kind of place it is.
fn named_kind(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_plainly = !words.is_cased(at)
        && words.is(at, GEOGRAPHIC)
        && words.is(at + 1, KINDS_OF_PLACE)
        && !["hall", "park", "centre"].contains(&words.lower(at + 1))
        && (words.lower(at), words.lower(at + 1)) != ("high", "school");
    let may = words.is_name(at) || is_plainly;
    if !may || words.is_before(at, 1, TITLES) || words.is(at, TITLES | AGENCIES) {
        return None;
    }
    let within = [
        "of",
        "c",
        "e",
        "rc",
        "and",
        "the",
        "medical",
        "health",
        "primary",
        "junior",
        "high",
        "grammar",
        "children's",
        "leisure",
        "community",
        "care",
        "sports",
        "village",
    ];
    let is_part = |at: usize| match words.is_cased(at) {
        true => words.is_name(at) || words.is_capital(at) || within.contains(&words.lower(at)),
        false => words.is_name(at) || within.contains(&words.lower(at)),
    };
    let to = (at + 1..=at + 4).find(|to| is_kind(words, at, *to))?;
    let is_joined = (at + 1..=to).all(|at| words.gap(at).trim_matches('.') == " ");
    let is_others = words.is(to + 1, AGENCIES)
        || (words.is(at, PEOPLE) && !words.is_cased(at) && to == at + 1 && words.is(to, SERVED));
    (is_joined && !is_others && (at + 1..to).all(is_part)).then_some(to)
}

fn is_kind(words: &Words<'_>, at: usize, to: usize) -> bool {
    let kind = words.lower(to);
    if !words.is(to, KINDS_OF_PLACE) || !is_within(words, at, to) {
        return false;
    }
    let is_capital = !words.is_cased(at) || words.is_capital(to);
    let is_small = [
        "refuge", "hostel", "hotel", "school", "nursery", "surgery", "estate", "mosque", "church",
        "college", "hospital", "library", "pub",
    ]
    .contains(&kind);
    let served = [
        "medical",
        "health",
        "children's",
        "leisure",
        "shopping",
        "sports",
        "garden",
        "community",
        "care",
        "day",
        "retail",
        "trading",
        "business",
    ];
    let is_whole = match kind {
        "centre" | "park" => {
            served.contains(&words.lower_before(to, 1))
                || kind == "park"
                || words.holds(at, CUES | SERVED)
        }
        _ => true,
    };
    let is_led = ![
        "house", "lodge", "cottage", "towers", "flats", "park", "hall", "halls", "home", "market",
        "farm", "mill", "camp", "court", "gate", "hill",
    ]
    .contains(&kind)
        || words.is_before(at, 1, BEFORE_PLACES)
        || words.is_before(at, 2, BEFORE_PLACES)
        || words.holds(at, CUES | SERVED | HOMES)
        || (words.around(at).len() < 5
            && (words.is_first(at) || words.lower_before(at, 1) == "the"));
    is_whole && is_led && (is_capital || is_small)
}

/// "Amber House have a room for her".
fn has_room(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_verb = ["have", "has", "offer", "offers", "offered", "kept", "found"];
    let verb = (at + 1..=at + 2).find(|at| is_verb.contains(&words.lower(*at)))?;
    let room = (verb + 1..=verb + 3)
        .find(|at| ["room", "bed", "place", "space", "rooms"].contains(&words.lower(*at)))?;
    let is_name = words.is_name(at) && (!words.is_cased(at) || words.is_capital(verb - 1));
    (is_name && is_within(words, at, room)).then_some(room)
}

/// "Her GP, Mercheford House", "nursery place Puddleducks", "camhs appt: fulbourn". What serves or
/// employs somebody, and its name right after it.
fn named_after(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_served = words.is(at, SERVED) || is_compound(words, at);
    let is_loose = words.is(at, LOOSELY_SERVED | KINDS_OF_PLACE | HOMES);
    if !is_served && !is_loose {
        return None;
    }
    let joins = [
        "place",
        "placement",
        "appt",
        "appts",
        "appointment",
        "appointments",
        "is",
        "now",
        "called",
        "named",
        "name",
        "confirmed",
        "at",
        "with",
        "from",
        "in",
        "re",
        "was",
        "the",
    ];
    let mut is_apart = false;
    let mut is_told = false;
    for name in at + 1..=at + 4 {
        let gap = words.gap(name);
        if !is_within(words, at, name) || !gap.chars().all(|c| " :=,(-\u{2013}\t\"'@".contains(c)) {
            return None;
        }
        is_apart = is_apart
            || gap.contains([':', '=', '(', '\u{2013}', '"', '@'])
            || gap == " - "
            || gap == ", ";
        if joins.contains(&words.lower(name)) {
            is_told = is_told || !["was", "the"].contains(&words.lower(name));
            continue;
        }
        // "barmaid, the Dog and Duck"
        let is_the = is_apart
            && words.lower(name - 1) == "the"
            && words.is_cased(name)
            && words.is_capital(name)
            && !words.is(name, AGENCIES | NAMES_OF_NO_PLACE);
        let is_named =
            is_the || is_named_place(words, name, is_apart || (is_told && !words.is_cased(at)));
        let is_called = gap.contains([':', '='])
            && is_served
            && words.is_capital(name)
            && words.is_capital(name + 1)
            && words.is(name, PEOPLE)
            && gap_is_space(words, name + 1);
        let is_doctor = is_served
            && words.is(name, TITLES)
            && is_within(words, at, name + 1)
            && ["gp", "doctor", "dentist", "childminder"].contains(&words.lower(at));
        let may = is_served || is_apart;
        return ((may && is_named) || is_doctor || is_called).then_some(name);
    }
    None
}

fn gap_is_space(words: &Words<'_>, at: usize) -> bool {
    words.gap(at) == " "
}

pub(super) fn is_named_place(words: &Words<'_>, at: usize, is_apart: bool) -> bool {
    let is_capital = words.is_cased(at) && words.is_capital(at);
    let is_second =
        words.is_capital(at + 1) && words.gap(at + 1) == " " && is_within(words, at, at + 1);
    let is_acronym = words.list.get(at).is_some_and(|word| !word.text.contains(char::is_lowercase));
    let is_small =
        !words.is_cased(at) && words.list.get(at).is_some_and(|word| word.text.len() > 2);
    if !(words.is_name(at) || is_small)
        || words.is(at, AGENCIES | TITLES | NAMES_OF_NO_PLACE)
        || words.is(at + 1, AGENCIES)
    {
        return false;
    }
    let is_person = words.is(at, PEOPLE) && !words.lower(at).ends_with("'s");
    let is_everyday = words.is(at, COMMON) || is_plain(words.lower(at));
    match is_capital {
        true => {
            let is_name = !is_everyday || (is_second && !words.is(at + 1, COMMON));
            is_name && !is_person && (!is_acronym || is_second)
        }
        false => {
            // "nursery: little acorns"
            let next = at + 1;
            let is_unknown = !words.is(next, COMMON | PEOPLE) && !is_plain(words.lower(next));
            let is_two = words.gap(next) == " "
                && is_within(words, at, next)
                && 3 < words.lower(next).len()
                && is_unknown;
            is_apart && (!is_everyday || is_two) && !is_person && 2 < words.lower(at).len()
        }
    }
}

/// "caravan park", "nail bar": two words for what serves somebody.
fn is_compound(words: &Words<'_>, at: usize) -> bool {
    let kinds =
        ["park", "home", "bar", "club", "centre", "shop", "group", "camp", "site", "pool", "room"];
    let before = [
        "holiday",
        "caravan",
        "care",
        "nursing",
        "nail",
        "coffee",
        "wine",
        "trailer",
        "leisure",
        "trading",
        "youth",
        "night",
        "betting",
        "charity",
        "children's",
        "community",
        "swimming",
        "tea",
        "retail",
        "traveller",
        "travellers",
        "residential",
        "foster",
    ];
    let is_of_work = words.lower(at) == "work"
        && words.lower_before(at, 1) == "of"
        && words.lower_before(at, 2) == "place";
    let is_w_p = words.lower(at) == "p" && words.gap(at) == "/" && words.lower_before(at, 1) == "w";
    (kinds.contains(&words.lower(at)) && before.contains(&words.lower_before(at, 1)))
        || is_of_work
        || is_w_p
}

/// "the hairdresser she goes to is Snips".
fn is_called(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_verb = ["is", "was", "called"].contains(&words.lower(at));
    let is_served =
        || (1..=6).any(|back| words.is_before(at, back, SERVED) && is_within(words, at, at - back));
    let name = at + 1 + usize::from(words.lower(at + 1) == "the");
    let is_apart = !words.is_cased(at);
    // "the nursery is Jack and Jill's"
    let is_pair =
        words.is_capital(name) && words.is(name, PEOPLE) && words.lower(name + 1) == "and";
    let is_named = is_pair || is_named_place(words, name, is_apart);
    (is_verb && is_within(words, at, name) && is_named && is_served()).then_some(name)
}
