//! A person is whom agencies hold records about; a party is one of them as one record tells of it.

pub mod answer;
pub mod equality;
mod ethnicity;
pub mod nhs_number;
pub mod party;
pub mod why;

use crate::coded::coded;

pub use answer::{Answer, Unanswered};
pub use equality::Equality;
pub use ethnicity::EthnicityList;
pub use nhs_number::{NhsNumber, NhsNumberRefused};
pub use party::{PartyDetails, Whereabouts};
pub use why::{OpeningReason, SearchPurpose};

coded! {
    /// What a party is in one incident or referral. Roles are per case: nobody *is* a perpetrator.
    PartyRole {
        Victim = "victim", "victim";
        /// Alleged, until a court says so. The suspect of an incident is one.
        Perpetrator = "perpetrator", "alleged perpetrator";
        Child = "child", "child";
    }
}

coded! {
    /// A party's sex as the agency recorded it; gender identity is a field of its own.
    Sex {
        Female = "F", "female";
        Male = "M", "male";
        Unspecified = "X", "unspecified";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sex_is_read_from_its_letter_or_its_word() {
        for text in ["F", "f", " female ", "Female"] {
            assert_eq!(Sex::from_file(text), Some(Sex::Female), "{text:?}");
        }
        assert_eq!(Sex::from_file("X"), Some(Sex::Unspecified));
        for text in ["", "  ", "1", "fm", "?"] {
            assert_eq!(Sex::from_file(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_code_is_what_json_keeps() {
        assert_eq!(serde_json::to_string(&PartyRole::Victim).unwrap(), "\"victim\"");
        assert_eq!(serde_json::from_str::<PartyRole>("\"child\"").unwrap(), PartyRole::Child);
        assert!(serde_json::from_str::<PartyRole>("\"Child\"").is_err());
    }
}
