//! A name that people read holds nothing that people cannot see.

use std::fmt;

use thiserror::Error;

/// The longest name of an agency or a user, in characters.
pub const NAME_CHARS_MAX: usize = 120;

/// Why a text is no name, of an agency or of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NameRefused {
    #[error("the name is empty: enter a name")]
    Empty,
    #[error("the name is too long: enter at most 120 characters")]
    TooLong,
    #[error("the name holds a hidden character: type it again instead of pasting it")]
    HiddenCharacter,
}

/// The name by which people know an agency.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgencyName(String);

impl AgencyName {
    pub fn parse(text: &str) -> Result<Self, NameRefused> {
        parse_name(text).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AgencyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The one rule of names, for agencies and users alike.
pub(crate) fn parse_name(text: &str) -> Result<String, NameRefused> {
    let name = text.trim();
    if name.is_empty() {
        return Err(NameRefused::Empty);
    }
    if name.chars().any(is_hidden) {
        return Err(NameRefused::HiddenCharacter);
    }
    if NAME_CHARS_MAX < name.chars().count() {
        return Err(NameRefused::TooLong);
    }
    Ok(name.to_owned())
}

/// Danger: with characters that turn the writing direction or take no room, one name can be
/// made to look like another, on a page and in the ledger (Unicode Technical Report 36).
/// The two joiners U+200C and U+200D stay: Persian and Hindi names need them.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, NameRefused>) {
        let parsed = AgencyName::parse(text);
        assert_eq!(parsed.as_ref().map(AgencyName::as_str).map_err(|e| *e), expected, "{text:?}");
    }

    #[test]
    fn a_name_is_trimmed_and_has_1_to_120_characters() {
        check("", Err(NameRefused::Empty));
        check(" \t ", Err(NameRefused::Empty));
        check("é", Ok("é"));
        check("  Amber House \n", Ok("Amber House"));
        check(&"é".repeat(120), Ok(&"é".repeat(120)));
        check(&"é".repeat(121), Err(NameRefused::TooLong));
    }

    #[test]
    fn a_name_holds_no_hidden_character() {
        for hidden in ['\0', '\n', '\u{7f}', '\u{202e}', '\u{2066}', '\u{200f}', '\u{feff}'] {
            check(&format!("Amber{hidden}House"), Err(NameRefused::HiddenCharacter));
        }
    }

    #[test]
    fn names_of_all_scripts_are_names() {
        for name in ["Siân O'Connor-Smith", "Žydrūnė", "نسرین\u{200c}دخت", "王小明"]
        {
            check(name, Ok(name));
        }
    }
}
