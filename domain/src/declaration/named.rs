//! What somebody declares: the people whom they know, and how they know them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::coded::coded;

coded! {
    /// How somebody who uses Wicken knows whom they declare.
    Tie {
        Family = "family", "I am related to them, or am or was their partner";
        Household = "household", "I live with them, or did";
        Knows = "knows", "I know them: a friend, a neighbour, a colleague";
        PartyWith = "party_with", "They and I were parties to one case or incident";
        /// Nothing is shut of this person: the other party's case is.
        ActsFor = "acts_for", "I act for them, as their worker, advocate or lawyer";
    }
}

/// People whom one declaration names at most: more would be an address book.
pub const PEOPLE_MOST: usize = 20;
/// Characters of a name, or of the earlier names together.
pub const NAME_CHARS_MAX: usize = 120;
/// Characters of the words about how they are known.
pub const WORDS_CHARS_MAX: usize = 500;
/// The years in which somebody can be born whom somebody alive knows.
pub const BORN_YEARS: std::ops::RangeInclusive<i16> = 1880..=2200;

/// Somebody whom a declaration names. Danger: it is read by whoever decides, and by nobody else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredPerson {
    pub given_names: String,
    pub family_name: String,
    /// Family names that they had before.
    pub former_names: Vec<String>,
    pub born: Option<Date>,
    pub tie: Tie,
    /// Empty where there is no more to say.
    pub words: String,
}

/// The texts of one person of a form.
#[derive(Clone, Copy, Default)]
pub struct DeclaredTexts<'t> {
    pub given_names: &'t str,
    pub family_name: &'t str,
    /// Parted by commas.
    pub former_names: &'t str,
    pub words: &'t str,
}

/// What somebody declared: whom they know, or nobody. Danger: as [`DeclaredPerson`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffDeclaration {
    /// Their own date of birth, where they gave it: the directory has none.
    pub born: Option<Date>,
    pub people: Vec<DeclaredPerson>,
}

/// Why something cannot be declared like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DeclarationRefused {
    #[error("give both names, or one name and the date of birth")]
    TooLittle,
    #[error("a name has at most {NAME_CHARS_MAX} characters")]
    NameTooLong,
    #[error("use at most {WORDS_CHARS_MAX} characters")]
    WordsTooLong,
    #[error("nobody is born then: check the date of birth")]
    Born,
    #[error("name at most {PEOPLE_MOST} people")]
    TooMany,
}

impl DeclaredPerson {
    /// # Errors
    /// Names by which nobody can be told apart, and texts that are too long.
    pub fn parse(
        texts: DeclaredTexts<'_>,
        born: Option<Date>,
        tie: Tie,
    ) -> Result<Self, DeclarationRefused> {
        let (given, family) = (texts.given_names.trim(), texts.family_name.trim());
        let is_long = |text: &str, most: usize| most < text.chars().count();
        if [given, family, texts.former_names].iter().any(|text| is_long(text, NAME_CHARS_MAX)) {
            return Err(DeclarationRefused::NameTooLong);
        }
        if is_long(texts.words.trim(), WORDS_CHARS_MAX) {
            return Err(DeclarationRefused::WordsTooLong);
        }
        check_born(born)?;
        let former: Vec<String> = texts
            .former_names
            .split(',')
            .map(str::trim)
            .map(str::to_owned)
            .filter(|name| !name.is_empty())
            .collect();
        let has_one = !given.is_empty() || !family.is_empty();
        let has_both = !(given.is_empty() || family.is_empty() && former.is_empty());
        if !(has_both || has_one && born.is_some()) {
            return Err(DeclarationRefused::TooLittle);
        }
        Ok(Self {
            given_names: given.to_owned(),
            family_name: family.to_owned(),
            former_names: former,
            born,
            tie,
            words: texts.words.trim().to_owned(),
        })
    }

    /// The family names under which they may be on file, today's first.
    pub fn family_names(&self) -> impl Iterator<Item = &str> {
        let former = self.former_names.iter().map(String::as_str);
        // With nothing but a given name, that is what there is to look for.
        let today = Some(self.family_name.as_str());
        today
            .filter(|name| !name.is_empty() || self.former_names.is_empty())
            .into_iter()
            .chain(former)
    }
}

impl StaffDeclaration {
    /// # Errors
    /// More than [`PEOPLE_MOST`] people, and a date of birth of nobody alive.
    pub fn new(
        born: Option<Date>,
        people: Vec<DeclaredPerson>,
    ) -> Result<Self, DeclarationRefused> {
        check_born(born)?;
        if PEOPLE_MOST < people.len() {
            return Err(DeclarationRefused::TooMany);
        }
        Ok(Self { born, people })
    }
}

