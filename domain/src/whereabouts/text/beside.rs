//! Places by what leads to them: "works at Tesco", "in Ely", "meet her by the clock tower".

use super::{
    FoundInText, TextFinding,
    vocabulary::{
        AGENCIES, BEFORE_PLACES, COMMON, COUNTED, COURTS, CUES, HOMES, KEPT, KINDS_OF_PLACE,
        MOVING, NAMES_OF_NO_PLACE, PEOPLE, PLAIN, SERVED, STAYING, TITLES, TRADES, WORKPLACES,
    },
    words::{Words, is_plain},
};

pub(super) fn find(words: &Words<'_>, found: &mut Vec<FoundInText>) {
    for at in 0..words.list.len() {
        let place = works(words, at)
            .or_else(|| works_there(words, at))
            .or_else(|| named_beside(words, at))
            .or_else(|| meets(words, at))
            .or_else(|| at_a_kind(words, at))
            .or_else(|| at_a_stage(words, at))
            .or_else(|| to_a_house(words, at));
        if let Some(to) = place {
            found.push(FoundInText { finding: TextFinding::Place, at: words.span(at, to) });
        }
    }
}

fn is_within(words: &Words<'_>, at: usize, other: usize) -> bool {
    words.sentence(at) == words.sentence(other)
}

/// "works at", "employed by", "barmaid in", and a name or a kind of shop.
fn works(words: &Words<'_>, at: usize) -> Option<usize> {
    let works = [
        "works",
        "working",
        "work",
        "worked",
        "employed",
        "job",
        "shift",
        "shifts",
        "nights",
        "employer",
        "workplace",
        "volunteers",
        "volunteering",
        "temping",
        "placement",
        "cleans",
        "manages",
        "runs",
        "started",
        "starts",
    ];
    let leads = ["at", "in", "for", "by", "with", "behind", "on", "of", "from", "is"];
    let is_trade = words.is(at, TRADES);
    if !works.contains(&words.lower(at)) && !is_trade {
        return None;
    }
    let is_lead = |at: usize| {
        leads.contains(&words.lower(at))
            && (words.lower(at) != "of" || words.lower_before(at, 1) == "out")
    };
    let lead = (at + 1..=at + 2 + usize::from(is_trade)).find(|at| is_lead(*at))?;
    let mut noun = lead + 1;
    while noun < lead + 6 && (["the", "a"].contains(&words.lower(noun)) || words.is(noun, PLAIN)) {
        noun += 1;
    }
    let is_with_us = words.lower(lead) == "with" && words.lower(at).starts_with("work");
    let is_titled = words.is(noun, TITLES) && is_within(words, at, noun + 1) && is_trade;
    let is_other = words.is(noun, AGENCIES)
        || words.is(noun + 1, AGENCIES)
        || words.is(noun, TITLES)
        || (words.is(noun, PEOPLE)
            && words.lower_before(noun, 1) != "the"
            && !words.is_capital(noun + 1)
            && !words.lower(noun).ends_with("'s"));
    let is_place = words.is_name(noun) && !is_with_us && !is_month(words, lead, noun) && !is_other;
    let is_shop = lead + 1 < noun && words.is(noun, WORKPLACES);
    (is_within(words, at, noun) && (is_place || is_shop || is_titled)).then_some(noun)
}

/// "at the library": where somebody works or sits every day. Of schools and hospitals there is so
/// much talk that the sentence must speak of work.
fn works_there(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_shop = ["at", "in", "outside", "behind"].contains(&words.lower(at))
        && words.lower(at + 1) == "the"
        && words.is(at + 2, WORKPLACES)
        && is_within(words, at, at + 2);
    let is_public = ["school", "hospital", "station", "surgery", "nursery"];
    let works =
        ["works", "working", "shift", "shifts", "job", "employed", "nights", "taken", "hired"];
    let is_kept = words.holds(at, KEPT);
    let is_work = || is_kept || words.around(at).any(|at| works.contains(&words.lower(at)));
    let is_private = words.lower(at) != "in" && !is_public.contains(&words.lower(at + 2));
    (is_shop && (is_private || is_work())).then_some(at + 2)
}

