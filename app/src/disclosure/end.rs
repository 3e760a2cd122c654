//! A gift ends before its hours are over.

use super::store;
use crate::{
    ctx::{Ctx, Record},
    error::Error,
    person,
};
use domain::{
    ids::{GiftId, PersonId},
    policy::Permission,
};

/// Ends a gift of the asker's own agency, from the next request on.
///
/// # Errors
/// [`Error::NotFound`], also when it has ended already; [`Error::Denied`].
pub fn end_gift(ctx: &mut Ctx<'_>, person: PersonId, id: GiftId) -> Result<(), Error> {
    let subject = person::find_subject(ctx, Permission::EndGift, person)?;
    let basis = ctx.permit(Permission::EndGift, subject)?;
    let own = ctx.signed()?.actor.agency;
    if !store::update_ended(ctx, (id, own, person))? {
        return Err(Error::NotFound);
    }
    ctx.record(Record::Changed { basis: &basis, about: subject.into() })?;
    ctx.change_epoch()
}
