//! An e-mail address is what a user signs in with.

use std::fmt;

use thiserror::Error;

/// The longest address that mail servers must take (RFC 5321, 4.5.3.1.3).
const CHARS_MAX: usize = 254;

/// A work address, trimmed and in lower case, so that one person is never two users.
///
/// Only plain ASCII: a letter of another script that looks like a Latin one would let a
/// stranger's address pass for a colleague's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

/// Why a text is no e-mail address we take. It never repeats the text: that is personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EmailRefused {
    #[error("the e-mail address is empty: enter one")]
    Empty,
    #[error("the e-mail address is too long: enter at most 254 characters")]
    TooLong,
    #[error("the e-mail address must have one @, with something before it")]
    NotOneAt,
    #[error(
        "the e-mail address holds a character we do not take: enter it without names or spaces"
    )]
    Character,
    #[error("what follows the @ is no mail domain: enter it in full, like name@example.org")]
    Domain,
}

impl EmailAddress {
    pub fn parse(text: &str) -> Result<Self, EmailRefused> {
        let address = text.trim().to_ascii_lowercase();
        if address.is_empty() {
            return Err(EmailRefused::Empty);
        }
        if CHARS_MAX < address.chars().count() {
            return Err(EmailRefused::TooLong);
        }
        let (local, domain) = address.split_once('@').ok_or(EmailRefused::NotOneAt)?;
        check_parts(local, domain)?;
        Ok(Self(address))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the @.
    pub fn local_part(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn check_parts(local: &str, domain: &str) -> Result<(), EmailRefused> {
    if local.is_empty() || domain.contains('@') {
        return Err(EmailRefused::NotOneAt);
    }
    if !local.chars().all(is_atom) {
        return Err(EmailRefused::Character);
    }
    let labels: Vec<&str> = domain.split('.').collect();
    if labels.len() < 2 || !labels.iter().all(|label| is_label(label)) {
        return Err(EmailRefused::Domain);
    }
    Ok(())
}

/// RFC 5322 `atext` and the dot: quoted names and comments are where header tricks hide.
fn is_atom(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c)
}

fn is_label(label: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..=63).contains(&label.len())
        && label.chars().all(plain)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, EmailRefused>) {
        let parsed = EmailAddress::parse(text);
        assert_eq!(parsed.as_ref().map(EmailAddress::as_str).map_err(|e| *e), expected, "{text:?}");
    }

    #[test]
    fn an_address_is_trimmed_and_in_lower_case() {
        check(" Asha.Rao@Amber-House.ORG.uk\n", Ok("asha.rao@amber-house.org.uk"));
        check("o'neil+marac@police.uk", Ok("o'neil+marac@police.uk"));
    }

    #[test]
    fn an_address_has_one_at_with_something_on_both_sides() {
        check("", Err(EmailRefused::Empty));
        check("asha", Err(EmailRefused::NotOneAt));
        check("@example.org", Err(EmailRefused::NotOneAt));
        check("a@b@example.org", Err(EmailRefused::NotOneAt));
        check("asha@", Err(EmailRefused::Domain));
    }

    #[test]
    fn an_address_holds_only_plain_characters() {
        for text in ["a b@example.org", "a\n@example.org", "<a@example.org", "аsha@example.org"] {
            check(text, Err(EmailRefused::Character));
        }
        for text in ["a@exam ple.org", "a@example.org>", "a@[10.0.0.1]", "a@example.org\r\nBcc:b"] {
            check(text, Err(EmailRefused::Domain));
        }
    }

    #[test]
    fn a_mail_domain_has_a_dot_and_no_empty_label() {
        for text in ["a@localhost", "a@.org", "a@example.", "a@exa..org", "a@-x.org", "a@x-.org"] {
            check(text, Err(EmailRefused::Domain));
        }
        check("a@x.uk", Ok("a@x.uk"));
    }

    #[test]
    fn an_address_has_at_most_254_characters() {
        let domain = format!("{}.org", vec!["x".repeat(60); 4].join("."));
        let of_chars = |chars: usize| format!("{}@{domain}", "a".repeat(chars - 1 - domain.len()));
        let longest = of_chars(254);
        check(&longest, Ok(&longest));
        check(&of_chars(255), Err(EmailRefused::TooLong));
    }

    #[test]
    fn the_local_part_is_before_the_at() {
        assert_eq!(EmailAddress::parse("asha.rao@x.uk").unwrap().local_part(), "asha.rao");
    }
}