/// A name after "at", "in", "to" and the like. Where the word before it or the lack of capitals
/// says less, the sentence must speak of home, school, surgery or work.
fn named_beside(words: &Words<'_>, at: usize) -> Option<usize> {
    let lead = words.lower(at);
    let is_sign = words.gap(at + 1).trim_end().ends_with('@');
    if !words.is(at, BEFORE_PLACES) && !FACING.contains(&lead) && !is_sign {
        return None;
    }
    let is_registered = ["registered", "enrolled", "patient"].contains(&words.lower_before(at, 1));
    if lead == "with" && !is_registered && !words.around(at).any(|at| is_joining(words, at)) {
        return None;
    }
    let has_article = words.lower(at + 1) == "the";
    let noun = at + 1 + usize::from(has_article);
    if !is_within(words, at, noun) || is_month(words, at, noun) || is_nowhere(words, noun) {
        return None;
    }
    let is_cue = words.holds(at, CUES | SERVED | TRADES);
    let is_possessive =
        |at: usize| words.lower(at).ends_with("'s") || words.lower(at).ends_with("’s");
    let is_patient = ["pt", "patient"].contains(&words.lower_before(at, 1));
    if words.is(noun, TITLES) && is_patient && is_within(words, at, noun + 1) {
        return Some(noun + 1);
    }
    if words.is(noun, TITLES) && !words.holds(at, SERVED) && !is_possessive(noun + 1) {
        return None;
    }
    let is_place_called = words.is_before(at, 1, HOMES | WORKPLACES | SERVED)
        || ["is", "house", "home"].contains(&words.lower_before(at, 1));
    if lead == "called" && !is_place_called {
        return None;
    }
    let is_cased = words.is_cased(at);
    let is_strong = is_sign
        || match is_cased {
            true => STRONG.contains(&lead) || FACING.contains(&lead),
            false => STRONG.contains(&lead) && lead != "to" && lead != "above",
        };
    if words.is_name(noun) && !is_somebody(words, at, noun) {
        // "is aware" and "of course", where no capital tells them from "is Tesco".
        let is_weak = ["is", "of", "with", "by", "for", "called", "over", "on"].contains(&lead);
        let is_asked = words.is_before(at, 1, SERVED) && lead == "is";
        let is_unknown = ["for", "on", "by", "with"].contains(&lead)
            && is_known_to_nobody(words, noun)
            && !words.is(noun, PEOPLE);
        let may = is_cased || is_asked || !is_weak || is_unknown || (lead == "on" && has_article);
        let is_estate = lead == "on"
            && has_article
            && is_cased
            && words.is_capital(noun)
            && is_known_to_nobody(words, noun);
        return (may && (is_strong || is_asked || is_cue || is_estate)).then_some(noun);
    }
    // "at the showground": a thing of the town that the lists do not know.
    let is_beside = lead == "at" || FACING.contains(&lead);
    let is_thing = has_article && is_beside && is_known_to_nobody(words, noun);
    // A name in small letters among capitals: "works nights at hinchingbrooke for the NHS".
    let is_small = !has_article
        && ["at", "in", "near"].contains(&lead)
        && is_known_to_nobody(words, noun)
        && !words.is(noun, AGENCIES | PEOPLE);
    // "at bright stars", where the first of two names is a word of everyday.
    let is_second = !is_cased
        && lead == "at"
        && !words.is(noun, COUNTED | AGENCIES | NAMES_OF_NO_PLACE)
        && words.gap(noun + 1) == " "
        && is_within(words, at, noun + 1)
        && is_known_to_nobody(words, noun + 1)
        && !words.is(noun + 1, PEOPLE);
    if is_second && is_cue {
        return Some(noun + 1);
    }
    ((is_thing || is_small) && is_cue).then_some(noun)
}

