//! Whether two names may be one person's: what linkage asks of records, asked of two lines of text.

/// What stands before a name and is none.
const TITLES: [&str; 22] = [
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir", "dame", "lady", "lord", "pc",
    "ps", "dc", "ds", "di", "dci", "sgt", "wpc", "pcso", "insp",
];

/// From so many letters on, one of them may be wrong.
const SLIP_FROM: usize = 5;

/// The letters and digits of a text, small and without accents.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter_map(plain).flatten().collect()
}

fn plain(c: char) -> Option<impl Iterator<Item = char>> {
    let lower = c.to_lowercase().map(without_accent);
    c.is_alphanumeric().then_some(lower)
}

/// The accents of the names that are met most; others are compared as they are.
fn without_accent(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ț' | 'ţ' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

/// The words of a name without titles. An apostrophe joins (O'Neill), a hyphen parts, so that
/// either half of a double name may be the one that was recorded.
fn words(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| c.is_whitespace() || c == '-' || c == ',' || c == '.');
    let words = parts.map(letters).filter(|word| !word.is_empty());
    words.filter(|word| !TITLES.contains(&word.as_str())).collect()
}

/// The first and the last word of a name, small, without accents and titles; nothing where there
/// are not two.
pub fn given_and_family(name: &str) -> Option<(String, String)> {
    let mut words = words(name).into_iter();
    let given = words.next()?;
    Some((given, words.next_back()?))
}

/// Whether two names are the same given and family name, whatever the case, the accents, the
/// titles, their order and what stands between them.
pub fn is_same_name(left: &str, right: &str) -> bool {
    agrees(left, right, |one, other| one == other)
}

/// As [`is_same_name`], but a letter of each word of five or more may be wrong, missing or swapped
/// with its neighbour.
pub fn is_near_name(left: &str, right: &str) -> bool {
    agrees(left, right, is_near)
}

/// Whether two full names have a family name in common: the last word, or its other half.
pub fn is_same_family(left: &str, right: &str) -> bool {
    let (left, right) = (families(left), families(right));
    left.iter().any(|one| right.iter().any(|other| is_near(one, other)))
}

fn families(name: &str) -> Vec<String> {
    let last = name.split_whitespace().next_back().unwrap_or_default();
    words(last)
}

fn agrees(left: &str, right: &str, is_like: fn(&str, &str) -> bool) -> bool {
    let (left, right) = (words(left), words(right));
    let ([given, .., family], [other_given, .., other_family]) = (&left[..], &right[..]) else {
        return false;
    };
    let straight = is_like(given, other_given)
        && (is_like(family, other_family) || is_half(&left, &right, is_like));
    straight || (is_like(given, other_family) && is_like(family, other_given))
}

/// Whether the family name of one is any half of the other's.
fn is_half(left: &[String], right: &[String], is_like: fn(&str, &str) -> bool) -> bool {
    let holds = |words: &[String], family: &str| {
        1 < words.len() && words[1..].iter().any(|word| is_like(word, family))
    };
    left.last().is_some_and(|family| holds(right, family))
        || right.last().is_some_and(|family| holds(left, family))
}

fn is_near(left: &str, right: &str) -> bool {
    left == right || (is_long(left) && is_long(right) && is_one_off(left, right))
}

fn is_long(word: &str) -> bool {
    SLIP_FROM <= word.chars().count()
}

/// Whether one letter is wrong, missing, too many, or swapped with the next.
fn is_one_off(left: &str, right: &str) -> bool {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let (long, short) = if left.len() < right.len() { (right, left) } else { (left, right) };
    let same = long.iter().zip(&short).take_while(|(one, other)| one == other).count();
    let (long, short) = (&long[same..], &short[same..]);
    match long.len() - short.len() {
        0 => {
            let is_swapped = matches!((long, short), ([a, b, ..], [c, d, ..]) if a == d && b == c)
                && long[2..] == short[2..];
            long.is_empty() || long[1..] == short[1..] || is_swapped
        }
        1 => long[1..] == *short,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_accents_case_order_and_middle_names_make_no_other_name() {
        for (left, right) in [
            ("PS Beth Farrow", "beth FARROW"),
            ("Zoë Ångström", "Zoe Angstrom"),
            ("Farrow, Beth", "Beth Farrow"),
            ("Beth Anne Farrow", "Beth Farrow"),
            ("Mary O'Neill", "Mary ONeill"),
            ("Helen Sharman-Pike", "Helen Pike"),
            ("Helen Sharman-Pike", "Helen Sharman"),
        ] {
            assert!(is_same_name(left, right), "{left} {right}");
        }
        for (left, right) in [
            ("Beth Farrow", "Beth Farrows"),
            ("Beth Farrow", "Bess Farrow"),
            ("Beth", "Beth"),
            ("", ""),
            ("Dr Farrow", "Dr Farrow"),
        ] {
            assert!(!is_same_name(left, right), "{left} {right}");
        }
    }

    #[test]
    fn one_letter_of_a_long_word_may_be_wrong_and_two_may_not() {
        for right in ["Ottilie Marchbank", "Otilie Marchbanks", "Ottilie Marhcbanks"] {
            assert!(is_near_name("Ottilie Marchbanks", right), "{right}");
        }
        for right in ["Ottilie Marchbnk", "Ottoline Marchbanks", "Ottilie Marshbank"] {
            assert!(!is_near_name("Ottilie Marchbanks", right), "{right}");
        }
        assert!(!is_near_name("Anna Cole", "Anna Cope"), "four letters are too few for a slip");
        assert!(is_near_name("Anna Coles", "Anna Copes"));
    }

    #[test]
    fn a_family_name_is_the_last_word_or_half_of_it() {
        assert!(is_same_family("Ann Pike", "Helen Sharman-Pike"));
        assert!(!is_same_family("Pike Ann", "Helen Pike"));
        assert!(!is_same_family("", "Helen Pike"));
    }
}
