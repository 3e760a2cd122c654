//! Somebody's duty ends before its hours are over.

use super::store;
use crate::{
    ctx::{Ctx, Record},
    error::{Error, Refused},
    user,
};
use domain::{
    ids::DutyId,
    policy::{Permission, Subject},
};

/// Takes somebody off duty, from the next request on.
///
/// # Errors
/// [`Refused::DutyEnded`]; [`Error::NotFound`], also where it is of another agency;
/// [`Error::Denied`], also for one's own.
pub fn end_duty(ctx: &mut Ctx<'_>, id: DutyId) -> Result<(), Error> {
    let (user, agency) = store::find(&mut ctx.tx, id)?.ok_or(Error::NotFound)?;
    let user = user::store::find_user(ctx, user)?;
    // Of which agency they were on duty, wherever they work now.
    let subject = Subject::User { id: user.id, agency, role: user.role };
    let basis = ctx.permit(Permission::KeepDuty, subject)?;
    if !store::update_ended(ctx, id)? {
        return Err(Refused::DutyEnded.into());
    }
    ctx.record(Record::Changed { basis: &basis, about: subject.into() })?;
    ctx.change_epoch()
}