/// Whether what is named is a person or an agency: "spoke to Grace", "for Housing", "to PBA".
fn is_somebody(words: &Words<'_>, at: usize, noun: usize) -> bool {
    let lead = words.lower(at);
    let is_weak = ["to", "with", "by", "for", "from", "of", "is", "on", "called"].contains(&lead);
    let is_acronym = words.list.get(noun).is_some_and(|word| {
        word.text.len() < 6 && !word.text.contains(char::is_lowercase) && words.is_cased(noun)
    });
    let is_possessive = words.lower(noun).ends_with("'s") || words.lower(noun).ends_with("’s");
    let is_full = words.is_capital(noun + 1) && words.gap(noun + 1) == " ";
    let is_head =
        ["head", "teacher", "pupil", "student", "senco"].contains(&words.lower_before(at, 1));
    let is_person = words.is(noun, PEOPLE)
        && !is_possessive
        && lead != "at"
        && !is_head
        && words.lower_before(noun, 1) != "the";
    let is_agency = words.is(noun, AGENCIES) && !is_full;
    let is_going = words.is_before(at, 1, MOVING | STAYING);
    is_agency
        || (is_weak && is_acronym)
        || (is_person && is_weak && !is_going)
        || (is_weak && is_cased_word_of_everyday(words, noun) && !is_full && !is_possessive)
}

/// "for Housing", "on Monday's": a capital that makes no name of a word of everyday.
fn is_cased_word_of_everyday(words: &Words<'_>, at: usize) -> bool {
    words.is_cased(at) && (words.is(at, COMMON) || is_plain(words.lower(at)))
}

/// "Freedom Programme", "Essex MARAC", "Ely police", "Leeds Crown Court".
fn is_nowhere(words: &Words<'_>, noun: usize) -> bool {
    let is_others = (1..=3).any(|after| {
        // Where motorists rest, and no agency's: "at Scotch Corner services".
        let is_road = words.lower(noun + after) == "services"
            && !SERVING.contains(&words.lower(noun + after - 1));
        words.is(noun + after, AGENCIES | COURTS)
            && !is_road
            && is_within(words, noun, noun + after)
            && (1..=after).all(|at| words.gap(noun + at) == " ")
            && (1..after).all(|at| !words.is_cased(noun) || words.is_capital(noun + at))
    });
    let is_court =
        words.holds(noun, COURTS) && !words.holds(noun, STAYING | MOVING | HOMES | SERVED);
    is_others || is_court
}

/// Whom the services of an agency are for.
const SERVING: [&str; 20] = [
    "children's",
    "childrens",
    "social",
    "support",
    "adult",
    "family",
    "victim",
    "victims",
    "housing",
    "mental",
    "health",
    "legal",
    "alcohol",
    "drug",
    "abuse",
    "probation",
    "emergency",
    "youth",
    "early",
    "council",
];

/// "meet her by the clock tower", "handover at the services".
fn meets(words: &Words<'_>, at: usize) -> Option<usize> {
    let meets = [
        "meet",
        "meets",
        "met",
        "meeting",
        "handover",
        "handovers",
        "pick",
        "picks",
        "collect",
        "collected",
        "dropped",
        "wait",
        "waits",
        "parked",
        "parks",
        "parking",
        "park",
        "sleeps",
        "walks",
    ];
    if !meets.contains(&words.lower(at)) {
        return None;
    }
    let leads = [
        "by", "outside", "under", "behind", "opposite", "near", "beside", "along", "inside",
        "below", "round",
    ];
    let lead = (at + 1..=at + 4).find(|at| leads.contains(&words.lower(*at)))?;
    let noun = lead + 2;
    let others = [
        "court", "hearing", "house", "property", "office", "police", "time", "way", "door",
        "window", "scenes", "home", "address", "car", "wheel", "end", "phone", "back",
    ];
    let is_thing = words.lower(lead + 1) == "the"
        && is_within(words, at, noun)
        && !others.contains(&words.lower(noun))
        && !words.is(noun, COUNTED | AGENCIES | COURTS);
    is_thing.then_some(noun)
}

