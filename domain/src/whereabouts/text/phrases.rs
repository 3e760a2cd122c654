//! Phrases that say where somebody is: "staying with her mother", "works at Tesco", "GP is ...".

use super::{
    FoundInText, TextFinding,
    streets::is_house_number,
    vocabulary::{
        BEFORE_PLACES, COMMON, COUNTED, CUES, GOING, HOMES, INNS, KIN, KINDS_OF_PLACE, MOVING,
        PLAIN, POSSESSIVES, STAYING, TITLES, WORKPLACES,
    },
    words::Words,
};

pub(super) fn find(words: &Words<'_>, found: &mut Vec<FoundInText>) {
    for at in 0..words.list.len() {
        let stay =
            stays(words, at).or_else(|| at_kins(words, at)).or_else(|| beside_something(words, at));
        if let Some(to) = stay {
            found.push(FoundInText { finding: TextFinding::Stay, at: words.span(at, to) });
            continue;
        }
        let place = works(words, at)
            .or_else(|| works_there(words, at))
            .or_else(|| named_kind(words, at))
            .or_else(|| named_after(words, at))
            .or_else(|| has_room(words, at))
            .or_else(|| named_beside(words, at));
        if let Some(to) = place {
            found.push(FoundInText { finding: TextFinding::Place, at: words.span(at, to) });
        }
    }
}

fn is_within(words: &Words<'_>, at: usize, other: usize) -> bool {
    words.sentence(at) == words.sentence(other)
}

/// "lives at", "moved to", "is in", and a place after it.
fn stays(words: &Words<'_>, at: usize) -> Option<usize> {
    let verb = words.lower(at);
    let is_staying = STAYING.contains(verb);
    let is_moving = MOVING.contains(verb);
    let is_going = GOING.contains(verb);
    let is_being =
        ["is", "are", "was", "were", "currently", "now", "she's", "shes", "been", "been"]
            .contains(&verb);
    if !(is_staying || is_moving || is_going || is_being) {
        return None;
    }
    let leads: &[&str] = match (is_staying, is_moving || is_going) {
        (true, _) => &["at", "in", "with", "on", "near", "off", "by", "from", "to", "for"],
        (false, true) => &["to", "into", "with", "at"],
        (false, false) => &["at", "in", "with"],
    };
    // "has moved back in with", "staying there now with"
    let fillers = ["back", "in", "on", "now", "there", "currently", "again", "up", "out", "just"];
    let far = if is_being { 2 } else { 5 };
    for lead in at + 1..=at + far {
        if !is_within(words, at, lead) {
            return None;
        }
        let word = words.lower(lead);
        if leads.contains(&word) {
            let strict = is_going || is_being;
            if let Some(to) = place(words, lead + 1, word == "with", strict) {
                return Some(to);
            }
        }
        let goes_on =
            fillers.contains(&word) || leads.contains(&word) || (!is_being && lead < at + 3);
        if !goes_on {
            return None;
        }
    }
    None
}

/// The last word of a place that begins here. `strict` asks for what can hardly be anything else.
fn place(words: &Words<'_>, at: usize, with: bool, strict: bool) -> Option<usize> {
    let mut noun = at;
    while POSSESSIVES.contains(words.lower(noun)) || PLAIN.contains(words.lower(noun)) {
        noun += 1;
    }
    if !is_within(words, at.saturating_sub(1), noun) || words.lower(noun).is_empty() {
        return None;
    }
    let word = words.lower(noun);
    if with && ["them", "us"].contains(&word) {
        return Some(noun);
    }
    let kin = kin_of(word);
    let is_others = kin.is_some_and(|kin| kin != word);
    if kin.is_some() && (with || is_others || !strict) {
        return Some(noun);
    }
    if with && !words.is_name(noun) {
        return None;
    }
    let follows = words.lower(noun + 1);
    let is_address = is_house_number(words, noun)
        && follows.starts_with(char::is_alphabetic)
        && !COUNTED.contains(follows);
    let is_home = HOMES.contains(word) || (word == "safe" && follows == "house");
    let is_year = word == "year" || follows == "court" || TITLES.contains(word);
    let is_named = words.is_name(noun) && !is_year;
    // "camps at the showground": a thing of the town that the lists do not know.
    let is_thing = noun == at + 1
        && words.lower(at) == "the"
        && !strict
        && words.lower_before(at, 1) == "at"
        && is_known_to_nobody(word);
    (is_thing || is_home || is_named || (is_address && !strict)).then_some(noun)
}

