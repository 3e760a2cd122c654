//! A call ends before its hours are over.

use super::store;
use crate::{
    ctx::{Ctx, Record},
    error::{Error, Refused},
    involvement,
};
use domain::{ids::DutyCallId, policy::Permission};
use uuid::Uuid;

/// Shuts a case to the duty team that it was opened to, from the next request on.
///
/// # Errors
/// [`Refused::CallEnded`]; [`Error::NotFound`], also where the case is not the asker's to see;
/// [`Error::Denied`].
pub fn end_call(ctx: &mut Ctx<'_>, case: Uuid, id: DutyCallId) -> Result<(), Error> {
    let (_, subject) = involvement::find_case(ctx, case)?;
    let basis = ctx.permit(Permission::CallDuty, subject)?;
    if !store::exists(&mut ctx.tx, (case, id))? {
        return Err(Error::NotFound);
    }
    if !store::update_ended(ctx, (case, id))? {
        return Err(Refused::CallEnded.into());
    }
    ctx.record(Record::Changed { basis: &basis, about: subject.into() })?;
    ctx.change_epoch()
}