/// "at the labour club", "outside the village hall": no name, and whoever is of the town knows it.
fn at_a_kind(words: &Words<'_>, at: usize) -> Option<usize> {
    let leads = ["at", "outside", "behind", "opposite", "near", "by", "beside"];
    let is_led = leads.contains(&words.lower(at)) && words.lower(at + 1) == "the";
    let others = [
        "police", "same", "whole", "front", "family", "contact", "main", "custody", "bail",
        "school", "court", "council", "housing", "local", "end", "back", "time", "hospital",
    ];
    let kind = (at + 3..=at + 4).find(|at| words.is(*at, KINDS_OF_PLACE)).or_else(|| {
        (at + 3..=at + 4).find(|at| {
            ["club", "centre", "pool", "rooms", "station", "stop"].contains(&words.lower(*at))
        })
    })?;
    let is_plain = (at + 2..kind).any(|at| {
        others.contains(&words.lower(at))
            || words.is(at, AGENCIES | COURTS | COUNTED | SERVED | TITLES)
    });
    let is_joined = (at + 2..=kind).all(|at| words.gap(at) == " ");
    let is_house = ["house", "home"].contains(&words.lower(kind));
    (is_led && is_joined && !is_plain && !is_house && is_within(words, at, kind)).then_some(kind)
}

/// Leads that need nothing else beside a name.
const STRONG: [&str; 19] = [
    "at", "in", "to", "near", "nr", "off", "above", "behind", "opposite", "opp", "outside",
    "between", "via", "beside", "inside", "around", "under", "towards", "into",
];

/// What is held in a month.
const MEETINGS: [&str; 6] = ["meeting", "hearing", "conference", "marac", "panel", "review"];

const FACING: [&str; 5] = ["overlooks", "overlooking", "faces", "facing", "along"];

/// Whether somebody is with whomever is named: at home, or at work.
fn is_joining(words: &Words<'_>, at: usize) -> bool {
    let works = ["training", "trains", "job", "hours", "employed", "hired", "carer", "shares"];
    words.is(at, STAYING | MOVING) || works.contains(&words.lower(at))
}

pub(super) fn is_known_to_nobody(words: &Words<'_>, at: usize) -> bool {
    let word = words.lower(at);
    let is_letters = 3 < word.len() && word.starts_with(char::is_alphabetic);
    is_letters && !words.is(at, COMMON | COUNTED) && !is_plain(word)
}

/// "in March" and "in May" are months more often than towns, unless somebody lives there.
fn is_month(words: &Words<'_>, at: usize, noun: usize) -> bool {
    let is_month = ["march", "may"].contains(&words.lower(noun));
    let lives = |at: usize| words.is(at, STAYING | HOMES);
    let is_led = ["up", "back", "his", "hers", "theirs"].contains(&words.lower_before(at, 1));
    if is_month && MEETINGS.contains(&words.lower(noun + 1)) {
        return true;
    }
    is_month && words.lower(at) == "in" && !is_led && !words.around(at).any(lives)
}

/// "year 2 at english martyrs": a stage of school, and whatever it is at.
fn at_a_stage(words: &Words<'_>, at: usize) -> Option<usize> {
    let before = words.lower_before(at, 1);
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && word.len() < 3;
    let years = ["year", "yr", "y", "class", "form"];
    let is_stage = (is_number(before) && years.contains(&words.lower_before(at, 2)))
        || before.strip_prefix('y').is_some_and(is_number)
        || before == "reception";
    let is_named = |at: usize| {
        let word = words.lower(at);
        3 < word.len() && !words.is(at, COMMON | COUNTED) && !is_plain(word)
    };
    let name = (at + 1..=at + 3).find(|at| is_named(*at))?;
    (words.lower(at) == "at" && is_stage && is_within(words, at, name)).then_some(name)
}

/// "bailed to hope house": without capitals a house may be called by a word of everyday.
fn to_a_house(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_led = ["at", "to"].contains(&words.lower(at)) && !words.is_cased(at);
    let kinds = ["house", "lodge", "cottage", "farm", "hotel", "inn", "surgery", "villa"];
    let name = words.lower(at + 1);
    let others = [
        "the", "a", "whole", "same", "open", "empty", "safe", "move", "that", "this", "which",
        "each", "our", "your", "full", "family", "local", "gp",
    ];
    let is_name = 2 < name.len()
        && name.chars().all(char::is_alphabetic)
        && !others.contains(&name)
        && !words.is(at + 1, PLAIN | COUNTED | AGENCIES | TITLES | PEOPLE)
        && !["his", "her", "their", "my"].contains(&name);
    let is_kind = kinds.contains(&words.lower(at + 2)) && words.gap(at + 2) == " ";
    (is_led && is_name && is_kind && is_within(words, at, at + 2)).then_some(at + 2)
}
