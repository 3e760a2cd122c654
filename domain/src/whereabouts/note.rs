//! One address, school or number of somebody, as it is written down to be sealed.

use crate::coded::coded;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

coded! {
    /// What kind of whereabouts somebody wrote down.
    WhereaboutsClass {
        Current = "current", "Where they live now";
        Former = "former", "Where they lived before";
        Refuge = "refuge", "Refuge";
        School = "school", "School or nursery";
        Gp = "gp", "GP";
        Workplace = "workplace", "Where they work";
        Phone = "phone", "Phone";
        Email = "email", "E-mail";
        OtherContact = "other_contact", "Another way to reach them";
    }
}

/// How many characters an address or number may have.
pub const WHEREABOUTS_CHARS_MAX: usize = 500;
/// How many characters the words about safe contact may have.
pub const SAFE_CONTACT_CHARS_MAX: usize = 300;

/// One thing that somebody wrote down of where a person is. Danger: it never shows itself in a log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhereaboutsNote {
    pub class: WhereaboutsClass,
    text: String,
    /// How to reach them without harm: "text only, before 3 pm".
    safe_contact: Option<String>,
    from: Option<Date>,
    until: Option<Date>,
}

/// Why something cannot stand as whereabouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WhereaboutsRefused {
    #[error("choose what it is")]
    Class,
    #[error("write it down, in at most {WHEREABOUTS_CHARS_MAX} characters")]
    Text,
    #[error("use at most {SAFE_CONTACT_CHARS_MAX} characters about safe contact")]
    SafeContact,
    #[error("it cannot end before it begins: mend one of the two dates")]
    Days,
}

impl WhereaboutsNote {
    /// # Errors
    /// [`WhereaboutsRefused`], the first that holds.
    pub fn new(
        class: WhereaboutsClass,
        (text, safe_contact): (&str, &str),
        (from, until): (Option<Date>, Option<Date>),
    ) -> Result<Self, WhereaboutsRefused> {
        let (text, safe_contact) = (text.trim(), safe_contact.trim());
        if text.is_empty() || WHEREABOUTS_CHARS_MAX < text.chars().count() {
            return Err(WhereaboutsRefused::Text);
        }
        if SAFE_CONTACT_CHARS_MAX < safe_contact.chars().count() {
            return Err(WhereaboutsRefused::SafeContact);
        }
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            return Err(WhereaboutsRefused::Days);
        }
        let safe_contact = Some(safe_contact).filter(|words| !words.is_empty());
        let safe_contact = safe_contact.map(str::to_owned);
        Ok(Self { class, text: text.to_owned(), safe_contact, from, until })
    }

    /// The same, ended on a day.
    ///
    /// # Errors
    /// [`WhereaboutsRefused::Days`] where it began later.
    pub fn ended(&self, on: Date) -> Result<Self, WhereaboutsRefused> {
        match self.from.is_some_and(|from| on < from) {
            true => Err(WhereaboutsRefused::Days),
            false => Ok(Self { until: Some(on), ..self.clone() }),
        }
    }

    /// Whether it holds on a day; the day on which it ended is the last one.
    pub fn is_current(&self, on: Date) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until)
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn safe_contact(&self) -> Option<&str> {
        self.safe_contact.as_deref()
    }

    pub fn from(&self) -> Option<Date> {
        self.from
    }

    pub fn until(&self) -> Option<Date> {
        self.until
    }
}

impl fmt::Debug for WhereaboutsNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WhereaboutsNote").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn note(
        text: &str,
        safe: &str,
        days: (Option<Date>, Option<Date>),
    ) -> Result<(), WhereaboutsRefused> {
        WhereaboutsNote::new(WhereaboutsClass::Phone, (text, safe), days).map(drop)
    }

    #[test]
    fn a_note_is_neither_empty_nor_a_novel_and_ends_after_it_begins() {
        let day = |day| Some(date(2026, 11, day));
        assert_eq!(note(" \n", "", (None, None)), Err(WhereaboutsRefused::Text));
        assert_eq!(note(&"é".repeat(500), &"é".repeat(300), (day(3), day(3))), Ok(()));
        assert_eq!(note(&"é".repeat(501), "", (None, None)), Err(WhereaboutsRefused::Text));
        let long = "é".repeat(301);
        assert_eq!(note("a", &long, (None, None)), Err(WhereaboutsRefused::SafeContact));
        assert_eq!(note("a", "", (day(3), day(2))), Err(WhereaboutsRefused::Days));
    }

    #[test]
    fn a_note_holds_from_its_first_day_to_its_last_and_never_shows_itself() {
        let days = (Some(date(2026, 11, 2)), None);
        let made = WhereaboutsNote::new(WhereaboutsClass::Current, (" 4 Orchard Row ", " "), days);
        let made = made.unwrap();
        assert_eq!((made.text(), made.safe_contact()), ("4 Orchard Row", None));
        assert!(!made.is_current(date(2026, 11, 1)) && made.is_current(date(2026, 11, 2)));
        assert_eq!(made.ended(date(2026, 11, 1)), Err(WhereaboutsRefused::Days));
        let ended = made.ended(date(2026, 11, 2)).unwrap();
        assert!(ended.is_current(date(2026, 11, 2)) && !ended.is_current(date(2026, 11, 3)));
        assert!(!format!("{ended:?}").contains("Orchard"));
    }
}
