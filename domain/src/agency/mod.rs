//! An agency is a body that works in the partnership and whose staff use Wicken.

pub mod name;

use std::fmt;

use thiserror::Error;

use crate::coded::coded;

pub use name::{AgencyName, NAME_CHARS_MAX, NameRefused};

coded! {
    /// What sort of body an agency is; the codes are those of the exchange formats.
    AgencyKind {
        /// The body that runs Wicken for all the others.
        Partnership = "partnership", "partnership body";
        Police = "police", "police";
        IdvaService = "idva", "IDVA service";
        ChildrensSocialCare = "childrens_social_care", "children's social care";
        AdultSocialCare = "adult_social_care", "adult social care";
        PrimaryCare = "primary_care", "primary care";
        SecondaryCare = "secondary_care", "secondary care";
        MentalHealth = "mental_health", "mental health";
        Probation = "probation", "probation";
        Education = "education", "education";
        Housing = "housing", "housing";
        /// Multi-agency safeguarding hub.
        Mash = "mash", "safeguarding hub (MASH)";
        SubstanceMisuse = "substance_misuse", "drug and alcohol service";
        VoluntarySector = "voluntary_sector", "voluntary sector";
        Courts = "courts", "courts";
        Other = "other", "other";
    }
}

coded! {
    /// Whether an agency's staff may use Wicken at present.
    AgencyStatus {
        Active = "active", "active";
        Suspended = "suspended", "suspended";
    }
}

/// The short name by which an agency's own files and systems call it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgencyCode(String);

/// Why a text is no agency code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AgencyCodeRefused {
    #[error("the agency code is too short: give at least 2 characters")]
    TooShort,
    #[error("the agency code is too long: give at most 40 characters")]
    TooLong,
    #[error("the agency code holds other characters: use letters A to Z, digits, - and _")]
    Character,
}

impl AgencyCode {
    /// Codes are compared as written: `CAMBS-IDVA` and `cambs-idva` are two agencies.
    pub fn parse(text: &str) -> Result<Self, AgencyCodeRefused> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if !text.chars().all(plain) {
            return Err(AgencyCodeRefused::Character);
        }
        match text.len() {
            0..2 => Err(AgencyCodeRefused::TooShort),
            2..=40 => Ok(Self(text.to_owned())),
            41.. => Err(AgencyCodeRefused::TooLong),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AgencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn check(text: &str, expected: Result<(), AgencyCodeRefused>) {
        let parsed = AgencyCode::parse(text);
        assert_eq!(parsed.clone().map(|_| ()), expected, "{text:?}");
        if let Ok(code) = parsed {
            assert_eq!(code.as_str(), text);
        }
    }

    #[test]
    fn an_agency_code_has_2_to_40_plain_characters() {
        check("a", Err(AgencyCodeRefused::TooShort));
        check("", Err(AgencyCodeRefused::TooShort));
        check("ab", Ok(()));
        check("CAMBS-IDVA_2", Ok(()));
        check(&"x".repeat(40), Ok(()));
        check(&"x".repeat(41), Err(AgencyCodeRefused::TooLong));
    }

    #[test]
    fn an_agency_code_holds_nothing_else() {
        for text in ["a b", " ab", "a.b", "a/b", "é1", "ab\n", "a\u{202e}b"] {
            check(text, Err(AgencyCodeRefused::Character));
        }
    }

    #[test]
    fn agency_codes_are_compared_as_written() {
        assert_ne!(AgencyCode::parse("Police"), AgencyCode::parse("police"));
    }

    #[test]
    fn every_kind_of_agency_has_its_own_code_and_is_found_by_it() {
        let codes: BTreeSet<_> = AgencyKind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes.len(), 16);
        for kind in AgencyKind::ALL {
            assert_eq!(AgencyKind::from_code(kind.code()), Some(*kind));
        }
        assert_eq!(AgencyKind::from_code("idva"), Some(AgencyKind::IdvaService));
        assert_eq!(AgencyKind::from_code("Idva"), None);
    }
}
