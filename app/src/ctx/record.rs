//! What an operation leaves in the ledger.

use super::{Ctx, Who};
use crate::{entropy, error::Error, ledger::Noted};
use domain::{
    ids::{AgencyId, SessionId, UserId},
    ledger::{Entry, EntryActor, EntryKind, NewEntry, Outcome},
    policy::{Basis, Denial, DenialReason, OperatorName, Subject},
};
use uuid::Uuid;

/// What [`Ctx::record`] writes down.
pub enum Record<'r> {
    Read {
        basis: &'r Basis,
        about: About,
        classes: &'r [&'static str],
    },
    Changed {
        basis: &'r Basis,
        about: About,
    },
    /// Something of a person was given to somebody, outside of what they may read otherwise.
    Disclosed {
        basis: &'r Basis,
        about: About,
        classes: &'r [&'static str],
    },
    /// Signing in and out, which happen before there is anyone to ask the door for.
    SignIn {
        doing: &'static str,
        about: About,
        outcome: Outcome,
    },
    /// What Wicken does by itself.
    System {
        doing: &'static str,
    },
}

struct Note<'n> {
    kind: EntryKind,
    doing: &'n str,
    basis: Vec<String>,
    outcome: Outcome,
    about: About,
    classes: &'n [&'static str],
}

/// What an entry is about: the kind of record, which one, and whose.
#[derive(Debug, Clone, Copy)]
pub struct About {
    pub kind: &'static str,
    pub id: Option<Uuid>,
    pub agency: Option<AgencyId>,
}

impl About {
    pub const SYSTEM: About = About { kind: "system", id: None, agency: None };

    #[must_use]
    pub fn user(id: UserId, agency: AgencyId) -> About {
        About { kind: "user", id: Some(id.uuid()), agency: Some(agency) }
    }

    #[must_use]
    pub fn agency(id: AgencyId) -> About {
        About { kind: "agency", id: Some(id.uuid()), agency: Some(id) }
    }
}

impl From<Subject> for About {
    fn from(subject: Subject) -> About {
        match subject {
            Subject::System => About::SYSTEM,
            Subject::Agency { id, .. } => About::agency(id),
            Subject::User { id, agency, .. } => About::user(id, agency),
            Subject::Ledger { agency } => {
                About { kind: "ledger", id: agency.map(AgencyId::uuid), agency }
            }
            Subject::Person { id, agency, .. } => {
                About { kind: "person", id: Some(id.uuid()), agency: Some(agency) }
            }
            // Whose officers read of it is said by whoever decided: see `crate::ledger`.
            Subject::Match { id, .. } => About { kind: "match", id: Some(id), agency: None },
            Subject::Case { id, agency, .. } => {
                About { kind: "case", id: Some(id), agency: Some(agency) }
            }
            Subject::Alert { id, agency, .. } => {
                About { kind: "alert", id: Some(id.uuid()), agency: Some(agency) }
            }
            // One entry has one agency: whoever looks at two agencies' records leaves two.
            Subject::Pair { id, left, .. } => {
                About { kind: "link", id: Some(id.uuid()), agency: Some(left) }
            }
            Subject::Figure { agency, .. } => About { kind: "figure", id: None, agency },
        }
    }
}

