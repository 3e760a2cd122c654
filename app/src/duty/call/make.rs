//! A case is opened to another agency's duty team.

use super::store;
use crate::{
    agency,
    ctx::{Ctx, Record},
    error::{Error, Refused},
    involvement,
};
use domain::{
    agency::AgencyStatus,
    agreement::SharingWords,
    duty,
    ids::{AgencyId, DutyCallId},
    policy::Permission,
};
use uuid::Uuid;

/// Which case, to whose team, for how long and why.
#[derive(Debug, Clone)]
pub struct NewCall {
    /// The incident or the referral.
    pub case: Uuid,
    pub agency: AgencyId,
    /// From now on.
    pub hours: u16,
    pub why: SharingWords,
}

/// Opens a case to whoever is on duty at another agency while the call stands. What they read of it
/// is what an agreement between their agency and the holder names: without one nothing. Their
/// agency can neither make a call nor make one longer.
///
/// # Errors
/// [`Refused::Duty`] for hours that cannot be; [`Refused::InvolvesItself`] for who holds or
/// referred it; [`Refused::InvolvedAlready`] for who works on it, on whichever side;
/// [`Refused::CalledAlready`]; [`Error::NotFound`], also where the case is not the asker's to see;
/// [`Error::Denied`].
pub fn call_duty_team(ctx: &mut Ctx<'_>, new: &NewCall) -> Result<DutyCallId, Error> {
    let (case, subject) = involvement::find_case(ctx, new.case)?;
    let basis = ctx.permit(Permission::CallDuty, subject)?;
    let until = duty::until(ctx.now(), new.hours)?;
    let agency = agency::store::find_agency(ctx, new.agency)?;
    if agency.status != AgencyStatus::Active {
        return Err(Error::NotFound);
    }
    if case.is_of(agency.id) {
        return Err(Refused::InvolvesItself.into());
    }
    let (now, today) = (ctx.now(), ctx.today());
    if involvement::is_involved(&mut ctx.tx, (new.case, agency.id), today)? {
        return Err(Refused::InvolvedAlready.into());
    }
    let standing = store::list_of_case(&mut ctx.tx, new.case, now)?;
    if standing.iter().any(|call| call.agency == agency.id) {
        return Err(Refused::CalledAlready.into());
    }
    let id = DutyCallId::from_uuid(ctx.new_id());
    store::insert(ctx, id, new, until)?;
    ctx.record(Record::Changed { basis: &basis, about: subject.into() })?;
    ctx.change_epoch()?;
    Ok(id)
}
