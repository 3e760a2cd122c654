//! What an alert is about, what came of it, and the words about that.

use thiserror::Error;

use crate::coded::coded;

coded! {
    /// Why an officer should look at something.
    AlertKind {
        ExcludedHit = "excluded_hit", "Tried to open a person from whom they are excluded";
        BreakGlass = "break_glass", "Broke the glass";
        OfficerOnSelf = "officer_on_self", "An officer looked into, or settled, their own doings";
        OwnRecord = "own_record", "Opened a person who may be themselves";
        Household = "household", "Opened a person who may live with them";
        SurnamePostcode = "surname_postcode", "Opened a person of their surname and postcode";
        Colleague = "colleague", "Opened a person who bears a colleague's name";
        FanOut = "fan_out", "Opened many more people than usual";
        Fishing = "fishing", "Searched many times, and nothing came of it";
        DormantCase = "dormant_case", "Opened an old case without a reason";
        BreakGlassRate = "break_glass_rate", "Broke the glass again and again";
        WhereaboutsRate = "whereabouts_rate", "Opened where many people live in one day";
        RecordGiven = "record_given", "A record was given in an emergency";
        NobodyLeft = "nobody_left", "Nobody is left to hear a case";
        NobodyRepresents = "nobody_represents", "Nobody is left to represent an agency in a case";
        WaitingMatch = "waiting_match", "A declaration names somebody who may be on file";
    }
}

impl AlertKind {
    /// Working days until somebody must have looked. Whoever meets their own exclusion may stand
    /// beside the victim, and a case that nobody hears is nobody's; broken glass is reviewed within
    /// two working days; the others have a week. The first and the last are defaults of Wicken's,
    /// to configure.
    pub const fn working_days(self) -> u8 {
        match self {
            Self::ExcludedHit | Self::NobodyLeft | Self::NobodyRepresents => 1,
            Self::BreakGlass | Self::OfficerOnSelf | Self::RecordGiven | Self::WaitingMatch => 2,
            Self::OwnRecord
            | Self::Household
            | Self::SurnamePostcode
            | Self::Colleague
            | Self::FanOut
            | Self::Fishing
            | Self::DormantCase
            | Self::BreakGlassRate
            | Self::WhereaboutsRate => 5,
        }
    }

    /// Whether it is told outside the agency of whoever it is about: a friend at the next desk
    /// could warn them, and an officer does not look into an officer of the same house.
    pub const fn goes_outside(self) -> bool {
        match self {
            Self::ExcludedHit | Self::OfficerOnSelf | Self::WaitingMatch => true,
            Self::BreakGlass
            | Self::OwnRecord
            | Self::Household
            | Self::SurnamePostcode
            | Self::Colleague
            | Self::FanOut
            | Self::Fishing
            | Self::DormantCase
            | Self::BreakGlassRate
            | Self::WhereaboutsRate
            | Self::RecordGiven
            // It is about nobody: whoever raises it chooses officers outside.
            | Self::NobodyLeft
            | Self::NobodyRepresents => false,
        }
    }
}

coded! {
    /// What came of an alert.
    AlertOutcome {
        PartOfWork = "part_of_work", "It was part of their work";
        OtherPerson = "other_person", "It was another person of that name or address";
        Mistake = "mistake", "It was a mistake, and they were spoken to";
        Misuse = "misuse", "It was misuse, and it is taken further";
        HandedOn = "handed_on", "It was handed to somebody else, named below";
        /// Nobody chooses it: what was decided about a declaration settles its alert.
        Decided = "decided", "It was decided about";
    }
}

/// How many characters the words about an outcome may have.
pub const WORDS_CHARS_MAX: usize = 2_000;

/// What an officer wrote about what came of an alert, trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertWords(String);

/// Why a text cannot stand as the words about an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AlertWordsRefused {
    #[error("say what you found, in a few words")]
    Empty,
    #[error("use at most {WORDS_CHARS_MAX} characters")]
    TooLong,
}

impl AlertWords {
    /// # Errors
    /// A text that is empty, or longer than [`WORDS_CHARS_MAX`].
    pub fn parse(text: &str) -> Result<Self, AlertWordsRefused> {
        let text = text.trim();
        match text.chars().count() {
            0 => Err(AlertWordsRefused::Empty),
            1..=WORDS_CHARS_MAX => Ok(Self(text.to_owned())),
            _ => Err(AlertWordsRefused::TooLong),
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
    fn the_words_about_an_outcome_are_neither_empty_nor_a_novel() {
        assert_eq!(AlertWords::parse(" \n"), Err(AlertWordsRefused::Empty));
        assert_eq!(AlertWords::parse(" her rota ").unwrap().as_str(), "her rota");
        assert!(AlertWords::parse(&"é".repeat(WORDS_CHARS_MAX)).is_ok());
        let long = "é".repeat(WORDS_CHARS_MAX + 1);
        assert_eq!(AlertWords::parse(&long), Err(AlertWordsRefused::TooLong));
    }

    #[test]
    fn whoever_meets_their_own_exclusion_is_looked_at_first_and_by_somebody_outside() {
        let soonest = AlertKind::ALL.iter().map(|kind| kind.working_days()).min();
        assert_eq!(soonest, Some(AlertKind::ExcludedHit.working_days()));
        let outside: Vec<_> = AlertKind::ALL.iter().filter(|kind| kind.goes_outside()).collect();
        let those = [&AlertKind::ExcludedHit, &AlertKind::OfficerOnSelf, &AlertKind::WaitingMatch];
        assert_eq!(outside, those);
        assert_eq!(AlertKind::BreakGlass.working_days(), 2);
    }
}