impl Ctx<'_> {
    pub(super) fn push_refusal(&mut self, denial: &Denial, subject: Subject) -> Result<(), Error> {
        let (reason, basis) = match &denial.reason {
            DenialReason::NotGranted => ("not_granted", Vec::new()),
            DenialReason::Forbidden(policies) => ("forbidden", policies.clone()),
            DenialReason::NeedsFreshSignIn => ("needs_fresh_sign_in", Vec::new()),
        };
        let note = Note {
            kind: EntryKind::Refusal,
            doing: denial.permission.code(),
            basis,
            outcome: Outcome::Refused { reason: reason.to_owned() },
            about: About::from(subject),
            classes: &[],
        };
        self.push(note)
    }

    /// Records that something was asked for that is not there. What is there and may not be known
    /// leaves a refusal, so what is not there must leave one too: else the time that a durable
    /// entry takes would tell the two apart.
    pub(crate) fn note_miss<T>(&mut self, outcome: &Result<T, Error>) -> Result<(), Error> {
        let is_noted = self.entries.iter().any(|noted| noted.entry.kind == EntryKind::Refusal);
        if is_noted || self.who.is_none() || !matches!(outcome, Err(Error::NotFound)) {
            return Ok(());
        }
        self.push(Note {
            kind: EntryKind::Refusal,
            doing: "find",
            basis: Vec::new(),
            outcome: Outcome::Refused { reason: "not_found".to_owned() },
            about: About { kind: "unknown", id: None, agency: None },
            classes: &[],
        })
    }

    /// Leaves an entry in the ledger: what was looked at or changed, and on what ground.
    ///
    /// # Errors
    /// [`Error::Broken`] when something is no code: nothing but ids and classes may get in.
    #[track_caller]
    pub fn record(&mut self, record: Record<'_>) -> Result<(), Error> {
        #[cfg(feature = "testing")]
        if self.is_sabotaged("record", std::panic::Location::caller()) {
            return Ok(());
        }
        let note = match record {
            Record::Read { basis, about, classes } => Note {
                kind: EntryKind::Read,
                doing: basis.permission().code(),
                basis: basis.policies().to_vec(),
                outcome: Outcome::Done,
                about,
                classes,
            },
            Record::Changed { basis, about } => Note {
                kind: EntryKind::Change,
                doing: basis.permission().code(),
                basis: basis.policies().to_vec(),
                outcome: Outcome::Done,
                about,
                classes: &[],
            },
            Record::Disclosed { basis, about, classes } => Note {
                kind: EntryKind::Disclosure,
                doing: basis.permission().code(),
                basis: basis.policies().to_vec(),
                outcome: Outcome::Done,
                about,
                classes,
            },
            Record::SignIn { doing, about, outcome } => Note {
                kind: EntryKind::SignIn,
                doing,
                basis: Vec::new(),
                outcome,
                about,
                classes: &[],
            },
            Record::System { doing } => Note {
                kind: EntryKind::System,
                doing,
                basis: Vec::new(),
                outcome: Outcome::Done,
                about: About::SYSTEM,
                classes: &[],
            },
        };
        self.push(note)
    }

    /// Of the entry that was left last: that it is a look at somebody as a party of these
    /// referrals. Whoever answers for one of them is shown by it who looked.
    pub(crate) fn looked_at<'i>(&mut self, referrals: impl IntoIterator<Item = &'i Uuid>) {
        if let Some(noted) = self.entries.last_mut() {
            noted.referrals = referrals.into_iter().copied().collect();
        }
    }

    fn push(&mut self, note: Note<'_>) -> Result<(), Error> {
        let entry = Entry::new(NewEntry {
            id: entropy::id(self.now),
            at: self.now,
            kind: note.kind,
            actor: self.entry_actor(),
            doing: note.doing.to_owned(),
            subject_kind: note.about.kind.to_owned(),
            subject: note.about.id,
            subject_agency: note.about.agency.map(AgencyId::uuid),
            classes: note.classes.iter().map(|class| (*class).to_owned()).collect(),
            basis: note.basis,
            outcome: note.outcome,
            session: self.signed().ok().and_then(|signed| signed.session).map(SessionId::uuid),
            request: self.request,
            purpose: None,
        })
        .map_err(|error| Error::Broken(error.to_string()))?;
        self.entries.push(Noted { entry, referrals: Vec::new() });
        Ok(())
    }

    fn entry_actor(&self) -> EntryActor {
        match &self.who {
            Some(Who::Signed(signed)) => EntryActor::User {
                user: signed.actor.id.uuid(),
                agency: signed.actor.agency.uuid(),
            },
            Some(Who::Operator(name)) => EntryActor::Operator { name: ledger_name(name) },
            None => EntryActor::Stranger,
        }
    }
}

/// The ledger's alphabet for a system user is narrower than the system's.
fn ledger_name(name: &OperatorName) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    let name = name.as_str().chars().map(|c| if allowed(c) { c } else { '_' });
    name.take(64).collect()
}
