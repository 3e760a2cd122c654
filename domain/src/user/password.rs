//! A password is long and not the first that anyone would try; nothing more is asked of it.
//!
//! No rule of digits and symbols: the National Cyber Security Centre and NIST SP 800-63B both
//! found that such rules make people choose passwords that are easier to guess.

use thiserror::Error;

use super::{DisplayName, EmailAddress};

const CHARS_MIN: usize = 12;
/// Hashing a longer one gives an attacker work for us to do.
const CHARS_MAX: usize = 128;
/// A shorter part of a name stands in too many innocent words.
const NAME_PART_CHARS_MIN: usize = 4;
const DISTINCT_CHARS_MIN: usize = 5;

/// Our own list, of what people choose: it is met in full, with digits and signs around it.
const COMMON_WORDS: &[&str] = &[
    "abcd",
    "admin",
    "administrator",
    "april",
    "asdf",
    "august",
    "autumn",
    "cambridge",
    "cambridgeshire",
    "changeme",
    "changethis",
    "december",
    "default",
    "domesticabuse",
    "domesticviolence",
    "dragon",
    "england",
    "february",
    "football",
    "forgotten",
    "friday",
    "guest",
    "hello",
    "helloworld",
    "housing",
    "idva",
    "iloveyou",
    "january",
    "july",
    "june",
    "letmein",
    "letmeinplease",
    "liverpool",
    "login",
    "london",
    "marac",
    "march",
    "may",
    "monday",
    "monkey",
    "mypassword",
    "newpassword",
    "november",
    "october",
    "partnership",
    "passphrase",
    "password",
    "passwordpassword",
    "police",
    "princess",
    "qwerty",
    "qwertyuiop",
    "sausage",
    "secret",
    "september",
    "spring",
    "summer",
    "sunday",
    "sunshine",
    "superman",
    "temporary",
    "test",
    "testing",
    "thepassword",
    "thisismypassword",
    "tuesday",
    "unitedkingdom",
    "welcome",
    "whatever",
    "wicken",
    "winter",
];

/// Walks over the alphabet, the digits and the keyboard, which are met in part and backwards.
const WALKS: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "0123456789012345678901234567890",
    "1234567890123456789012345678901",
    "qwertyuiopasdfghjklzxcvbnmqwertyuiop",
    "1234567890qwertyuiopasdfghjklzxcvbnm",
    "qwertyuiop1234567890",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
];

/// Why a password is refused. It never repeats the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PasswordRefused {
    #[error("the password is too short: use at least 12 characters, three random words will do")]
    TooShort,
    #[error("the password is too long: use at most 128 characters")]
    TooLong,
    #[error("the password is one of the first that would be tried: use three random words")]
    TooCommon,
    #[error("the password holds your name or e-mail address: leave those out")]
    ContainsName,
}

/// The rule for a new password of the user with this address and name.
pub fn check_password(
    candidate: &str,
    email: &EmailAddress,
    name: &DisplayName,
) -> Result<(), PasswordRefused> {
    let chars = candidate.chars().count();
    if chars < CHARS_MIN {
        return Err(PasswordRefused::TooShort);
    }
    if CHARS_MAX < chars {
        return Err(PasswordRefused::TooLong);
    }
    let candidate = candidate.to_lowercase();
    if contains_name(&candidate, email, name) {
        return Err(PasswordRefused::ContainsName);
    }
    if is_pattern(&candidate) || is_common_word(&candidate) {
        return Err(PasswordRefused::TooCommon);
    }
    Ok(())
}

fn contains_name(candidate: &str, email: &EmailAddress, name: &DisplayName) -> bool {
    let name = name.as_str().to_lowercase();
    let parts = name.split(|c: char| !c.is_alphanumeric());
    let local_parts = email.local_part().split(|c: char| !c.is_alphanumeric());
    parts
        .chain(local_parts)
        .any(|part| NAME_PART_CHARS_MIN <= part.chars().count() && candidate.contains(part))
}

fn is_pattern(candidate: &str) -> bool {
    has_few_distinct_chars(candidate) || is_repeated(candidate) || is_walk(candidate)
}