fn check_born(born: Option<Date>) -> Result<(), DeclarationRefused> {
    match born {
        Some(born) if !BORN_YEARS.contains(&born.year()) => Err(DeclarationRefused::Born),
        Some(_) | None => Ok(()),
    }
}

/// Danger: whom somebody knows is no matter for a log.
impl std::fmt::Debug for DeclaredPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeclaredPerson(..)")
    }
}

/// Danger: as above, and of how many.
impl std::fmt::Debug for StaffDeclaration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StaffDeclaration(..)")
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn texts<'t>(given: &'t str, family: &'t str, former: &'t str) -> DeclaredTexts<'t> {
        DeclaredTexts { given_names: given, family_name: family, former_names: former, words: "" }
    }

    fn parse(texts: DeclaredTexts<'_>) -> Result<DeclaredPerson, DeclarationRefused> {
        DeclaredPerson::parse(texts, None, Tie::Knows)
    }

    #[test]
    fn somebody_is_named_by_two_names_or_by_one_and_a_birthday() {
        assert!(parse(texts("Asha", "Rao", "")).is_ok());
        assert!(parse(texts("Asha", "", "Mehta")).is_ok());
        for (given, family) in [("Asha", ""), ("", "Rao"), (" ", "")] {
            let few = texts(given, family, "");
            assert_eq!(parse(few), Err(DeclarationRefused::TooLittle), "{given} {family}");
        }
        let born = Some(date(1984, 3, 9));
        let by_day = |texts| DeclaredPerson::parse(texts, born, Tie::Knows);
        assert!(by_day(texts("Asha", "", "")).is_ok() && by_day(texts("", "Rao", "")).is_ok());
        assert_eq!(by_day(texts("", " ", "")), Err(DeclarationRefused::TooLittle));
    }

    #[test]
    fn earlier_names_are_looked_for_after_todays() {
        let names = |person: &DeclaredPerson| {
            person.family_names().map(str::to_owned).collect::<Vec<_>>().join("|")
        };
        let person = parse(texts(" Asha ", " Rao", "Mehta, , Shah ")).unwrap();
        assert_eq!(
            (person.given_names.as_str(), names(&person).as_str()),
            ("Asha", "Rao|Mehta|Shah")
        );
        assert_eq!(names(&parse(texts("Asha", "", "Mehta")).unwrap()), "Mehta");
        let born = Some(date(1984, 3, 9));
        let given = DeclaredPerson::parse(texts("Asha", "", ""), born, Tie::Family).unwrap();
        assert_eq!(names(&given), "");
        assert_eq!(given.family_names().count(), 1);
    }

    #[test]
    fn a_text_is_as_long_as_the_bound_and_no_longer() {
        let long = "é".repeat(NAME_CHARS_MAX + 1);
        assert!(parse(texts(&long[2..], "Rao", "")).is_ok());
        for texts in [texts(&long, "Rao", ""), texts("A", &long, ""), texts("A", "Rao", &long)] {
            assert_eq!(parse(texts), Err(DeclarationRefused::NameTooLong));
        }
        let words = "é".repeat(WORDS_CHARS_MAX + 1);
        let with = |words| DeclaredTexts { words, ..texts("Asha", "Rao", "") };
        assert!(parse(with(&words[2..])).is_ok());
        assert_eq!(parse(with(&words)), Err(DeclarationRefused::WordsTooLong));
    }

    #[test]
    fn a_declaration_names_nobody_or_some_and_no_address_book() {
        let person = parse(texts("Asha", "Rao", "")).unwrap();
        let of = |count| StaffDeclaration::new(None, vec![person.clone(); count]);
        assert!(of(0).is_ok() && of(PEOPLE_MOST).is_ok());
        assert_eq!(of(PEOPLE_MOST + 1), Err(DeclarationRefused::TooMany));
        for (year, is_one) in [(1879, false), (1880, true), (2200, true), (2201, false)] {
            let declared = StaffDeclaration::new(Some(date(year, 1, 1)), Vec::new());
            assert_eq!(declared.is_ok(), is_one, "{year}");
        }
    }

    #[test]
    fn what_is_declared_shows_in_no_log_and_comes_back_as_it_was_sealed() {
        let person = parse(texts("Asha", "Rao", "Mehta")).unwrap();
        let declared = StaffDeclaration::new(Some(date(1984, 3, 9)), vec![person]).unwrap();
        assert_eq!(
            format!("{declared:?} {:?}", declared.people[0]),
            "StaffDeclaration(..) DeclaredPerson(..)"
        );
        let spelt = serde_json::to_vec(&declared).unwrap();
        assert_eq!(serde_json::from_slice::<StaffDeclaration>(&spelt).unwrap(), declared);
    }
}
