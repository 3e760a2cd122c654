//! Someone is cut off, or let in again.

use super::store::{self, State};
use crate::{
    ctx::{About, Ctx, Record},
    declaration,
    error::Error,
    marac, session,
};
use domain::{
    ids::UserId,
    policy::{Permission, Subject},
    user::UserStep,
};

/// Suspends a user and ends their sessions; their next request is refused. No version is asked:
/// cutting off a leaver must never wait for a page to be read again.
///
/// # Errors
/// [`crate::Refused::Step`]; [`Error::Denied`], [`Error::NotFound`].
pub fn suspend_user(ctx: &mut Ctx<'_>, id: UserId) -> Result<i64, Error> {
    let user = store::find_user(ctx, id)?;
    let basis = ctx.permit(Permission::SuspendUser, Subject::from(&user))?;
    let status = user.status.after(UserStep::Suspend)?;
    let state = State { status, ..State::after(&user) };
    let before = marac::Heard::find(ctx)?;
    store::supersede(ctx, id, &state)?;
    before.tell_if_nobody_left(ctx)?;
    declaration::tell_if_officer(ctx, [user.role])?;
    // Restoring must not bring an older link back to life.
    store::delete_invitations(ctx, id)?;
    session::end_all_of(ctx, id)?;
    ctx.record(Record::Changed { basis: &basis, about: About::user(id, user.agency) })?;
    ctx.change_epoch()?;
    Ok(state.version)
}

/// Lets a suspended user sign in again.
///
/// # Errors
/// As [`suspend_user`].
pub fn restore_user(ctx: &mut Ctx<'_>, id: UserId) -> Result<i64, Error> {
    let user = store::find_user(ctx, id)?;
    let basis = ctx.permit(Permission::RestoreUser, Subject::from(&user))?;
    let status = user.status.after(UserStep::Restore)?;
    let state = State { status, ..State::after(&user) };
    store::supersede(ctx, id, &state)?;
    declaration::tell_if_officer(ctx, [user.role])?;
    ctx.record(Record::Changed { basis: &basis, about: About::user(id, user.agency) })?;
    ctx.change_epoch()?;
    Ok(state.version)
}

/// Signs a user out everywhere, and ends their tokens.
///
/// # Errors
/// [`Error::Denied`], [`Error::NotFound`].
pub fn end_sessions(ctx: &mut Ctx<'_>, id: UserId) -> Result<u64, Error> {
    let user = store::find_user(ctx, id)?;
    let basis = ctx.permit(Permission::EndSessions, Subject::from(&user))?;
    let ended = session::end_all_of(ctx, id)?;
    ctx.record(Record::Changed { basis: &basis, about: About::user(id, user.agency) })?;
    ctx.change_epoch()?;
    Ok(ended)
}
