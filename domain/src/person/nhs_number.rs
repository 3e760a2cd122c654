//! An NHS number: ten digits, the last of which checks the others.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Ten digits. Whether the last one fits the others is told and never decides: a mistyped number
/// is still evidence.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NhsNumber(String);

/// Why a text is no NHS number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NhsNumberRefused {
    #[error("an NHS number has ten digits")]
    Digits,
    #[error("an NHS number has digits only, and spaces or hyphens between them")]
    Character,
}

impl NhsNumber {
    /// Spaces and hyphens between the digits are left out: `943 476 5919`.
    pub fn parse(text: &str) -> Result<Self, NhsNumberRefused> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if !digits.chars().all(|c| c.is_ascii_digit()) {
            return Err(NhsNumberRefused::Character);
        }
        if digits.len() == 10 { Ok(Self(digits)) } else { Err(NhsNumberRefused::Digits) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The check of the NHS data dictionary, modulus 11: nine digits weighted 10 to 2; a
    /// remainder that asks for 10 is right for no number.
    pub fn is_check_digit_right(&self) -> bool {
        let digits = self.0.bytes().map(|digit| u32::from(digit - b'0'));
        let weighted = digits.zip((1..=10).rev()).map(|(digit, weight)| digit * weight);
        // The check digit itself has the weight 1, so that a right number sums to 0.
        weighted.sum::<u32>() % 11 == 0
    }
}

/// Danger: the number is a person's. What a log shows of it is that there is one.
impl fmt::Debug for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NhsNumber(..)")
    }
}

impl TryFrom<String> for NhsNumber {
    type Error = NhsNumberRefused;

    fn try_from(text: String) -> Result<Self, NhsNumberRefused> {
        Self::parse(&text)
    }
}

impl From<NhsNumber> for String {
    fn from(number: NhsNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_of_the_data_dictionary_s_example_is_right_and_every_other_is_wrong() {
        for last in 0..=9 {
            let number = NhsNumber::parse(&format!("943476591{last}")).unwrap();
            assert_eq!(number.is_check_digit_right(), last == 9, "{last}");
        }
        assert!(!NhsNumber::parse("1234567890").unwrap().is_check_digit_right());
    }

    #[test]
    fn a_number_whose_check_would_be_10_is_right_with_no_digit() {
        // 9 * 10 + 4 * 9 + 3 * 8 + 4 * 7 + 7 * 6 + 6 * 5 + 5 * 4 + 1 = 1 modulo 11.
        let rest = (0..100)
            .map(|two| format!("9434765{two:02}"))
            .find(|nine| {
                let weights = (2..=10).rev();
                let sum: u32 =
                    nine.bytes().zip(weights).map(|(d, weight)| u32::from(d - b'0') * weight).sum();
                sum % 11 == 1
            })
            .unwrap();
        for last in 0..=9 {
            let number = NhsNumber::parse(&format!("{rest}{last}")).unwrap();
            assert!(!number.is_check_digit_right());
        }
    }

    #[test]
    fn spaces_and_hyphens_are_left_out_and_nothing_else() {
        assert_eq!(NhsNumber::parse(" 943 476-5919 ").unwrap().as_str(), "9434765919");
        for (text, refused) in [
            ("", NhsNumberRefused::Digits),
            ("943476591", NhsNumberRefused::Digits),
            ("94347659199", NhsNumberRefused::Digits),
            ("943476591X", NhsNumberRefused::Character),
            ("٩434765919", NhsNumberRefused::Character),
        ] {
            assert_eq!(NhsNumber::parse(text), Err(refused), "{text:?}");
        }
    }

    #[test]
    fn a_number_does_not_show_itself_in_a_log() {
        let number = NhsNumber::parse("9434765919").unwrap();
        assert!(!format!("{number:?}").contains("943"));
    }
}
