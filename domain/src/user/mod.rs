//! A user is a person who uses Wicken: a member of one agency's staff, in one role.

pub mod email;
pub mod password;
pub mod role;
pub mod status;

use std::fmt;

use crate::agency::name::parse_name;

pub use crate::agency::NameRefused;
pub use email::{EmailAddress, EmailRefused};
pub use password::{PasswordRefused, check_password};
pub use role::Role;
pub use status::{StepRefused, UserStatus, UserStep};

/// The name by which colleagues know a user.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DisplayName(String);

impl DisplayName {
    pub fn parse(text: &str) -> Result<Self, NameRefused> {
        parse_name(text).map(Self)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_display_name_keeps_the_rule_of_names() {
        assert_eq!(DisplayName::parse(" Asha Rao ").unwrap().as_str(), "Asha Rao");
        assert_eq!(DisplayName::parse("  "), Err(NameRefused::Empty));
        assert_eq!(DisplayName::parse("Asha\u{202e}"), Err(NameRefused::HiddenCharacter));
    }
}
