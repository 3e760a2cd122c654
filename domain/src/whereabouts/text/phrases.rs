//! Phrases that say where somebody is: "staying with her mother", "works at Tesco", "GP is ...".

use super::{
    FoundInText, TextFinding,
    beside::is_known_to_nobody,
    streets::is_house_number,
    vocabulary::{
        AGENCIES, AT_IDIOMS, COMMON, COUNTED, COURTS, CUES, GEOGRAPHIC, GOING, HOMES, HOSTS, KEPT,
        KIN, List, MOVING, NAMES_OF_NO_PLACE, PLAIN, POSSESSIVES, SERVED, SLEEPING, STAYING,
        TITLES,
    },
    words::Words,
};

pub(super) fn find(words: &Words<'_>, found: &mut Vec<FoundInText>) {
    for at in 0..words.list.len() {
        let stay = stays(words, at)
            .or_else(|| at_kins(words, at))
            .or_else(|| beside_something(words, at))
            .or_else(|| found_where(words, at))
            .or_else(|| directions(words, at))
            .or_else(|| of_kins(words, at))
            .or_else(|| beside_another(words, at))
            .or_else(|| in_a_car(words, at))
            .or_else(|| at_anything(words, at))
            .or_else(|| at_mine(words, at));
        if let Some(to) = stay {
            found.push(FoundInText { finding: TextFinding::Stay, at: words.span(at, to) });
        }
    }
}

fn is_within(words: &Words<'_>, at: usize, other: usize) -> bool {
    words.sentence(at) == words.sentence(other)
}

