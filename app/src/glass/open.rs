//! What is open to somebody because they broke the glass.

use super::store;
use crate::{
    ctx::{Ctx, Record},
    db::{DbError, Tx},
    error::Error,
    person,
};
use domain::{
    ids::{GlassId, PersonId, UserId},
    policy::{Basis, Permission, Subject},
};
use jiff::Timestamp;

/// A broken glass through which a person is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveGlass {
    pub id: GlassId,
    pub person: PersonId,
    pub since: Timestamp,
    /// The first instant at which nothing is shown any more.
    pub until: Timestamp,
}

/// The glass that the asker is about to break: whoever may not is told so before they type, and
/// what they opened within the hour is found again when a page was closed.
///
/// # Errors
/// [`Error::Denied`].
pub fn offer_glass(ctx: &mut Ctx<'_>) -> Result<(Vec<LiveGlass>, Basis), Error> {
    let actor = ctx.signed()?.actor;
    let own = Subject::Agency { id: actor.agency, active: actor.agency_active };
    let basis = ctx.permit(Permission::BreakGlass, own)?;
    let now = ctx.now();
    let mut live = Vec::new();
    for glass in store::list_live(&mut ctx.tx, actor.id, now)? {
        // Whoever was excluded since meets no sign of it here either.
        if person::may_read(ctx, glass.person)? {
            live.push(glass);
        }
    }
    ctx.record(Record::Read { basis: &basis, about: own.into(), classes: &["own_account"] })?;
    Ok((live, basis))
}

/// The glass through which a user sees a person now; of several the one that stays longest.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn find_live(
    tx: &mut Tx<'_>,
    user: UserId,
    person: PersonId,
    now: Timestamp,
) -> Result<Option<LiveGlass>, DbError> {
    store::find_live(tx, user, person, now)
}
