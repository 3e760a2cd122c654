//! An answer to a question of equality monitoring, or why there is none.

use serde::{Deserialize, Serialize};

use crate::coded::coded;

coded! {
    /// Why a question of equality monitoring has no answer. The three are kept apart: who was not
    /// asked has not refused.
    Unanswered {
        NotAsked = "not_asked", "not asked";
        PreferNotToSay = "prefer_not_to_say", "prefers not to say";
        NotKnown = "not_known", "not known";
    }
}

/// What a party answered to a question of equality monitoring, in the agency's words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Answer {
    Given(String),
    Unanswered(Unanswered),
}

impl Answer {
    /// The answer in a cell of a file; an empty cell is none.
    pub fn from_file(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() { None } else { Some(Self::from(text.to_owned())) }
    }

    pub fn given(&self) -> Option<&str> {
        match self {
            Self::Given(text) => Some(text),
            Self::Unanswered(_) => None,
        }
    }
}

/// `prefer not to say` and `Prefer_Not_To_Say` are the code; whatever is no code was given.
impl From<String> for Answer {
    fn from(text: String) -> Self {
        Unanswered::from_file(&text).map_or(Self::Given(text), Self::Unanswered)
    }
}

impl From<Answer> for String {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Given(text) => text,
            Answer::Unanswered(why) => why.code().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_ways_of_not_answering_are_kept_apart() {
        let read = |text: &str| Answer::from_file(text);
        assert_eq!(read("not_asked"), Some(Answer::Unanswered(Unanswered::NotAsked)));
        assert_eq!(read(" Not asked"), Some(Answer::Unanswered(Unanswered::NotAsked)));
        let prefers = Some(Answer::Unanswered(Unanswered::PreferNotToSay));
        assert_eq!(read("prefer_not_to_say"), prefers);
        assert_eq!(read("Prefer not to say"), prefers);
        assert_eq!(read("Prefers not to say"), prefers);
        assert_eq!(read("not_known"), Some(Answer::Unanswered(Unanswered::NotKnown)));
    }

    #[test]
    fn an_empty_cell_is_no_answer_and_every_other_word_is_one() {
        assert_eq!(Answer::from_file("  "), None);
        assert_eq!(Answer::from_file(" Sikh "), Some(Answer::Given("Sikh".into())));
        assert_eq!(Answer::from_file("none"), Some(Answer::Given("none".into())));
    }

    #[test]
    fn an_answer_is_one_string_in_json() {
        for text in ["Sikh", "not_asked"] {
            let answer = Answer::from_file(text).unwrap();
            let json = serde_json::to_string(&answer).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<Answer>(&json).unwrap(), answer);
        }
    }
}
