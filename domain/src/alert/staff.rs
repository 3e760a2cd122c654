//! What is known of whoever looks, and of whom they looked at.
//!
//! Of its users Wicken knows a name and an e-mail address, and no home. A home is known only where
//! an agency recorded somebody of the user's own name or address of e-mail: so *own record* sees
//! those two, and *household* and *surname and postcode* see only users who are on file
//! themselves, or a namesake of theirs. *Colleague* sees names.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::name::letters;
use crate::ids::{PersonId, UserId};

/// Somebody who uses Wicken, as detectors see them.
#[derive(Clone, Debug, PartialEq)]
pub struct Staff {
    pub user: UserId,
    pub name: String,
    /// People with a record that holds the user's own e-mail address.
    pub by_email: BTreeSet<PersonId>,
    /// Where people live who bear the user's name, or who have the user's e-mail address.
    pub homes: Vec<Home>,
    /// The names of everybody else of the agency.
    pub colleagues: Vec<String>,
    /// Different people whom the user opens on a day on which they open any, in tenths; nothing
    /// where there is no past to count.
    pub usual_tenths: Option<u32>,
    /// Likewise of everybody of the role.
    pub role_usual_tenths: Option<u32>,
    /// Whether the user's work is to check others.
    pub is_officer: bool,
}

/// A home, as it was recorded.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Home {
    pub postcode: String,
    pub address: String,
}

/// What is known of a person whom somebody looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersonFacts {
    /// In full, former and other names too.
    pub names: Vec<String>,
    pub homes: Vec<Home>,
    /// The day of the last incident, referral or meeting.
    pub last_case: Option<Date>,
}

/// Danger: where somebody lives. Nothing of it is printed.
impl std::fmt::Debug for Home {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Home")
    }
}

impl Home {
    pub(super) fn has_postcode_of(&self, other: &Home) -> bool {
        let own = letters(&self.postcode);
        !own.is_empty() && own == letters(&other.postcode)
    }

    /// The same address, with the same postcode as far as both have one.
    pub(super) fn is_home_of(&self, other: &Home) -> bool {
        let own = letters(&self.address);
        let postcodes = [&self.postcode, &other.postcode];
        let has_both = postcodes.iter().all(|postcode| !letters(postcode).is_empty());
        !own.is_empty()
            && own == letters(&other.address)
            && (!has_both || self.has_postcode_of(other))
    }
}

impl Staff {
    /// Somebody of whom nothing but the name is known.
    pub fn named(user: UserId, name: &str) -> Staff {
        Staff {
            user,
            name: name.to_owned(),
            by_email: BTreeSet::new(),
            homes: Vec::new(),
            colleagues: Vec::new(),
            usual_tenths: None,
            role_usual_tenths: None,
            is_officer: false,
        }
    }

    /// What a day usually brings, in whole people: the more of the own past and of the role.
    pub(super) fn usual_day(&self) -> u32 {
        let tenths = self.usual_tenths.max(self.role_usual_tenths).unwrap_or(0);
        tenths.div_ceil(10)
    }
}