/// "lives at", "moved to", "is in", and a place after it.
fn stays(words: &Words<'_>, at: usize) -> Option<usize> {
    let verb = words.lower(at);
    let is_staying = words.is(at, STAYING);
    let is_moving = words.is(at, MOVING);
    let is_going = words.is(at, GOING);
    let is_being =
        ["is", "are", "was", "were", "currently", "now", "she's", "shes", "been", "been"]
            .contains(&verb);
    if !(is_staying || is_moving || is_going || is_being) {
        return None;
    }
    let leads: &[&str] = match (is_staying, is_moving || is_going) {
        (true, _) => &[
            "at", "in", "with", "on", "near", "off", "by", "from", "to", "for", "w", "wi",
            "opposite", "behind", "above", "opp", "nr", "outside", "inside", "between", "under",
            "over",
        ],
        (false, true) => &["to", "into", "with", "at", "w", "in"],
        (false, false) => &["at", "in", "with", "w"],
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
            let with = ["with", "w", "wi"].contains(&word);
            let to = place(words, lead + 1, with, strict);
            if let Some(to) = to.or_else(|| with.then(|| host(words, at, lead + 1)).flatten()) {
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
    while noun < at + 5 && words.is(noun, POSSESSIVES | PLAIN) {
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
        && !words.is(noun + 1, COUNTED);
    let is_home =
        words.is(noun, HOMES) || (words.lower_before(noun, 1) == "safe" && word == "house");
    // "moved to new cross"
    let is_cross = !strict
        && words.is(noun + 1, GEOGRAPHIC)
        && !words.is(noun + 1, SERVED | COUNTED)
        && !["common", "long", "high", "well", "home", "spring"].contains(&follows)
        && words.gap(noun + 1) == " ";
    let is_year = word == "year" || follows == "court" || words.is(noun, TITLES);
    let is_named = words.is_name(noun) && !is_year;
    // "camps at the showground": a thing of the town that the lists do not know.
    let is_thing = noun == at + 1
        && words.lower(at) == "the"
        && !strict
        && words.lower_before(at, 1) == "at"
        && is_known_to_nobody(words, noun);
    (is_thing || is_home || is_named || is_cross || (is_address && !strict)).then_some(noun)
}

/// The kin of whom a word speaks: `mum`, `mum's` and `mums` alike.
fn kin_of(word: &str) -> Option<&str> {
    let bare = word.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches("s'");
    let single = bare.strip_suffix('s').unwrap_or(bare);
    [bare, single].into_iter().find(|kin| List::of(kin).meets(KIN))
}

/// "at her mum's", "to her sisters": whose home it is stands without the word for it.
fn at_kins(words: &Words<'_>, at: usize) -> Option<usize> {
    if !["at", "to", "in"].contains(&words.lower(at)) {
        return None;
    }
    let noun = at + 1 + usize::from(words.is(at + 1, POSSESSIVES));
    let word = words.lower(noun);
    let kin = kin_of(word)?;
    let is_led = noun == at + 2 || word.contains(['\'', '’']);
    let is_home = ["house", "place", "flat", "home", "address"].contains(&words.lower(noun + 1));
    let is_plural = ["friends", "parents", "carers", "relatives", "grandparents"].contains(&word);
    let is_others = kin != word && !is_plural;
    // "she's back at her parents"
    let being = ["back", "is", "are", "now", "currently", "she's", "they're", "still", "stays"];
    let is_back = is_plural
        && words.lower(at) == "at"
        && words.is(at + 1, POSSESSIVES)
        && being.contains(&words.lower_before(at, 1));
    (is_led && is_within(words, at, noun) && (is_others || is_home || is_back)).then_some(noun)
}

/// "above the chip shop", "three doors down", in a sentence about a home.
fn beside_something(words: &Words<'_>, at: usize) -> Option<usize> {
    let word = words.lower(at);
    let is_door = word == "doors" && ["down", "along", "up"].contains(&words.lower(at + 1));
    if is_door {
        return Some(at + 1);
    }
    let beside =
        ["above", "round", "over", "behind", "opposite", "near", "beside", "onto", "by", "corner"];
    let is_next = ["next", "close", "backs"].contains(&word) && words.lower(at + 1) != "step";
    let lead = match (beside.contains(&word), is_next) {
        (true, _) => at + 1,
        (false, true) => at + 2,
        (false, false) => return None,
    };
    // "round the back of the chippy"
    let lead = match words.lower(lead) == "the" && words.lower(lead + 1) == "back" {
        true => lead + 2,
        false => lead,
    };
    let lead =
        if ["from", "to", "of", "on"].contains(&words.lower(lead)) { lead + 1 } else { lead };
    let thing = words.lower(lead + 1);
    let is_time =
        ["weekend", "phone", "next", "last", "years", "time", "end", "top", "limit", "head"]
            .contains(&thing)
            || words.is(lead + 1, COUNTED);
    let articles = ["the", "a", "an", "his", "her", "their"];
    let whose = ["hers", "his", "theirs", "mine", "ours", "him", "them"];
    let is_whose = whose.contains(&words.lower(lead)) && !articles.contains(&words.lower(lead));
    let is_thing = articles.contains(&words.lower(lead)) && !thing.is_empty() && !is_time;
    let homes = ["house", "room", "lives", "living", "staying", "home"];
    let is_home = words.holds(at, HOMES | KEPT | SLEEPING)
        || words.around(at).any(|at| homes.contains(&words.lower(at)));
    if is_whose && is_home && word != "by" && is_within(words, at, lead) {
        return Some(lead);
    }
    (is_thing && is_home && is_within(words, at, lead + 1)).then_some(lead + 1)
}

/// "lodging with an elderly lady", "moved in with her new partner". Whoever lives with a partner is
/// at home, and that tells nothing.
fn host(words: &Words<'_>, at: usize, from: usize) -> Option<usize> {
    let is_home =
        ["live", "lives", "lived", "living", "based", "housed"].contains(&words.lower(at));
    let led = ["a", "an", "her", "his", "their", "some", "another", "one", "two", "the"];
    let is_led = led.contains(&words.lower(from));
    let noun = (from..=from + 3).find(|at| words.is(*at, HOSTS))?;
    (!is_home && is_led && is_within(words, at, noun)).then_some(noun)
}

/// "Lincoln is where she has gone".
fn found_where(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_where = ["is", "was", "that's"].contains(&words.lower(at + 1))
        && words.lower(at + 2) == "where"
        && ["she", "they", "mum", "he", "her", "the"].contains(&words.lower(at + 3));
    let may = words.is_name(at) || (words.is_capital(at) && !words.is(at, COMMON));
    (is_where && may && is_within(words, at, at + 3)).then_some(at + 2)
}

/// "third on the left past the garage", "at the end of the lane".
fn directions(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_side = ["left", "right", "corner"].contains(&words.lower(at))
        && words.lower_before(at, 1) == "the";
    let nth =
        ["first", "second", "third", "fourth", "last", "house", "door", "flat", "turning", "turn"];
    let is_nth = || (2..=5).any(|back| nth.contains(&words.lower_before(at, back)));
    if is_side && is_nth() && !words.lower(at + 1).starts_with("hand") {
        return Some(at);
    }
    let ways = ["road", "street", "lane", "row", "track", "drive", "terrace", "village", "lonning"];
    let is_end = ["end", "top", "bottom"].contains(&words.lower(at))
        && words.lower(at + 1) == "of"
        && ways.contains(&words.lower(at + 3));
    (is_end && is_within(words, at, at + 3)).then_some(at + 3)
}

/// "at my house", of whoever writes.
fn at_mine(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_whose = ["my", "our"].contains(&words.lower(at + 1));
    let homes = ["house", "place", "flat", "home"];
    let is_home = homes.contains(&words.lower(at + 2));
    let is_at = words.lower(at) == "at" && is_within(words, at, at + 2);
    (is_at && is_whose && is_home).then_some(at + 2)
}

/// "her uncle's farm", "in mum's spare room".
fn of_kins(words: &Words<'_>, at: usize) -> Option<usize> {
    let word = words.lower(at);
    let is_kins = word.ends_with(['s', '\''])
        && kin_of(word).is_some_and(|kin| kin != word)
        && word.contains(['\'', '’']);
    let places = [
        "farm", "kitchen", "garage", "shop", "boat", "sofa", "settee", "spare", "loft", "flat",
        "caravan", "drive", "garden", "annexe", "house", "place", "floor", "basement", "couch",
        "salon", "yard", "stables", "pub", "cottage", "bungalow",
    ];
    (is_kins && places.contains(&words.lower(at + 1)) && is_within(words, at, at + 1))
        .then_some(at + 1)
}

/// "five minutes' walk from the old one", "same street as his mother", "upstairs from a friend", in
/// a sentence about a home.
fn beside_another(words: &Words<'_>, at: usize) -> Option<usize> {
    let word = words.lower(at);
    let ways = [
        "street", "road", "estate", "village", "block", "building", "floor", "cul", "close",
        "landing", "lane", "row", "town", "terrace", "park", "complex", "area", "site",
    ];
    let is_same = word == "same" && ways.contains(&words.lower(at + 1));
    let is_as = (at + 2..=at + 5).any(|at| words.lower(at) == "as");
    if is_same && (is_as || is_home_told(words, at)) && is_within(words, at, at + 1) {
        return Some(at + 1);
    }
    // "living two streets away"
    let units = ["streets", "doors", "roads", "miles", "minutes", "mins", "houses", "blocks"];
    let is_away = units.contains(&word) && words.lower(at + 1) == "away";
    if is_away && is_home_told(words, at) {
        return Some(at + 1);
    }
    let measures = [
        "minutes",
        "minutes'",
        "mins",
        "minute",
        "min",
        "miles",
        "mile",
        "yards",
        "doors",
        "streets",
        "houses",
        "metres",
        "stops",
        "walk",
        "drive",
        "upstairs",
        "downstairs",
        "across",
        "side",
        "corner",
        "stone's",
        "throw",
        "away",
        "down",
    ];
    if !measures.contains(&word) || !is_home_told(words, at) {
        return None;
    }
    let is_kept_off =
        (1..=4).any(|back| ["within", "not", "under"].contains(&words.lower_before(at, back)));
    let lead = (at + 1..=at + 4).find(|at| ["from", "of"].contains(&words.lower(*at)))?;
    let from = words.lower(lead + 1);
    let is_far = ["him", "here", "work", "home", "her", "me"].contains(&from)
        || from.is_empty()
        || (word == "down" && words.lower(lead) == "of")
        || words.is(lead + 1, COUNTED);
    let is_whose = ["her", "his"].contains(&from) && is_within(words, at, lead + 2);
    let is_far = is_far && !is_whose;
    (!is_kept_off && !is_far && is_within(words, at, lead + 1)).then_some(lead + 1)
}

/// Whether a sentence speaks of a home.
fn is_home_told(words: &Words<'_>, at: usize) -> bool {
    let homes = [
        "house", "home", "tenancy", "lives", "living", "live", "staying", "address", "upstairs",
        "parked", "property", "place",
    ];
    words.holds(at, HOMES | SLEEPING | MOVING)
        || words.around(at).any(|at| homes.contains(&words.lower(at)))
}

/// "is living in her car".
fn in_a_car(words: &Words<'_>, at: usize) -> Option<usize> {
    let leads = ["in", "at"];
    let is_led =
        words.is(at, STAYING) && (1..=2).any(|after| leads.contains(&words.lower(at + after)));
    let cars = [
        "work",
        "shop",
        "car",
        "van",
        "lorry",
        "shed",
        "garage",
        "loft",
        "tent",
        "office",
        "doorway",
        "doorways",
        "stairwell",
        "bus",
        "woods",
        "park",
        "campervan",
        "annexe",
        "storeroom",
    ];
    let car = (at + 2..=at + 5).find(|at| cars.contains(&words.lower(*at)))?;
    (is_led && is_within(words, at, car)).then_some(car)
}

/// "she is at marks", "does hair at cutting edge": where no capital helps, whatever somebody is at
/// that is no manner of speech.
fn at_anything(words: &Words<'_>, at: usize) -> Option<usize> {
    if words.lower(at) != "at" || words.is_cased(at) {
        return None;
    }
    let noun = at + 1 + usize::from(words.is(at + 1, POSSESSIVES | PLAIN));
    let being = ["is", "are", "now", "she's", "shes", "they're", "theyre", "based"];
    let is_told = being.contains(&words.lower_before(at, 1)) || words.holds(at, CUES | SERVED);
    let word = words.lower(noun);
    let is_word = 2 < word.len() && word.chars().all(|c| c.is_alphabetic() || c == '\'');
    let others = AT_IDIOMS | COUNTED | AGENCIES | COURTS | NAMES_OF_NO_PLACE | TITLES;
    let looked = [
        "look", "looks", "looking", "looked", "shout", "shouts", "shouted", "shouting", "laughed",
        "laughs", "swore", "swears", "angry", "good", "bad", "arrived", "aimed", "stare", "stares",
        "upset",
    ];
    let is_manner = looked.contains(&words.lower_before(at, 1))
        || words.is(noun, others)
        || word.ends_with("ing")
        || ["time", "risk", "point", "stage", "level", "rate"].contains(&words.lower(noun + 1));
    (is_told && is_word && !is_manner && noun == at + 1 && is_within(words, at, noun))
        .then_some(noun)
}
