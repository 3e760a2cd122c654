//! Whom a search asks for, as far as the asker knows.

use crate::error::Refused;
use domain::person::{NhsNumber, SearchPurpose};
use jiff::civil::Date;
use linkage::online::{Born, Known};

/// A search: whom it asks for and what for.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    pub purpose: SearchPurpose,
    pub sought: Sought,
}

/// What is known of somebody who is sought; empty where it is not known.
#[derive(Clone, Default)]
pub struct Sought {
    pub given_names: String,
    /// Today's or an earlier one.
    pub family_name: String,
    pub born: Option<BirthPart>,
    pub nhs_number: Option<NhsNumber>,
    pub postcode: String,
    pub phone: String,
}

/// A date of birth, or as much of it as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BirthPart {
    Day(Date),
    Month { year: i16, month: i8 },
    Year(i16),
}

/// Characters of one field: more is no name, and would only be work.
const CHARS_MOST: usize = 120;

/// The years in which somebody can have been born of whom a MARAC hears.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2200;

impl BirthPart {
    /// From the three fields of a form; nothing where all are empty.
    ///
    /// # Errors
    /// [`Refused::SearchBirth`].
    pub fn parse(day: &str, month: &str, year: &str) -> Result<Option<BirthPart>, Refused> {
        let number = |text: &str| match text.trim() {
            "" => Ok(None),
            digits => digits.parse::<i16>().map(Some).map_err(|_| Refused::SearchBirth),
        };
        let small = |number: i16| i8::try_from(number).map_err(|_| Refused::SearchBirth);
        let (day, month, year) = (number(day)?, number(month)?, number(year)?);
        if year.is_some_and(|year| !YEARS.contains(&year)) {
            return Err(Refused::SearchBirth);
        }
        match (day, month, year) {
            (None, None, None) => Ok(None),
            (None, None, Some(year)) => Ok(Some(BirthPart::Year(year))),
            (None, Some(month @ 1..=12), Some(year)) => {
                Ok(Some(BirthPart::Month { year, month: small(month)? }))
            }
            (Some(day), Some(month), Some(year)) => Date::new(year, small(month)?, small(day)?)
                .map(|day| Some(BirthPart::Day(day)))
                .map_err(|_| Refused::SearchBirth),
            _ => Err(Refused::SearchBirth),
        }
    }

    /// `1984-03-09`, `1984-03` or `1984`.
    ///
    /// # Errors
    /// [`Refused::SearchBirth`].
    pub fn from_text(text: &str) -> Result<BirthPart, Refused> {
        let mut parts = text.split('-');
        let mut part = |length: usize| match parts.next() {
            None => Ok(""),
            Some(digits) if digits.len() == length => Ok(digits),
            Some(_) => Err(Refused::SearchBirth),
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let found = BirthPart::parse(day, month, year)?;
        found.filter(|_| parts.next().is_none() && is_plain).ok_or(Refused::SearchBirth)
    }
}

/// As linkage reads a day.
pub(super) fn born(day: Date) -> Born {
    Born::Day { year: year(day.year()), month: number(day.month()), day: number(day.day()) }
}

/// As linkage reads an age on a day.
pub(super) fn born_by_age(on: Date, age: i64) -> Born {
    Born::from_age(year(on.year()), u8::try_from(age).unwrap_or(u8::MAX))
}

fn year(year: i16) -> u16 {
    u16::try_from(year).unwrap_or_default()
}

fn number(number: i8) -> u8 {
    u8::try_from(number).unwrap_or_default()
}

impl Sought {
    /// As linkage reads it.
    pub(super) fn known(&self) -> Known<'_> {
        Known {
            given_names: &self.given_names,
            family_name: &self.family_name,
            born: self.born.map(|part| match part {
                BirthPart::Day(day) => born(day),
                BirthPart::Month { year, month } => {
                    Born::Month { year: self::year(year), month: number(month) }
                }
                BirthPart::Year(year) => Born::Year(self::year(year)),
            }),
            national_id: self.nhs_number.as_ref().map_or("", NhsNumber::as_str),
            postcode: &self.postcode,
            phone: &self.phone,
            ..Known::default()
        }
    }

    /// Whether it asks for where somebody is: whom it finds lives there, or is reached there.
    #[must_use]
    pub(super) fn is_by_place(&self) -> bool {
        is_given(&self.postcode) || is_given(&self.phone)
    }

    /// Whether so much is given that few fit it, a given name alone would list a county; and no
    /// more than a name can be. What is missing is told by the fields that the asker has: not all
    /// may search by place.
    pub(super) fn check(&self, may_search_by_place: bool) -> Result<(), Refused> {
        let texts = [&self.given_names, &self.family_name, &self.postcode, &self.phone];
        if texts.iter().any(|text| CHARS_MOST < text.chars().count()) {
            return Err(Refused::SearchTooLong);
        }
        if self.is_by_place() && !may_search_by_place {
            return Err(Refused::SearchByPlace);
        }
        let (given, family) = (is_given(&self.given_names), is_given(&self.family_name));
        let has_day = matches!(self.born, Some(BirthPart::Day(_)));
        let is_enough = self.nhs_number.is_some()
            || is_given(&self.phone)
            || (given && family)
            || (given || family) && (has_day || is_given(&self.postcode));
        match (is_enough, may_search_by_place) {
            (true, _) => Ok(()),
            (false, true) => Err(Refused::SearchTooLittle),
            (false, false) => Err(Refused::SearchTooLittleByName),
        }
    }

