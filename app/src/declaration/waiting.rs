//! What data protection officers have to decide about those who declared.

use super::store::{self, KeptMatch};
use crate::{
    ctx::{Ctx, Record},
    error::Error,
    exclusion,
};
use domain::{
    declaration::Strength,
    ids::UserId,
    policy::{Basis, Permission, Subject},
};
use jiff::Timestamp;
use uuid::Uuid;

/// Somebody who may know a person on file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingMatch {
    pub id: Uuid,
    pub user: UserId,
    pub user_name: String,
    pub agency_name: String,
    pub strength: Strength,
    /// Whether they are kept from the person until somebody decides.
    pub is_shut: bool,
    pub found_at: Timestamp,
}

/// What waits for the asker, the oldest first: of their agency's people, and in the partnership of
/// everybody's. Nothing about themselves, and nothing about a person from whom they are excluded.
///
/// # Errors
/// [`Error::Denied`] for whoever is no data protection officer.
pub fn list_matches(ctx: &mut Ctx<'_>) -> Result<(Vec<WaitingMatch>, Basis), Error> {
    let actor = ctx.signed()?.actor;
    let agency = (!actor.agency_is_partnership).then_some(actor.agency);
    let subject = Subject::Ledger { agency };
    let basis = ctx.permit(Permission::SeeAlerts, subject)?;
    let mut shown = Vec::new();
    for kept in store::list_waiting(&mut ctx.tx)? {
        if may_decide(ctx, &kept)? {
            shown.push(kept.told());
        }
    }
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &["declarations"] })?;
    Ok((shown, basis))
}

/// Whether the asker is the one to decide, and may know of whom it is about.
pub(super) fn may_decide(ctx: &mut Ctx<'_>, kept: &KeptMatch) -> Result<bool, Error> {
    let asker = ctx.signed()?.actor.id;
    let is_shut = exclusion::excludes(&mut ctx.tx, asker, kept.person)?;
    Ok(!is_shut && ctx.would_permit(Permission::DecideMatch, kept.subject()))
}

impl KeptMatch {
    pub(super) fn subject(&self) -> Subject {
        Subject::User { id: self.user, agency: self.agency, role: self.role }
    }

    fn told(self) -> WaitingMatch {
        WaitingMatch {
            id: self.id,
            user: self.user,
            user_name: self.user_name,
            agency_name: self.agency_name,
            strength: self.strength,
            is_shut: self.is_shut,
            found_at: self.found_at,
        }
    }
}
