//! Someone is excluded from a person.

use super::store;
use crate::{
    agency,
    ctx::{Ctx, Record},
    error::{Error, Refused},
    marac, person, user,
};
use domain::{
    exclusion::{ExclusionReason, ExclusionWords},
    ids::{PersonId, UserId},
    policy::{Permission, Subject},
};
use uuid::Uuid;

/// Whom to exclude, from whom, and why.
#[derive(Debug, Clone)]
pub struct NewExclusion {
    pub person: PersonId,
    pub user: UserId,
    pub reason: ExclusionReason,
    pub words: ExclusionWords,
}

/// Excludes a user from a person, from the next request on. Whoever excludes themselves cannot
/// undo it: they no longer see the person.
///
/// # Errors
/// [`Refused::ExclusionStands`] the second time; [`Error::NotFound`] where person or user is not
/// the asker's to see; [`Error::Denied`].
pub fn exclude_user(ctx: &mut Ctx<'_>, new: NewExclusion) -> Result<Uuid, Error> {
    let subject = person::find_subject(ctx, Permission::ExcludeUser, new.person)?;
    let basis = ctx.permit(Permission::ExcludeUser, subject)?;
    let user = user::store::find_user(ctx, new.user)?;
    let of = agency::store::find_agency(ctx, user.agency)?;
    ctx.permit(Permission::SeeDirectory, Subject::from(&of))?;
    if store::is_excluded_by_name(&mut ctx.tx, new.user, new.person)? {
        return Err(Refused::ExclusionStands.into());
    }
    let id = ctx.new_id();
    let before = marac::Heard::find(ctx)?;
    store::insert(ctx, id, &new)?;
    store::insert_anchors(&mut ctx.tx, id, new.person)?;
    before.tell_if_nobody_left(ctx)?;
    marac::tell_if_unrepresented(ctx, new.user, new.person)?;
    ctx.record(Record::Changed { basis: &basis, about: subject.into() })?;
    ctx.change_epoch()?;
    Ok(id)
}
