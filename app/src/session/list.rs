//! Where one is signed in.

use super::store;
use crate::{
    ctx::{About, Ctx, Record},
    error::Error,
    user::store::find_user,
};
use domain::{
    ids::SessionId,
    policy::{Permission, Subject},
};
use jiff::Timestamp;

/// One open session of the asker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub device: String,
    pub made_at: Timestamp,
    pub seen_at: Timestamp,
    pub is_this: bool,
}

/// The asker's open sessions, newest first.
///
/// # Errors
/// [`Error::SignInNeeded`].
pub fn list_own_sessions(ctx: &mut Ctx<'_>) -> Result<Vec<Session>, Error> {
    let id = ctx.signed()?.actor.id;
    let user = find_user(ctx, id)?;
    let basis = ctx.permit(Permission::SeeOwnAccount, Subject::from(&user))?;
    let sessions = store::list_open(ctx, id)?;
    let about = About::user(id, user.agency);
    ctx.record(Record::Read { basis: &basis, about, classes: &["own_account"] })?;
    Ok(sessions)
}

/// Ends one of the asker's sessions, such as the one on a lost phone.
///
/// # Errors
/// [`Error::NotFound`] when it is not the asker's, or has ended.
pub fn end_own_session(ctx: &mut Ctx<'_>, session: SessionId) -> Result<(), Error> {
    let id = ctx.signed()?.actor.id;
    let user = find_user(ctx, id)?;
    let basis = ctx.permit(Permission::EndOwnSession, Subject::from(&user))?;
    if !store::end_session(ctx, id, session)? {
        return Err(Error::NotFound);
    }
    ctx.record(Record::Changed { basis: &basis, about: About::user(id, user.agency) })
}