/// The kin of whom a word speaks: `mum`, `mum's` and `mums` alike.
fn kin_of(word: &str) -> Option<&'static str> {
    let bare = word.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches("s'");
    let single = bare.strip_suffix('s').unwrap_or(bare);
    KIN.iter().find(|kin| *kin == bare || *kin == single)
}

/// "at her mum's", "to her sisters": whose home it is stands without the word for it.
fn at_kins(words: &Words<'_>, at: usize) -> Option<usize> {
    if !["at", "to", "in"].contains(&words.lower(at)) {
        return None;
    }
    let noun = at + 1 + usize::from(POSSESSIVES.contains(words.lower(at + 1)));
    let word = words.lower(noun);
    let kin = kin_of(word)?;
    let is_led = noun == at + 2 || word.contains(['\'', '’']);
    let is_home = ["house", "place", "flat", "home", "address"].contains(&words.lower(noun + 1));
    let is_plural = ["friends", "parents", "carers", "relatives", "grandparents"].contains(&word);
    let is_others = kin != word && !is_plural;
    (is_led && is_within(words, at, noun) && (is_others || is_home)).then_some(noun)
}

/// "above the chip shop", "three doors down", in a sentence about a home.
fn beside_something(words: &Words<'_>, at: usize) -> Option<usize> {
    let word = words.lower(at);
    let is_door = word == "doors" && ["down", "along", "up"].contains(&words.lower(at + 1));
    if is_door {
        return Some(at + 1);
    }
    let beside = ["above", "over", "behind", "opposite", "near", "beside", "onto", "by", "corner"];
    let is_next = ["next", "close", "backs"].contains(&word) && words.lower(at + 1) != "step";
    let lead = match (beside.contains(&word), is_next) {
        (true, _) => at + 1,
        (false, true) => at + 2,
        (false, false) => return None,
    };
    let lead =
        if ["from", "to", "of", "on"].contains(&words.lower(lead)) { lead + 1 } else { lead };
    let thing = words.lower(lead + 1);
    let is_time =
        ["weekend", "phone", "next", "last", "years", "time", "end", "top", "limit", "head"]
            .contains(&thing)
            || COUNTED.contains(thing);
    let articles = ["the", "a", "an", "his", "her", "their"];
    let is_thing = articles.contains(&words.lower(lead)) && !thing.is_empty() && !is_time;
    let homes = ["house", "room", "lives", "living", "staying", "home"];
    let is_home = words
        .around(at)
        .map(|at| words.lower(at))
        .any(|word| homes.contains(&word) || HOMES.contains(word));
    (is_thing && is_home && is_within(words, at, lead + 1)).then_some(lead + 1)
}

/// "works at", "employed by", "job with", and a name or a kind of shop.
fn works(words: &Words<'_>, at: usize) -> Option<usize> {
    let works =
        ["works", "working", "work", "worked", "employed", "job", "shift", "shifts", "nights"];
    let leads = ["at", "in", "for", "by", "with", "behind", "on"];
    if !works.contains(&words.lower(at)) {
        return None;
    }
    let lead = (at + 1..=at + 2).find(|at| leads.contains(&words.lower(*at)))?;
    let mut noun = lead + 1;
    while ["the", "a"].contains(&words.lower(noun)) || PLAIN.contains(words.lower(noun)) {
        noun += 1;
    }
    let is_with_us = words.lower(lead) == "with" && words.lower(at).starts_with("work");
    let is_place = words.is_name(noun) && !is_with_us && !is_month(words, lead, noun);
    let is_shop = lead + 1 < noun && WORKPLACES.contains(words.lower(noun));
    (is_within(words, at, noun) && (is_place || is_shop)).then_some(noun)
}

