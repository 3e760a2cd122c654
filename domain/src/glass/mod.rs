//! Breaking the glass: somebody in danger, whom search does not find, is seen for an hour.

use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use crate::coded::coded;

coded! {
    /// Why somebody breaks the glass. There is no "other": what fits none of these can wait until
    /// an agency gives its record, or until the coordinator involves the asker's.
    GlassReason {
        DangerToLife = "danger_to_life", "Somebody’s life is in danger now";
        ChildAtRisk = "child_at_risk", "A child is at risk of serious harm now";
        InFlight = "in_flight", "They are fleeing, or have just fled";
        Hospital = "hospital", "They are in hospital or with a clinician";
        Missing = "missing", "They cannot be found, and there is fear for their safety";
        Released = "released", "Whoever they fear is being released";
    }
}

coded! {
    /// What came of it. Whoever asks hears the same of the last two: nobody was found for certain.
    GlassOutcome {
        Opened = "opened", "Opened";
        Again = "again", "Not opened a second time within a day";
        Nobody = "nobody", "Nobody found for certain";
        Excluded = "excluded", "Not opened: they are excluded from this person";
    }
}

/// How long the glass stays broken: long enough for one call and what has to follow at once.
const STAYS_OPEN: SignedDuration = SignedDuration::from_mins(60);
/// How soon one user may break it for one person again. In between a privacy officer helps: two
/// grants that follow each other would be one without an end.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_hours(24);
/// Times that one user may break the glass within an hour, found or not: enough to spell a name
/// three ways, too few to try a street.
pub const GLASS_AN_HOUR: i64 = 5;

/// When what was opened `at` an instant shuts: the first instant at which nothing is shown.
pub fn ends_at(at: Timestamp) -> Timestamp {
    at.saturating_add(STAYS_OPEN).unwrap_or(Timestamp::MAX)
}

/// Whether what ends at `ends_at` is open `at` an instant.
pub fn is_open(ends_at: Timestamp, at: Timestamp) -> bool {
    at < ends_at
}

/// Since when an earlier grant for the same person stands in the way of another one: whatever was
/// opened later than this does.
pub fn bars_since(asked_at: Timestamp) -> Timestamp {
    asked_at.saturating_sub(AGAIN_AFTER).unwrap_or(Timestamp::MIN)
}

/// How few characters the words may have: "urgent" says nothing that anybody could look into.
pub const WORDS_CHARS_LEAST: usize = 20;
/// How many characters the words may have.
pub const WORDS_CHARS_MOST: usize = 500;

/// What happened, in the words of whoever breaks the glass, with single spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlassWords(String);

/// Why a text cannot stand as these words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum GlassWordsRefused {
    #[error("say what is happening, in at least {WORDS_CHARS_LEAST} characters")]
    TooShort,
    #[error("use at most {WORDS_CHARS_MOST} characters")]
    TooLong,
}

impl GlassWords {
    /// # Errors
    /// A text that has fewer than [`WORDS_CHARS_LEAST`] characters, runs of space counted as one,
    /// or more than [`WORDS_CHARS_MOST`].
    pub fn parse(text: &str) -> Result<Self, GlassWordsRefused> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match text.chars().count() {
            0..WORDS_CHARS_LEAST => Err(GlassWordsRefused::TooShort),
            WORDS_CHARS_LEAST..=WORDS_CHARS_MOST => Ok(Self(text)),
            _ => Err(GlassWordsRefused::TooLong),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn it_stays_open_for_sixty_minutes_to_the_microsecond_and_over_midnight() {
        let ends = ends_at(at("2026-11-24T23:30:00Z"));
        assert_eq!(ends, at("2026-11-25T00:30:00Z"));
        assert!(is_open(ends, at("2026-11-24T23:30:00Z")));
        assert!(is_open(ends, at("2026-11-25T00:29:59.999999Z")));
        assert!(!is_open(ends, at("2026-11-25T00:30:00Z")));
    }

    #[test]
    fn an_hour_is_an_hour_on_the_night_that_the_clocks_go_back() {
        // At 1:30am in London, which comes twice that night.
        let ends = ends_at(at("2026-10-25T00:30:00Z"));
        assert_eq!(ends, at("2026-10-25T01:30:00Z"));
    }

    #[test]
    fn the_next_grant_for_the_same_person_is_a_whole_day_off() {
        let first = at("2026-11-24T10:00:00Z");
        assert!(bars_since(at("2026-11-25T09:59:59.999999Z")) < first);
        assert!(first <= bars_since(at("2026-11-25T10:00:00Z")));
    }

    #[test]
    fn the_words_say_something_and_blanks_say_nothing() {
        let least = "x".repeat(WORDS_CHARS_LEAST);
        assert_eq!(GlassWords::parse(&least).unwrap().as_str(), least);
        let short = "é".repeat(WORDS_CHARS_LEAST - 1);
        assert_eq!(GlassWords::parse(&short), Err(GlassWordsRefused::TooShort));
        let blank = format!("a{}b", " ".repeat(WORDS_CHARS_LEAST));
        assert_eq!(GlassWords::parse(&blank), Err(GlassWordsRefused::TooShort));
        assert!(GlassWords::parse(&"é".repeat(WORDS_CHARS_MOST)).is_ok());
        let long = "é".repeat(WORDS_CHARS_MOST + 1);
        assert_eq!(GlassWords::parse(&long), Err(GlassWordsRefused::TooLong));
    }
}
