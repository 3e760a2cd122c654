//! One spelling for text: lower case, no accents, words apart by one space.

/// Writes `text` in plain lower-case letters and digits; everything else parts words.
///
/// Apostrophes vanish, so that O'Brien and OBrien are one.
pub(crate) fn fold(text: &str, folded: &mut String) {
    folded.clear();
    if text.is_ascii() {
        return fold_ascii(text, folded);
    }
    let mut is_parted = false;
    for letter in text.chars() {
        if matches!(letter, '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{00b4}' | '.') {
            // A full stop parts words unless a letter follows at once, as in "st.john": rare.
            is_parted |= letter == '.';
            continue;
        }
        if is_mark(letter) {
            continue;
        }
        if !letter.is_alphanumeric() {
            is_parted = true;
            continue;
        }
        if is_parted && !folded.is_empty() {
            folded.push(' ');
        }
        is_parted = false;
        push_plain(letter, folded);
    }
}

/// The same for what most cells hold.
fn fold_ascii(text: &str, folded: &mut String) {
    let mut is_parted = false;
    for letter in text.bytes() {
        match letter {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                if is_parted && !folded.is_empty() {
                    folded.push(' ');
                }
                is_parted = false;
                folded.push(char::from(letter.to_ascii_lowercase()));
            }
            b'\'' | b'`' => {}
            _ => is_parted = true,
        }
    }
}

/// A combining mark, which stands alone in decomposed text.
fn is_mark(letter: char) -> bool {
    ('\u{0300}'..='\u{036f}').contains(&letter)
}

fn push_plain(letter: char, folded: &mut String) {
    if letter.is_ascii() {
        folded.push(letter.to_ascii_lowercase());
        return;
    }
    for lower in letter.to_lowercase() {
        match PLAIN.iter().find(|(from, _)| from.contains(lower)) {
            Some((_, plain)) => folded.push_str(plain),
            None if is_mark(lower) => {}
            None => folded.push(lower),
        }
    }
}

/// Letters of the Latin alphabets of Europe and what stands for them.
const PLAIN: [(&str, &str); 24] = [
    ("àáâãäåāăąǎ", "a"),
    ("çćĉċč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķ", "k"),
    ("ĺļľŀł", "l"),
    ("ñńņňŋ", "n"),
    ("òóôõöøōŏőơ", "o"),
    ("ŕŗř", "r"),
    ("śŝşšș", "s"),
    ("ţťŧț", "t"),
    ("ùúûüũūŭůűųư", "u"),
    ("ŵ", "w"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
    ("æ", "ae"),
    ("œ", "oe"),
    ("ß", "ss"),
    ("þ", "th"),
    ("ə", "e"),
];

/// Words that stand in a cell where nothing is known.
const NOTHING: [&str; 36] = [
    "unknown",
    "not known",
    "n a",
    "na",
    "none",
    "nil",
    "null",
    "nan",
    "nk",
    "n k",
    "not given",
    "not stated",
    "not recorded",
    "not provided",
    "not disclosed",
    "withheld",
    "refused",
    "no fixed abode",
    "no fixed address",
    "nfa",
    "nfadd",
    "of no fixed abode",
    "unk",
    "x",
    "xx",
    "xxx",
    "test",
    "anon",
    "anonymous",
    "tbc",
    "tba",
    "not applicable",
    "see notes",
    "refuge",
    "confidential",
    "unnamed",
];

/// Whether a word stands in a short list. Most are ruled out by length and first letter.
pub(crate) fn is_one_of(list: &[&str], word: &str) -> bool {
    let (length, first) = (word.len(), word.as_bytes().first());
    list.iter().any(|one| one.len() == length && one.as_bytes().first() == first && *one == word)
}

/// Whether folded text says that nothing is known.
pub(crate) fn is_nothing(folded: &str) -> bool {
    folded.is_empty() || is_one_of(&NOTHING, folded) || folded.starts_with("unknown ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut folded = String::new();
        fold(text, &mut folded);
        folded
    }

    #[test]
    fn case_accents_and_punctuation_do_not_count() {
        for (text, plain) in [
            ("  ŁUKASZ ", "lukasz"),
            ("O\u{2019}Brien", "obrien"),
            ("Smith-Jones", "smith jones"),
            ("Jose\u{301}", "jose"),
            ("Ștefan", "stefan"),
            ("Großmann", "grossmann"),
            ("St. John", "st john"),
            ("Ali  (nee Khan)", "ali nee khan"),
            ("", ""),
        ] {
            assert_eq!(folded(text), plain, "{text}");
        }
    }

    #[test]
    fn placeholders_are_nothing_and_names_are_not() {
        for nothing in ["NFA", "Unknown", "not known", "N/A", " - ", "Unknown male"] {
            assert!(is_nothing(&folded(nothing)), "{nothing}");
        }
        for something in ["Na Li", "Ann", "1 Refuge Road"] {
            assert!(!is_nothing(&folded(something)), "{something}");
        }
    }
}
