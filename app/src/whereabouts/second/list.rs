//! The requests for a second person that whoever asks could answer.

use super::store::{self, Waiting};
use crate::{
    ctx::{Ctx, Record},
    error::Error,
    person::{RecordOfPerson, Sight, list_records, list_sights},
};
use domain::{
    ids::PersonId,
    person::OpeningReason,
    policy::{FieldClass, Permission, Subject},
};
use jiff::Timestamp;
use uuid::Uuid;

/// One request that waits.
#[derive(Debug, Clone)]
pub struct WaitingSecond {
    pub id: Uuid,
    pub person: PersonId,
    /// By the records of the asker's agency.
    pub person_name: Option<String>,
    /// Who asks, and of which agency.
    pub user_name: String,
    pub agency_name: String,
    pub reason: OpeningReason,
    pub words: String,
    pub at: Timestamp,
}

/// The requests of other agencies' people that the asker could answer, the oldest first.
///
/// # Errors
/// [`Error::Denied`] for those whose agency knows nobody.
pub fn list_waiting(ctx: &mut Ctx<'_>) -> Result<Vec<WaitingSecond>, Error> {
    let own = Subject::Agency { id: ctx.signed()?.actor.agency, active: true };
    let basis = ctx.permit(Permission::SearchPeople, own)?;
    ctx.record(Record::Read { basis: &basis, about: own.into(), classes: &["second_openings"] })?;
    let now = ctx.now();
    let mut shown = Vec::new();
    for waiting in store::list_waiting(&mut ctx.tx, now)? {
        let sights = list_seconding(ctx, &waiting)?;
        if !sights.is_empty() {
            shown.push(told(ctx, waiting, &sights)?);
        }
    }
    Ok(shown)
}

/// The sights through which the asker could open the person's whereabouts to whoever waits.
pub(super) fn list_seconding(ctx: &mut Ctx<'_>, waiting: &Waiting) -> Result<Vec<Sight>, Error> {
    let mut sights = list_all(ctx, waiting)?;
    let second = Permission::SecondOpening;
    sights.retain(|sight| ctx.would_permit(second, sight.for_permission(second)));
    Ok(sights)
}

pub(super) fn list_all(ctx: &mut Ctx<'_>, waiting: &Waiting) -> Result<Vec<Sight>, Error> {
    let sights = list_sights(ctx, waiting.person)?.into_iter();
    Ok(sights.map(|sight| sight.opening_for((waiting.user, waiting.agency))).collect())
}

/// A request with the name of whom it is about, which is read like any record.
pub(super) fn told(
    ctx: &mut Ctx<'_>,
    waiting: Waiting,
    sights: &[Sight],
) -> Result<WaitingSecond, Error> {
    for sight in sights {
        let subject = sight.of(FieldClass::Identity);
        let basis = ctx.permit(Permission::ReadPerson, subject)?;
        ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &["identity"] })?;
        ctx.looked_at(sight.referrals());
    }
    let records = list_records(ctx, waiting.person, sights)?;
    Ok(WaitingSecond {
        id: waiting.id,
        person: waiting.person,
        person_name: records.iter().find_map(RecordOfPerson::name),
        user_name: waiting.user_name,
        agency_name: waiting.agency_name,
        reason: waiting.reason,
        words: waiting.words,
        at: waiting.at,
    })
}
