//! An appointment to a MARAC ends.

use super::{left::Heard, store};
use crate::{
    ctx::{About, Ctx, Record},
    error::Error,
    user,
};
use domain::{
    ids::OfficeId,
    policy::{Permission, Subject},
};

/// Ends an appointment, from the next request on. What it gave falls to whoever comes next: to a
/// deputy, or to the neighbour; where nobody does, officers are told.
///
/// # Errors
/// [`Error::NotFound`], also when it has ended already; [`Error::Denied`].
pub fn end_appointment(ctx: &mut Ctx<'_>, id: OfficeId) -> Result<(), Error> {
    let holder = store::find_holder(&mut ctx.tx, id)?.ok_or(Error::NotFound)?;
    let user = user::store::find_user(ctx, holder)?;
    let basis = ctx.permit(Permission::Appoint, Subject::from(&user))?;
    let before = Heard::find(ctx)?;
    if !store::update_office_ended(ctx, id)? {
        return Err(Error::NotFound);
    }
    before.tell_if_nobody_left(ctx)?;
    ctx.record(Record::Changed { basis: &basis, about: About::user(user.id, user.agency) })?;
    ctx.change_epoch()
}
