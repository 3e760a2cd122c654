//! An exclusion ends, by somebody else than whoever made it.

use super::store;
use crate::{
    ctx::{Ctx, Record},
    error::{Error, Refused},
    person,
};
use domain::{exclusion::ExclusionWords, ids::PersonId, policy::Permission};
use uuid::Uuid;

/// Ends an exclusion from a person, with a word why. Four eyes: one person alone, or one whose
/// sign-in was taken over, opens no door that somebody shut.
///
/// # Errors
/// [`Refused::OwnExclusion`] for whoever made it; [`Error::NotFound`], also when it has ended
/// already; [`Error::Denied`].
pub fn end_exclusion(
    ctx: &mut Ctx<'_>,
    person: PersonId,
    id: Uuid,
    why: &ExclusionWords,
) -> Result<(), Error> {
    let subject = person::find_subject(ctx, Permission::ExcludeUser, person)?;
    let basis = ctx.permit(Permission::ExcludeUser, subject)?;
    let made_by = store::find_maker(&mut ctx.tx, id, person)?.ok_or(Error::NotFound)?;
    if made_by.is_some() && made_by == ctx.hand() {
        return Err(Refused::OwnExclusion.into());
    }
    store::update_ended(ctx, id, why)?;
    ctx.record(Record::Changed { basis: &basis, about: subject.into() })?;
    ctx.change_epoch()
}
