//! The decision that stands about a pair, for whoever is about to end it.

use super::{
    decided::{Decided, find_decided},
    pair, store,
};
use crate::{
    ctx::{Ctx, Record},
    error::Error,
};
use domain::{ids::LinkId, policy::Permission};

/// Reads what was decided about a pair, and whether a change is still being worked in. It tells
/// nothing of either record, and so is no look at their people.
///
/// # Errors
/// [`Error::NotFound`] where nothing stands, and as [`super::read_review`].
pub fn read_decision(ctx: &mut Ctx<'_>, id: LinkId) -> Result<(Decided, bool), Error> {
    let (pair, standing) = pair::find(ctx, id)?;
    let subject = pair.subject(ctx, standing.as_ref())?;
    let basis = ctx.permit(Permission::ReviewLink, subject)?;
    let standing = standing.ok_or(Error::NotFound)?;
    let decided = find_decided(&mut ctx.tx, standing.id)?.ok_or(Error::NotFound)?;
    let is_being_worked_in = store::is_owed(&mut ctx.tx, pair.records)?;
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &["decision"] })?;
    Ok((decided, is_being_worked_in))
}
