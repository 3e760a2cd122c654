//! Who asks, what it is about, and what else is true at that moment.

use std::fmt;

use thiserror::Error;
use uuid::Uuid;

use super::class::FieldClass;
use crate::ids::{AgencyId, AlertId, LinkId, PersonId, UserId};
use crate::user::Role;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    User(UserActor),
    Operator(OperatorName),
}

/// A signed-in user, as the rules see one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UserActor {
    pub id: UserId,
    pub role: Role,
    pub agency: AgencyId,
    /// True when the user's agency is the body that runs Wicken for the others.
    pub agency_is_partnership: bool,
    pub active: bool,
    pub agency_active: bool,
}

/// The system user at the terminal of the machine that Wicken is on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperatorName(String);

/// Why a text is no name of an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum OperatorNameRefused {
    #[error("the system user has no name: run the command as a named user")]
    Empty,
    #[error("the name of the system user is longer than 64 characters: run it as another user")]
    TooLong,
    #[error("the name of the system user holds a space or control character: run it as another")]
    Character,
}

impl OperatorName {
    pub fn parse(text: &str) -> Result<Self, OperatorNameRefused> {
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(OperatorNameRefused::Character);
        }
        match text.chars().count() {
            0 => Err(OperatorNameRefused::Empty),
            1..=64 => Ok(Self(text.to_owned())),
            65.. => Err(OperatorNameRefused::TooLong),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OperatorName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    System,
    Agency {
        id: AgencyId,
        active: bool,
    },
    User {
        id: UserId,
        agency: AgencyId,
        role: Role,
    },
    /// Who looked: at one agency's records, or at all with `None`.
    Ledger {
        agency: Option<AgencyId>,
    },
    /// What `agency` holds about a person, of one class of fields.
    Person {
        id: PersonId,
        agency: AgencyId,
        /// Whoever referred the case, where the record came with a referral.
        referred_by: Option<AgencyId>,
        class: FieldClass,
        asker: Standing,
    },
    /// That a person on file may be somebody whom a user declared, or the user.
    Match {
        id: Uuid,
        /// Who declared, and where they work.
        user: UserId,
        agency: AgencyId,
        /// True when that is the body that runs Wicken for the others.
        of_partnership: bool,
        /// True when the agency of whoever asks is one of those outside whose officers decide: it
        /// holds or referred the person, or none that does has an officer who may know of them.
        falls_to_asker: bool,
    },
    /// An incident or a referral that `agency` holds.
    Case {
        id: Uuid,
        agency: AgencyId,
        /// True when whoever asks is excluded from anybody who stands in it.
        excludes_asker: bool,
        /// As [`Standing::is_other_marac`].
        is_other_marac: bool,
    },
    /// Something that the data protection officers of `agency` should look at.
    Alert {
        id: AlertId,
        agency: AgencyId,
        /// Whose doing it is about, where it is somebody's.
        about: Option<UserId>,
    },
    /// Two records, of these agencies, that may be one person.
    Pair {
        id: LinkId,
        left: AgencyId,
        right: AgencyId,
        /// Who decided what now waits for somebody else.
        decided_by: Option<UserId>,
        /// True when whoever asks is excluded from either.
        excludes_asker: bool,
        /// As [`Standing::is_other_marac`], of either.
        is_other_marac: bool,
    },
    /// The records that a figure counts: one agency's, or those of all with `None`.
    Figure {
        agency: Option<AgencyId>,
        /// True for referrals, false for incidents.
        of_referrals: bool,
    },
}

/// How whoever asks stands towards what an agency holds about a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Standing {
    /// They are excluded from the person.
    pub is_excluded: bool,
    /// Their agency is assigned to the case that the records came with, or invited to hear it.
    pub is_involved: bool,
    /// The case that the records came with is open to their agency's duty team for some hours, and
    /// they are on duty there now. It is no [`Standing::is_involved`]: they look in.
    pub is_on_duty: bool,
    /// An agreement in force between their agency and the holder names the class that is asked for.
    pub is_agreed: bool,
    /// The holder gave them this class by name, for now.
    pub is_given: bool,
    /// They may read of the records who it is: by that a refusal says "not you" or "nobody",
    /// whatever else was asked for. No rule looks at it.
    pub is_known: bool,
    /// They broke the glass for this case within the hour.
    pub broke_glass: bool,
    /// A second person, of another agency, opened the whereabouts to them.
    pub has_second: bool,
    /// Their agency works in the case that the records came with on the side of the alleged
    /// perpetrator, which is no [`Standing::is_involved`].
    pub is_perpetrator_side: bool,
    /// The records are of the alleged perpetrator.
    pub is_of_perpetrator: bool,
    /// The records came with a referral to a MARAC that whoever asks does not hear. Asked of
    /// coordinators and chairs; of everybody else it is false.
    pub is_other_marac: bool,
    /// Who waits for a second person, and of which agency: only where that is what is asked.
    pub opening_for: Option<(UserId, AgencyId)>,
}

/// The kinds of [`Subject`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    System,
    Agency,
    User,
    Ledger,
    Person,
    Match,
    Case,
    Alert,
    Pair,
    Figure,
}

impl Subject {
    pub const fn kind(&self) -> SubjectKind {
        match self {
            Self::System => SubjectKind::System,
            Self::Agency { .. } => SubjectKind::Agency,
            Self::User { .. } => SubjectKind::User,
            Self::Ledger { .. } => SubjectKind::Ledger,
            Self::Person { .. } => SubjectKind::Person,
            Self::Match { .. } => SubjectKind::Match,
            Self::Case { .. } => SubjectKind::Case,
            Self::Alert { .. } => SubjectKind::Alert,
            Self::Pair { .. } => SubjectKind::Pair,
            Self::Figure { .. } => SubjectKind::Figure,
        }
    }
}

/// What else is true when the request is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct World {
    /// True when the user signed in again within the last five minutes.
    pub fresh_sign_in: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_is_a_system_user_with_a_plain_name() {
        assert_eq!(OperatorName::parse("wicken").unwrap().as_str(), "wicken");
        assert_eq!(OperatorName::parse(""), Err(OperatorNameRefused::Empty));
        assert!(OperatorName::parse(&"x".repeat(64)).is_ok());
        assert_eq!(OperatorName::parse(&"x".repeat(65)), Err(OperatorNameRefused::TooLong));
        assert_eq!(OperatorName::parse("a b"), Err(OperatorNameRefused::Character));
        assert_eq!(OperatorName::parse("a\u{7}"), Err(OperatorNameRefused::Character));
    }
}
