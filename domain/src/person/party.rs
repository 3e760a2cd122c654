//! One party of an incident or a referral, as one agency's file tells of it.

use std::{collections::BTreeMap, fmt};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Equality, NhsNumber, Sex};

/// What an agency's file says of one party. Empty cells are `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PartyDetails {
    /// The agency's own number of the person.
    pub own_ref: Option<String>,
    pub given_names: Option<String>,
    pub family_name: Option<String>,
    /// Aliases and former names.
    pub other_names: Vec<String>,
    pub date_of_birth: Option<Date>,
    /// In years, where no date of birth is known.
    pub age: Option<u8>,
    pub date_of_death: Option<Date>,
    pub sex: Option<Sex>,
    pub nhs_number: Option<NhsNumber>,
    pub equality: Equality,
    pub whereabouts: Whereabouts,
    /// Cells that could not be read, as they came: the column without its `victim_` and the like,
    /// and the text. Danger: a postcode or a telephone number may stand here; keep it sealed.
    pub odd: BTreeMap<String, String>,
}

/// What gives a place away. Kept sealed, apart from the person.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Whereabouts {
    pub address: Option<String>,
    /// In capitals, with one space: `CB1 2AB`.
    pub postcode: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
}

impl PartyDetails {
    /// Whether anything tells who this is: a name, a date of birth or the agency's own number. A
    /// party without is *unnamed*: kept, counted, never linked.
    pub fn is_named(&self) -> bool {
        self.own_ref.is_some()
            || self.given_names.is_some()
            || self.family_name.is_some()
            || self.date_of_birth.is_some()
    }

    /// Whether two rows of one record speak of one party: the agency gives both one number, or
    /// says the very same of both. Two unnamed parties are two.
    pub fn is_same_party(&self, other: &Self) -> bool {
        let same_ref = self.own_ref.is_some() && self.own_ref == other.own_ref;
        same_ref || (self.is_named() && self == other)
    }

    /// Whether the file says nothing at all of this party.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Whereabouts {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Danger: a log must not give a place away. It shows which fields are filled.
impl fmt::Debug for Whereabouts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Whereabouts")
            .field("address", &self.address.is_some())
            .field("postcode", &self.postcode.is_some())
            .field("phone", &self.phone.is_some())
            .field("email", &self.email.is_some())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_name_a_birthday_or_a_number_makes_a_party_named_and_nothing_else_does() {
        let party = PartyDetails::default;
        assert!(PartyDetails { own_ref: Some("P1".into()), ..party() }.is_named());
        assert!(PartyDetails { given_names: Some("Asha".into()), ..party() }.is_named());
        assert!(PartyDetails { family_name: Some("Rao".into()), ..party() }.is_named());
        assert!(PartyDetails { date_of_birth: Some(date(1980, 2, 29)), ..party() }.is_named());
        assert!(!party().is_named());
        let address = Some("1 Mill Lane".into());
        let whereabouts = Whereabouts { address, ..Whereabouts::default() };
        let unnamed = PartyDetails { age: Some(40), sex: Some(Sex::Male), whereabouts, ..party() };
        assert!(!unnamed.is_named());
        assert!(!unnamed.is_empty());
    }

    #[test]
    fn one_number_or_the_very_same_details_are_one_party_and_two_unnamed_ones_are_two() {
        let rao = PartyDetails { family_name: Some("Rao".into()), ..PartyDetails::default() };
        let own_ref = Some("P1".to_owned());
        let first = PartyDetails { own_ref: own_ref.clone(), ..rao.clone() };
        let again = PartyDetails { own_ref, ..PartyDetails::default() };
        assert!(first.is_same_party(&again));
        assert!(rao.is_same_party(&rao.clone()));
        assert!(!rao.is_same_party(&first));
        assert!(!PartyDetails::default().is_same_party(&PartyDetails::default()));
    }

    #[test]
    fn whereabouts_do_not_show_themselves_in_a_log() {
        let phone = Some("07700 900123".to_owned());
        let whereabouts = Whereabouts { phone, ..Whereabouts::default() };
        let shown = format!("{whereabouts:?}");
        assert!(shown.contains("phone: true") && !shown.contains("0770"), "{shown}");
    }
}