    /// Whether so much is given that whoever is meant is told from their namesakes: by the NHS
    /// number, or by both names and a day of birth. A telephone is a household's.
    pub(super) fn is_enough_to_decide(&self) -> bool {
        let has_day = matches!(self.born, Some(BirthPart::Day(_)));
        let has_names = is_given(&self.given_names) && is_given(&self.family_name);
        self.nhs_number.is_some() || has_names && has_day
    }
}

fn is_given(text: &str) -> bool {
    !text.trim().is_empty()
}

/// Danger: whom somebody looks for is no matter for a log.
impl std::fmt::Debug for Sought {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sought(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_date_of_birth_is_whole_or_a_month_or_a_year() {
        let day = Some(BirthPart::Day(date(1984, 3, 9)));
        assert_eq!(BirthPart::parse("9", "03", " 1984 "), Ok(day));
        let month = Some(BirthPart::Month { year: 1984, month: 3 });
        assert_eq!(BirthPart::parse("", "3", "1984"), Ok(month));
        assert_eq!(BirthPart::parse("", "", "1984"), Ok(Some(BirthPart::Year(1984))));
        assert_eq!(BirthPart::parse("", " ", ""), Ok(None));
        for (day, month, year) in [
            ("9", "", "1984"),
            ("9", "3", ""),
            ("31", "2", "1984"),
            ("", "13", "1984"),
            ("", "", "84"),
            ("", "", "1849"),
            ("x", "3", "1984"),
        ] {
            let refused = Err(Refused::SearchBirth);
            assert_eq!(BirthPart::parse(day, month, year), refused, "{day} {month} {year}");
        }
    }

    #[test]
    fn programs_write_it_with_hyphens_and_in_one_way() {
        assert_eq!(BirthPart::from_text("1984-03-09"), Ok(BirthPart::Day(date(1984, 3, 9))));
        assert_eq!(BirthPart::from_text("1984"), Ok(BirthPart::Year(1984)));
        for text in ["", "84", "1984-3", "1984-03-09-1", "1984-13", "+984", "1984-03-09T00"] {
            assert_eq!(BirthPart::from_text(text), Err(Refused::SearchBirth), "{text}");
        }
    }

    #[test]
    fn an_nhs_number_decides_and_so_do_both_names_with_the_day_of_birth_and_nothing_less() {
        let day = Some(BirthPart::Day(date(1984, 3, 9)));
        let year = Some(BirthPart::Year(1984));
        for (given, family, born, phone, decides) in [
            ("Asha", "Rao", day, "", true),
            ("Asha", "Rao", year, "", false),
            ("Asha", "Rao", None, "", false),
            ("", "Rao", day, "", false),
            ("Asha", " ", day, "", false),
            ("", "", None, "07700 900123", false),
        ] {
            let sought = Sought {
                given_names: given.to_owned(),
                family_name: family.to_owned(),
                born,
                phone: phone.to_owned(),
                ..Sought::default()
            };
            assert_eq!(sought.is_enough_to_decide(), decides, "{given} {family} {born:?}");
        }
        let nhs_number = NhsNumber::parse("943 476 5919").ok();
        assert!(Sought { nhs_number, ..Sought::default() }.is_enough_to_decide());
    }

    #[test]
    fn a_name_alone_is_too_little_and_a_second_field_is_enough() {
        let may_search_by_place = true;
        let is_enough = |sought: &Sought| sought.check(may_search_by_place).is_ok();
        let family = Sought { family_name: "Rao".to_owned(), ..Sought::default() };
        assert!(!is_enough(&family) && !is_enough(&Sought::default()));
        let year = Sought { born: Some(BirthPart::Year(1984)), ..family.clone() };
        assert!(!is_enough(&year));
        let day = Sought { born: Some(BirthPart::Day(date(1984, 3, 9))), ..family.clone() };
        assert!(is_enough(&day));
        assert!(is_enough(&Sought { given_names: "Asha".to_owned(), ..family.clone() }));
        assert!(is_enough(&Sought { postcode: "CB1 1AA".to_owned(), ..family }));
        assert!(is_enough(&Sought { phone: "07700 900123".to_owned(), ..Sought::default() }));
        assert!(!is_enough(&Sought { postcode: "CB1 1AA".to_owned(), ..Sought::default() }));
        let long = |length| Sought { phone: "0".repeat(length), ..Sought::default() };
        assert!(is_enough(&long(120)) && !is_enough(&long(121)));
    }
}
