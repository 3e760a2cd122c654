//! Somebody is appointed to a MARAC.

use super::store;
use crate::{
    ctx::{About, Ctx, Record},
    error::{Error, Refused},
    user,
};
use domain::{
    ids::{MaracId, OfficeId, UserId},
    marac::MaracPart,
    policy::{Permission, Subject},
};

/// Whom, to which MARAC, as what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewAppointment {
    pub marac: MaracId,
    pub user: UserId,
    pub part: MaracPart,
}

/// Appoints somebody to a MARAC: from the next request on they hear its cases, by what their part
/// is. Whoever holds another part of it gives that up first.
///
/// # Errors
/// [`Refused::AppointmentRole`] where their role is not what the part is for;
/// [`Refused::AppointedAlready`]; [`Error::NotFound`], [`Error::Denied`].
pub fn appoint(ctx: &mut Ctx<'_>, new: NewAppointment) -> Result<OfficeId, Error> {
    let user = user::store::find_user(ctx, new.user)?;
    let basis = ctx.permit(Permission::Appoint, Subject::from(&user))?;
    if !store::is_marac(&mut ctx.tx, new.marac)? {
        return Err(Error::NotFound);
    }
    if user.role != new.part.role() {
        return Err(Refused::AppointmentRole.into());
    }
    let id = OfficeId::from_uuid(ctx.new_id());
    if !store::insert_office(ctx, id, new)? {
        return Err(Refused::AppointedAlready.into());
    }
    ctx.record(Record::Changed { basis: &basis, about: About::user(user.id, user.agency) })?;
    ctx.change_epoch()?;
    Ok(id)
}
