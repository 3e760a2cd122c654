//! Somebody is put on duty.

use super::store;
use crate::{
    ctx::{Ctx, Record},
    error::{Error, Refused},
    user,
};
use domain::{
    duty::{DutyHours, serves},
    ids::{DutyId, UserId},
    policy::{Permission, Subject},
    user::UserStatus,
};
use jiff::Timestamp;

/// Who, and for which hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewDuty {
    pub user: UserId,
    /// Nothing for now.
    pub from: Option<Timestamp>,
    pub hours: u16,
}

/// Puts somebody of the asker's own agency on its duty team. By itself that opens nothing: a case
/// has to be called to, under an agreement.
///
/// # Errors
/// [`Refused::Duty`] for hours that cannot be; [`Refused::NoDutyRole`]; [`Refused::OnDutyAlready`];
/// [`Error::NotFound`], also for somebody of another agency or suspended; [`Error::Denied`], also
/// for oneself.
pub fn put_on_duty(ctx: &mut Ctx<'_>, new: NewDuty) -> Result<DutyId, Error> {
    let user = user::store::find_user(ctx, new.user)?;
    let subject = Subject::from(&user);
    let basis = ctx.permit(Permission::KeepDuty, subject)?;
    if user.status != UserStatus::Active {
        return Err(Error::NotFound);
    }
    if !serves(user.role) {
        return Err(Refused::NoDutyRole.into());
    }
    let now = ctx.now();
    let hours = DutyHours::new(new.from.unwrap_or(now), new.hours, now)?;
    let standing = store::list_of_user(&mut ctx.tx, user.id, now)?;
    if standing.into_iter().any(|other| other.overlaps(hours)) {
        return Err(Refused::OnDutyAlready.into());
    }
    let id = DutyId::from_uuid(ctx.new_id());
    store::insert(ctx, id, (user.id, user.agency), hours)?;
    ctx.record(Record::Changed { basis: &basis, about: subject.into() })?;
    ctx.change_epoch()?;
    Ok(id)
}