/// "at the library": where somebody works or sits every day. Of schools and hospitals there is so
/// much talk that the sentence must speak of work.
fn works_there(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_shop = ["at", "in", "outside", "behind"].contains(&words.lower(at))
        && words.lower(at + 1) == "the"
        && WORKPLACES.contains(words.lower(at + 2))
        && is_within(words, at, at + 2);
    let is_public = ["school", "hospital", "station", "surgery", "nursery"];
    let works =
        ["works", "working", "shift", "shifts", "job", "employed", "nights", "taken", "hired"];
    let is_work = || words.around(at).any(|at| works.contains(&words.lower(at)));
    let is_private = words.lower(at) != "in" && !is_public.contains(&words.lower(at + 2));
    (is_shop && (is_private || is_work())).then_some(at + 2)
}

/// `Orchard Park Primary`, `Riverside Surgery`, `Amber House`: a name and what kind of place it is.
fn named_kind(words: &Words<'_>, at: usize) -> Option<usize> {
    let word = words.lower(at);
    if INNS.contains(word) {
        let is_inn = word != "premier" && word != "holiday" || words.lower(at + 1) == "inn";
        return is_inn.then_some(at);
    }
    if !words.is_name(at) || TITLES.contains(words.lower_before(at, 1)) {
        return None;
    }
    let is_part = |at: usize| words.is_name(at) || !words.is_cased(at) || words.is_capital(at);
    let is_kind = |to: &usize| {
        let kind = words.lower(*to);
        let is_capital = !words.is_cased(at) || words.is_capital(*to);
        let is_small = ["refuge", "hostel", "hotel", "school", "nursery"].contains(&kind);
        let is_health = ["medical", "health", "children's"].contains(&words.lower_before(*to, 1));
        let is_kind = KINDS_OF_PLACE.contains(kind) && (kind != "centre" || is_health);
        let is_led = !["house", "lodge", "cottage", "towers", "flats"].contains(&kind)
            || BEFORE_PLACES.contains(words.lower_before(at, 1))
            || BEFORE_PLACES.contains(words.lower_before(at, 2))
            || words.around(at).any(|at| CUES.contains(words.lower(at)));
        is_kind && is_led && (is_capital || is_small) && is_within(words, at, *to)
    };
    let to = (at + 1..=at + 3).find(is_kind)?;
    (at + 1..to).all(is_part).then_some(to)
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

/// What serves or employs somebody, whose name may stand right after the word for it.
const SERVED: [&str; 19] = [
    "gp",
    "practice",
    "surgery",
    "school",
    "nursery",
    "employer",
    "workplace",
    "doctor",
    "manager",
    "boss",
    "station",
    "church",
    "mosque",
    "temple",
    "gym",
    "college",
    "university",
    "dentist",
    "pharmacy",
];

/// "Her GP, Mercheford House".
fn named_after(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_served = SERVED.contains(&words.lower(at)) && words.is_cased(at);
    // "School confirmed: Thomas Eaton"
    let colon = (at + 1..=at + 3).find(|at| words.gap(*at).contains(':')).unwrap_or(at + 1);
    let is_apart = words.gap(colon).chars().all(|c| c.is_whitespace() || ",:(-".contains(c));
    let name = colon + usize::from(words.lower(colon) == "the");
    let is_name = words.is_name(name) && is_within(words, at, name);
    (is_served && is_apart && is_name).then_some(name)
}

/// A name after "at", "in", "to" and the like. Where the word before it or the lack of capitals
/// says less, the sentence must speak of home, school, surgery or work.
fn named_beside(words: &Words<'_>, at: usize) -> Option<usize> {
    let lead = words.lower(at);
    if !BEFORE_PLACES.contains(lead) && !FACING.contains(&lead) {
        return None;
    }
    if lead == "with" && !words.around(at).any(|at| is_joining(words.lower(at))) {
        return None;
    }
    let has_article = words.lower(at + 1) == "the";
    let noun = at + 1 + usize::from(has_article);
    let is_nowhere = (1..=2).any(|after| NOWHERE.contains(&words.lower(noun + after)));
    if !is_within(words, at, noun) || is_month(words, at, noun) || is_nowhere {
        return None;
    }
    let around = || words.around(at);
    let is_cue = || around().any(|at| CUES.contains(words.lower(at)));
    let is_titled = TITLES.contains(words.lower(noun));
    let is_served = || around().any(|at| SERVED.contains(&words.lower(at)));
    if is_titled && !is_served() {
        return None;
    }
    let is_place_called = HOMES.contains(words.lower_before(at, 1))
        || WORKPLACES.contains(words.lower_before(at, 1))
        || words.lower_before(at, 1) == "home"
        || SERVED.contains(&words.lower_before(at, 1))
        || ["is", "house"].contains(&words.lower_before(at, 1));
    if lead == "called" && !is_place_called {
        return None;
    }
    let is_cased = words.is_cased(at);
    let is_strong = match is_cased {
        true => {
            ["at", "in", "to", "near", "off", "above", "behind", "opposite", "outside"]
                .contains(&lead)
                || FACING.contains(&lead)
        }
        false => ["at", "in", "near", "off", "behind", "opposite", "outside"].contains(&lead),
    };
    if words.is_name(noun) {
        // "is aware" and "of course", where no capital tells them from "is Tesco".
        let is_weak = ["is", "of", "with", "by", "for", "called"].contains(&lead);
        let is_asked = SERVED.contains(&words.lower_before(at, 1)) && lead == "is";
        let may = is_cased || is_asked || !is_weak;
        return (may && (is_strong || is_asked || is_cue())).then_some(noun);
    }
    // "at the showground": a thing of the town that the lists do not know.
    let word = words.lower(noun);
    let is_beside = lead == "at" || FACING.contains(&lead);
    let is_thing = has_article && is_beside && is_known_to_nobody(word);
    (is_thing && is_cue()).then_some(noun)
}

/// What is held in a month.
const MEETINGS: [&str; 6] = ["meeting", "hearing", "conference", "marac", "panel", "review"];

/// What is called by a name and is nowhere: "Freedom Programme".
const NOWHERE: [&str; 6] = ["programme", "program", "course", "order", "act", "scheme"];

const FACING: [&str; 5] = ["overlooks", "overlooking", "faces", "facing", "along"];

/// Whether somebody is with whomever is named: at home, or at work.
fn is_joining(word: &str) -> bool {
    let works = ["training", "trains", "job", "hours", "employed", "hired", "carer", "shares"];
    STAYING.contains(word) || MOVING.contains(word) || works.contains(&word)
}

fn is_known_to_nobody(word: &str) -> bool {
    let is_plain = 3 < word.len() && word.starts_with(char::is_alphabetic);
    is_plain && !COMMON.contains(word) && !COUNTED.contains(word)
}

/// "in March" and "in May" are months more often than towns, unless somebody lives there.
fn is_month(words: &Words<'_>, at: usize, noun: usize) -> bool {
    let is_month = ["march", "may"].contains(&words.lower(noun));
    let lives = |at: usize| {
        let word = words.lower(at);
        STAYING.contains(word) || HOMES.contains(word)
    };
    let is_led = ["up", "back", "his", "hers", "theirs"].contains(&words.lower_before(at, 1));
    if is_month && MEETINGS.contains(&words.lower(noun + 1)) {
        return true;
    }
    is_month && words.lower(at) == "in" && !is_led && !words.around(at).any(lives)
}
