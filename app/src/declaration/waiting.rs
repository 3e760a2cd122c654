//! What data protection officers have to decide about those who declared.

use super::{
    outside::list_deciding,
    store::{self, KeptMatch},
};
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

/// What waits for the asker, the oldest first: in the partnership that of every other agency's
/// people, elsewhere that of the partnership's people which falls to the asker's agency to decide.
/// Nothing of their own agency's people: that is decided outside, and they do not learn that
/// anything waits. Nothing about a person from whom they are excluded.
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
    let subject = subject(ctx, kept)?;
    Ok(!is_shut && ctx.would_permit(Permission::DecideMatch, subject))
}

/// What the door is asked about a match.
pub(super) fn subject(ctx: &mut Ctx<'_>, kept: &KeptMatch) -> Result<Subject, Error> {
    let (asker, on) = (ctx.signed()?.actor.agency, ctx.today());
    let KeptMatch { id, user, agency, of_partnership, person, .. } = *kept;
    let falls_to_asker = list_deciding(&mut ctx.tx, (agency, person), on)?.contains(&asker);
    Ok(Subject::Match { id, user, agency, of_partnership, falls_to_asker })
}

impl KeptMatch {
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