fn has_few_distinct_chars(candidate: &str) -> bool {
    let mut chars: Vec<char> = candidate.chars().collect();
    chars.sort_unstable();
    chars.dedup();
    chars.len() < DISTINCT_CHARS_MIN
}

/// The same few characters over and over: `tigertigertiger`, and `tigertigerti` too.
fn is_repeated(candidate: &str) -> bool {
    let chars: Vec<char> = candidate.chars().collect();
    (1..=chars.len() / 2).any(|unit| chars.iter().skip(unit).eq(&chars[..chars.len() - unit]))
}

fn is_walk(candidate: &str) -> bool {
    let backwards: String = candidate.chars().rev().collect();
    WALKS.iter().any(|walk| walk.contains(candidate) || walk.contains(&backwards))
}

/// The word is looked for as it stands and with digits and signs read as the letters they
/// resemble, after cutting the digits and signs that people hang on its ends.
fn is_common_word(candidate: &str) -> bool {
    let is_letter = |c: &char| c.is_alphabetic();
    let letters: String = candidate.chars().filter(is_letter).collect();
    let core = candidate.trim_end_matches(|c: char| !c.is_alphabetic());
    let core = core.trim_start_matches(|c: char| !c.is_alphabetic());
    let read: String = core.chars().map(read_as_letter).filter(is_letter).collect();
    COMMON_WORDS.contains(&letters.as_str()) || COMMON_WORDS.contains(&read.as_str())
}

fn read_as_letter(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::PasswordRefused::{ContainsName, TooCommon, TooLong, TooShort};
    use super::*;

    fn check(candidate: &str, expected: Result<(), PasswordRefused>) {
        let email = EmailAddress::parse("k.adeyemi7@amber-house.org.uk").unwrap();
        let name = DisplayName::parse("Kemi O'Brien-Żak").unwrap();
        assert_eq!(check_password(candidate, &email, &name), expected, "{candidate:?}");
    }

    #[test]
    fn a_password_has_12_to_128_characters_of_any_script() {
        check("lamp5Wr7dog", Err(TooShort));
        check("lamp5Wr7dogs", Ok(()));
        check("żółw-łódź-mż", Ok(()));
        let long = "lamp river coin ".repeat(8);
        check(&format!("{}!", &long[..127]), Ok(()));
        check(&format!("{long}!"), Err(TooLong));
    }

    #[test]
    fn three_random_words_are_a_password() {
        check("coffee train fish", Ok(()));
        check("correct horse battery staple", Ok(()));
    }

    #[test]
    fn a_password_people_would_try_first_is_refused() {
        for common in [
            "Password1234",
            "P@ssw0rd!2026",
            "1234Password",
            "PASSWORD!!!!",
            "letmein99999",
            "Welcome-2026",
            "!!Wicken2026",
            "Summer2026!!!",
            "domestic abuse",
            "domesticabuse1",
            "Ch4ngeMe!!!!",
            "administrator",
            "This is my password",
        ] {
            check(common, Err(TooCommon));
        }
    }

    #[test]
    fn a_pattern_is_no_password() {
        for pattern in [
            "aaaaaaaaaaaa",
            "121212121212",
            "abcdefghijkl",
            "lkjihgfedcba",
            "123456789012",
            "qwertyuiopas",
            "1qaz2wsx3edc",
            "tigertigertiger",
            "lamp3!lamp3!l",
            "0987654321098",
        ] {
            check(pattern, Err(TooCommon));
        }
    }

    #[test]
    fn a_password_with_a_common_word_among_others_is_taken() {
        check("police lantern orbit", Ok(()));
        check("summer gravel nephew", Ok(()));
    }

    #[test]
    fn a_password_holds_no_part_of_the_name_or_address() {
        check("kemi-loves-tea", Err(ContainsName));
        check("my BRIEN cable 4", Err(ContainsName));
        check("river ADEYEMI7 coin", Err(ContainsName));
        check("river adeyemi coin", Ok(()));
        check("a short żak in it", Ok(()));
    }

    #[test]
    fn a_refusal_never_repeats_the_password() {
        for refused in [TooShort, TooLong, TooCommon, ContainsName] {
            assert!(refused.to_string().contains(": "), "{refused:?} tells no mend");
        }
    }
}
