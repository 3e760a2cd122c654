//! What a person's page offers about where they are.

use super::store;
use crate::{
    ctx::Ctx,
    error::Error,
    person::{Sight, list_sights},
};
use domain::{ids::PersonId, policy::Permission};

/// What whoever reads a person could do about where they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WhereaboutsOffers {
    /// Whether somebody wrote something down in a case that the asker sees.
    pub is_kept: bool,
    pub may_keep: bool,
    /// Whether the asker could open some of it, once they signed in again.
    pub may_open: bool,
    /// Whether there is a case of which the asker would need a second person to open where the
    /// person is.
    pub may_ask_second: bool,
}

/// What to offer to whoever reads a person. Never a ground to act: each step asks the door itself.
///
/// # Errors
/// [`Error::Storage`].
pub fn find_offers(ctx: &mut Ctx<'_>, id: PersonId) -> Result<WhereaboutsOffers, Error> {
    let sights = list_sights(ctx, id)?;
    let may = |permission: Permission, sight: &Sight| {
        ctx.would_permit(permission, sight.for_permission(permission))
    };
    let opens = |sight: &Sight| may(Permission::OpenWhereabouts, sight);
    let asks = |sight: &Sight| may(Permission::AskSecond, sight) && !opens(sight);
    let may_keep = sights.iter().any(|sight| may(Permission::KeepWhereabouts, sight));
    let may_open = sights.iter().any(opens);
    let may_ask_second = sights.iter().any(asks);
    let seen: Vec<&Sight> = sights.iter().filter(|sight| opens(sight) || asks(sight)).collect();
    let kept = store::list_kept(&mut ctx.tx, id)?;
    let is_kept = kept.iter().any(|it| seen.iter().any(|sight| sight.holds(it.record)));
    Ok(WhereaboutsOffers { is_kept, may_keep, may_open, may_ask_second })
}
