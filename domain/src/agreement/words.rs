//! What people write about an agreement, an involvement or a gift, in their own words.

use thiserror::Error;

/// How many characters such words may have.
pub const SHARING_WORDS_MAX: usize = 1_000;

/// A purpose or a reason, trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharingWords(String);

/// Why a text cannot stand as a purpose or a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SharingWordsRefused {
    #[error("say it in at least 3 characters")]
    TooShort,
    #[error("use at most {SHARING_WORDS_MAX} characters")]
    TooLong,
}

impl SharingWords {
    /// # Errors
    /// A text of fewer than 3 characters, or of more than [`SHARING_WORDS_MAX`].
    pub fn parse(text: &str) -> Result<Self, SharingWordsRefused> {
        let text = text.trim();
        match text.chars().count() {
            0..3 => Err(SharingWordsRefused::TooShort),
            3..=SHARING_WORDS_MAX => Ok(Self(text.to_owned())),
            _ => Err(SharingWordsRefused::TooLong),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_neither_missing_nor_a_novel() {
        assert_eq!(SharingWords::parse(" no "), Err(SharingWordsRefused::TooShort));
        assert_eq!(SharingWords::parse(" yes ").unwrap().as_str(), "yes");
        assert!(SharingWords::parse(&"é".repeat(SHARING_WORDS_MAX)).is_ok());
        let long = "é".repeat(SHARING_WORDS_MAX + 1);
        assert_eq!(SharingWords::parse(&long), Err(SharingWordsRefused::TooLong));
    }
}
