//! Somebody declares whom they know.

use super::{keep, search, store};
use crate::{
    ctx::{Ctx, Record},
    error::Error,
    user,
};
use domain::{
    declaration::StaffDeclaration,
    policy::{Permission, Subject},
};

/// Seals what somebody declares of themselves, beside what they declared before. Whether anybody of
/// it is on file is looked up afterwards, by a job: the answer is the same, and as fast, whatever
/// comes of that.
///
/// # Errors
/// [`Error::Denied`].
pub fn declare(ctx: &mut Ctx<'_>, declared: &StaffDeclaration) -> Result<(), Error> {
    let user = user::store::find_user(ctx, ctx.signed()?.actor.id)?;
    let subject = Subject::from(&user);
    let basis = ctx.permit(Permission::DeclareConflicts, subject)?;
    let id = ctx.new_id();
    let content = keep::seal(ctx, (id, user.agency), declared)?;
    store::insert(ctx, id, (user.id, user.agency), content)?;
    search::enqueue_of(ctx, user.id, id)?;
    ctx.record(Record::Changed { basis: &basis, about: subject.into() })
}
