//! An agency is involved in a case.

use super::{case::find_case, store};
use crate::{
    agency,
    ctx::{Ctx, Record},
    error::{Error, Refused},
    person,
};
use domain::{
    agreement::SharingWords,
    ids::{AgencyId, InvolvementId},
    involvement::{InvolvementDays, InvolvementPart},
    policy::Permission,
};
use uuid::Uuid;

/// Which agency, in which case, for what and how long.
#[derive(Debug, Clone)]
pub struct NewInvolvement {
    /// The incident or the referral.
    pub case: Uuid,
    pub agency: AgencyId,
    pub part: InvolvementPart,
    pub days: InvolvementDays,
    pub why: SharingWords,
}

/// Involves an agency in a case. What it then reads of the case is what an agreement between it
/// and the holder names: without one nothing.
///
/// # Errors
/// [`Refused::InvolvesItself`] for who holds or referred it; [`Refused::InvolvedAlready`];
/// [`Error::NotFound`], also where the case is not the asker's to see; [`Error::Denied`].
pub fn involve_agency(ctx: &mut Ctx<'_>, new: &NewInvolvement) -> Result<InvolvementId, Error> {
    let (case, subject) = find_case(ctx, new.case)?;
    let basis = ctx.permit(Permission::InvolveAgency, subject)?;
    let agency = agency::store::find_agency(ctx, new.agency)?.id;
    if case.is_of(agency) {
        return Err(Refused::InvolvesItself.into());
    }
    let standing = store::list_of_case(&mut ctx.tx, new.case)?;
    let overlaps = |other: InvolvementDays| {
        other.until.is_none_or(|until| new.days.from <= until)
            && new.days.until.is_none_or(|until| other.from <= until)
    };
    if standing.iter().any(|other| other.agency == agency && overlaps(other.days)) {
        return Err(Refused::InvolvedAlready.into());
    }
    let id = InvolvementId::from_uuid(ctx.new_id());
    store::insert(ctx, id, new)?;
    if new.part != InvolvementPart::PerpetratorSide {
        person::key_case(ctx, new.case, agency)?;
    }
    ctx.record(Record::Changed { basis: &basis, about: subject.into() })?;
    ctx.change_epoch()?;
    Ok(id)
}
