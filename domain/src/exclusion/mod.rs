//! Exclusions: who must not see what is held about a person, whatever their role gives.

use thiserror::Error;

use crate::coded::coded;

coded! {
    /// Why someone is excluded from a person.
    ExclusionReason {
        IsThePerson = "is_the_person", "They are this person";
        Household = "household", "They live with this person, or did";
        Family = "family", "They are family, or a partner or former partner";
        Friend = "friend", "They are a friend, a neighbour or a colleague";
        /// Whoever acts for one party of a case does not see the other's.
        ActsForOther = "acts_for_other", "They act for the other party of the case";
        /// By their yearly declaration or by their name. It tells whoever may exclude no more.
        Declared = "declared", "They declared it, or their name agrees";
        Asked = "asked", "This person asked for it";
        Other = "other", "Another reason";
    }
}

impl ExclusionReason {
    /// Whether somebody can choose it: the others Wicken gives by itself.
    pub const fn is_chosen(self) -> bool {
        match self {
            Self::IsThePerson
            | Self::Household
            | Self::Family
            | Self::Friend
            | Self::ActsForOther
            | Self::Asked
            | Self::Other => true,
            Self::Declared => false,
        }
    }
}

/// How many characters the words about an exclusion may have.
pub const WORDS_CHARS_MAX: usize = 500;

/// What somebody wrote about an exclusion, trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExclusionWords(String);

/// Why a text cannot stand as the words about an exclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ExclusionWordsRefused {
    #[error("say in a few words why")]
    Empty,
    #[error("use at most {WORDS_CHARS_MAX} characters")]
    TooLong,
}

impl ExclusionWords {
    /// # Errors
    /// A text that is empty, or longer than [`WORDS_CHARS_MAX`].
    pub fn parse(text: &str) -> Result<Self, ExclusionWordsRefused> {
        let text = text.trim();
        match text.chars().count() {
            0 => Err(ExclusionWordsRefused::Empty),
            1..=WORDS_CHARS_MAX => Ok(Self(text.to_owned())),
            _ => Err(ExclusionWordsRefused::TooLong),
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
    fn the_words_are_neither_empty_nor_a_novel() {
        assert_eq!(ExclusionWords::parse(" \n"), Err(ExclusionWordsRefused::Empty));
        assert_eq!(ExclusionWords::parse(" his sister ").unwrap().as_str(), "his sister");
        assert!(ExclusionWords::parse(&"é".repeat(WORDS_CHARS_MAX)).is_ok());
        let long = "é".repeat(WORDS_CHARS_MAX + 1);
        assert_eq!(ExclusionWords::parse(&long), Err(ExclusionWordsRefused::TooLong));
    }
}
