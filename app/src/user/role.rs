//! Someone's role changes.

use super::store::{self, State};
use crate::{
    ctx::{About, Ctx, Record},
    declaration,
    error::Error,
    marac,
};
use domain::{
    ids::UserId,
    policy::{Permission, Subject},
    user::Role,
};

/// Gives a user another role; it holds from their next request on. The new version.
///
/// # Errors
/// [`crate::Conflict::Changed`]; [`Error::Denied`], [`Error::NotFound`].
pub fn change_role(
    ctx: &mut Ctx<'_>,
    id: UserId,
    seen_version: i64,
    role: Role,
) -> Result<i64, Error> {
    let user = store::find_user(ctx, id)?;
    let basis = ctx.permit(Permission::ChangeRole, Subject::from(&user))?;
    let state = State { role, version: seen_version.saturating_add(1), ..State::after(&user) };
    let before = marac::Heard::find(ctx)?;
    store::supersede(ctx, id, &state)?;
    before.tell_if_nobody_left(ctx)?;
    declaration::tell_if_officer(ctx, [user.role, role])?;
    ctx.record(Record::Changed { basis: &basis, about: About::user(id, user.agency) })?;
    ctx.change_epoch()?;
    Ok(state.version)
}
