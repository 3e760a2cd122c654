//! A broken glass is shut before its hour is over.

use super::store;
use crate::{
    ctx::{About, Ctx, Record},
    error::{Error, Refused},
    ledger::Shut,
    user,
};
use domain::{
    ids::{AgencyId, AlertId, GlassId, UserId},
    policy::{Permission, Subject},
};
use jiff::Timestamp;

/// A grant that was made, with the notices about it.
pub(super) struct Granted {
    pub user: UserId,
    pub agency: AgencyId,
    pub ends_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// The agencies whose privacy officers were told, and by which alert.
    pub notices: Vec<(AgencyId, AlertId)>,
}

/// Ends what somebody opened by breaking the glass: whoever did, or a privacy officer who was told
/// of it and is not excluded from the person. From the next request on nothing is shown through it.
///
/// # Errors
/// [`Refused::GlassEnded`] when its hour is over or somebody ended it; [`Error::NotFound`], also
/// where it is none of the asker's; [`Error::Denied`].
pub fn end_glass(ctx: &mut Ctx<'_>, id: GlassId) -> Result<(), Error> {
    let actor = ctx.signed()?.actor;
    let granted = store::find_granted(&mut ctx.tx, id)?.ok_or(Error::NotFound)?;
    let (permission, subject) = if granted.user == actor.id {
        let own = user::store::find_user(ctx, actor.id)?;
        (Permission::EndOwnGlass, Subject::from(&own))
    } else {
        if Shut::find(ctx)?.holds(id.uuid()) {
            return Err(Error::NotFound);
        }
        let of_own = granted.notices.iter().find(|(agency, _)| *agency == actor.agency);
        let notice = of_own.or(granted.notices.first()).ok_or(Error::NotFound)?;
        let (agency, id) = *notice;
        (Permission::SettleAlert, Subject::Alert { id, agency, about: Some(granted.user) })
    };
    let basis = ctx.permit(permission, subject)?;
    let now = ctx.now();
    if granted.ended_at.is_some() || granted.ends_at <= now {
        return Err(Refused::GlassEnded.into());
    }
    store::update_ended(&mut ctx.tx, id, (now, actor.id))?;
    let about = About { kind: "glass", id: Some(id.uuid()), agency: Some(granted.agency) };
    ctx.record(Record::Changed { basis: &basis, about })?;
    ctx.change_epoch()
}
