//! A decision about a pair ends: everything is again as if it had never been made.

use super::{
    decide::checked,
    pair::{self, owe_relinking},
    store,
};
use crate::{
    ctx::{Ctx, Record},
    error::{Conflict, Error},
};
use domain::{ids::LinkId, policy::Permission};
use uuid::Uuid;

/// Ends the decision `seen` about a pair, whether it was in force, waited or left it open. The
/// decision itself stays, with who ended it and why.
///
/// # Errors
/// [`Conflict::Changed`] when it has ended already, and as [`super::decide_link`].
pub fn end_decision(ctx: &mut Ctx<'_>, id: LinkId, seen: Uuid, why: &str) -> Result<(), Error> {
    let (pair, standing) = pair::find(ctx, id)?;
    let subject = pair.subject(ctx, standing.as_ref())?;
    let basis = ctx.permit(Permission::ReviewLink, subject)?;
    let why = checked(why)?;
    if !store::update_ended(ctx, seen, pair.records, why)? {
        return Err(Conflict::Changed { version: 0 }.into());
    }
    // Also of one that was not in force: linking has taken its pair from the queue.
    owe_relinking(ctx, pair.records, (seen, "ended"))?;
    ctx.record(Record::Changed { basis: &basis, about: subject.into() })
}
