//! How a true word is written down wrongly.

use crate::county::random::Random;

/// Letters that lie beside each other on a keyboard.
const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// What sounds alike.
const SOUNDS: [(&str, &str); 24] = [
    ("ph", "f"),
    ("ck", "k"),
    ("ks", "x"),
    ("ie", "ei"),
    ("ei", "ie"),
    ("ey", "y"),
    ("ai", "ay"),
    ("ee", "ea"),
    ("ea", "ee"),
    ("oo", "u"),
    ("ll", "l"),
    ("tt", "t"),
    ("nn", "n"),
    ("ss", "s"),
    ("rr", "r"),
    ("th", "t"),
    ("gh", "g"),
    ("wh", "w"),
    ("mac", "mc"),
    ("on", "en"),
    ("er", "ar"),
    ("s", "z"),
    ("y", "i"),
    ("c", "k"),
];

fn beside(chance: &mut Random, letter: char) -> char {
    let row = ROWS.iter().find_map(|row| row.find(letter).map(|at| (row.as_bytes(), at)));
    let Some((row, at)) = row else { return letter };
    let at = if chance.chance(0.5) { at + 1 } else { at.saturating_sub(1) };
    row[at.min(row.len() - 1)] as char
}

/// A slip of the fingers: a letter left out, two in the wrong order, one beside it or doubled.
pub(crate) fn mistyped(chance: &mut Random, text: &str) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.len() < 3 {
        return text.to_owned();
    }
    // The first letter is looked at more than the others.
    let at = 1 + chance.below(letters.len() - 1);
    match chance.below(4) {
        0 => {
            letters.remove(at);
        }
        1 if at + 1 < letters.len() => letters.swap(at, at + 1),
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = beside(chance, letters[at]),
    }
    letters.into_iter().collect()
}

/// As it was heard.
pub(crate) fn misheard(chance: &mut Random, text: &str) -> String {
    let lower = text.to_lowercase();
    let from = chance.below(SOUNDS.len());
    for step in 0..SOUNDS.len() {
        let (one, other) = SOUNDS[(from + step) % SOUNDS.len()];
        if let Some(at) = lower.rfind(one).filter(|at| 0 < *at) {
            return capital(&format!("{}{other}{}", &lower[..at], &lower[at + one.len()..]));
        }
    }
    mistyped(chance, text)
}

/// Each part with a capital, as in `O'Connor-Smith`.
pub(crate) fn capital(text: &str) -> String {
    let mut begins = true;
    let letters = text.chars().map(|letter| {
        let shown = if begins { letter.to_uppercase().next() } else { Some(letter) };
        begins = matches!(letter, '-' | ' ' | '\'');
        shown.unwrap_or(letter)
    });
    letters.collect()
}

/// Digits of a number, one of them wrong or two of them swapped.
pub(crate) fn misdialled(chance: &mut Random, digits: &str, from: usize) -> String {
    let mut digits: Vec<char> = digits.chars().collect();
    let at = from + chance.below(digits.len().saturating_sub(from + 1));
    if chance.chance(0.5) && digits[at] != digits[at + 1] {
        digits.swap(at, at + 1);
    } else {
        let digit = digits[at].to_digit(10).unwrap_or_default();
        digits[at] = char::from_digit((digit + 1) % 10, 10).unwrap_or('0');
    }
    digits.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_keeps_the_first_letter_and_changes_little() {
        let mut chance = Random::of(&[1]);
        for _ in 0..500 {
            for name in ["Wiśniewska", "O'Connor", "Smith", "Żaneta"] {
                let slips = [mistyped(&mut chance, name), misheard(&mut chance, name)];
                for slip in slips {
                    let (long, longer) = (slip.chars().count(), name.chars().count());
                    assert!(long.abs_diff(longer) <= 1, "{name} {slip}");
                    assert_eq!(slip.chars().next(), name.chars().next(), "{name} {slip}");
                }
            }
        }
        assert_eq!(mistyped(&mut chance, "Jo"), "Jo");
        assert_eq!(capital("o'connor-smith lee"), "O'Connor-Smith Lee");
    }

    #[test]
    fn a_misdialled_number_keeps_what_must_stay() {
        let mut chance = Random::of(&[2]);
        for _ in 0..500 {
            let wrong = misdialled(&mut chance, "9991234567", 3);
            assert!(wrong.starts_with("999") && wrong != "9991234567", "{wrong}");
            assert_eq!(wrong.len(), 10);
        }
    }
}
