//! What detectors see of the ledger, and what they find.

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use super::AlertKind;
use crate::ids::{AgencyId, EntryId, PersonId, UserId};

/// One thing that a user did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deed {
    /// The entry of the ledger that tells of it.
    pub entry: EntryId,
    pub at: Timestamp,
    /// The day of `at` where Wicken is.
    pub day: Date,
    pub doing: Doing,
}

/// What it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// A search, with its purpose, that found so many.
    Search {
        found: u32,
    },
    /// A search showed this person in its list.
    Listed(PersonId),
    /// The page of a person was opened.
    Opened(PersonId),
    /// Where a person lives was opened, for a stated reason.
    OpenedWhereabouts(PersonId),
    BrokeGlass,
    /// The door stayed shut because they are excluded from somebody.
    MetExclusion {
        subject: FindingSubject,
        holder: AgencyId,
    },
    /// Somebody whose work is to check others read what is recorded of themselves.
    ReadOwnDoings,
    /// They tried to say what came of an alert about themselves.
    TriedOwnAlert,
    /// Any other work on a case, after which a search was not in vain.
    Worked,
}

/// What somebody should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub kind: AlertKind,
    pub about: UserId,
    pub subject: Option<FindingSubject>,
    /// Who holds the record from which they were kept.
    pub holder: Option<AgencyId>,
    /// When what completes it was done.
    pub at: Timestamp,
    pub day: Date,
    /// The entries of the ledger behind it, the oldest first.
    pub entries: Vec<EntryId>,
}

/// Which record something is about: its kind, as the ledger names it, and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FindingSubject {
    pub kind: &'static str,
    pub id: Uuid,
}

impl From<PersonId> for FindingSubject {
    fn from(person: PersonId) -> FindingSubject {
        FindingSubject { kind: "person", id: person.uuid() }
    }
}

impl Finding {
    /// What makes it one finding however often it is made: what is about one person is raised once
    /// a month, an exclusion that was met and what is counted once a day.
    pub fn cause(&self) -> String {
        let subject = self.subject.map_or(Uuid::nil(), |subject| subject.id);
        let (kind, about, day) = (self.kind.code(), self.about, self.day);
        match self.kind {
            AlertKind::OwnRecord
            | AlertKind::Household
            | AlertKind::SurnamePostcode
            | AlertKind::Colleague
            | AlertKind::DormantCase => {
                format!("{kind}/{about}/{subject}/{}-{:02}", day.year(), day.month())
            }
            AlertKind::ExcludedHit
            | AlertKind::BreakGlass
            | AlertKind::OfficerOnSelf
            | AlertKind::FanOut
            | AlertKind::Fishing
            | AlertKind::BreakGlassRate
            | AlertKind::WhereaboutsRate
            | AlertKind::RecordGiven
            | AlertKind::NobodyLeft
            | AlertKind::NobodyRepresents
            | AlertKind::WaitingMatch => format!("{kind}/{about}/{subject}/{day}"),
        }
    }
}
