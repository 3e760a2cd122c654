//! Exclusions that follow from a declaration: Wicken keeps them, or whoever decided about it.

use super::{add::NewExclusion, store};
use crate::{ctx::Ctx, error::Error, marac};
use domain::{
    exclusion::{ExclusionReason, ExclusionWords},
    ids::{PersonId, UserId},
};
use uuid::Uuid;

/// What stands with such an exclusion: whoever reads it does not learn what was declared.
const WORDS: &str = "By a declaration, or by the name itself. The data protection officer knows.";

/// Excludes a user from a person because of what was declared; nothing where they are excluded by
/// hand already. It asks no door and leaves no entry: whoever calls it does both.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn keep_declared(
    ctx: &mut Ctx<'_>,
    user: UserId,
    person: PersonId,
) -> Result<Option<Uuid>, Error> {
    if store::is_excluded_by_name(&mut ctx.tx, user, person)? {
        return Ok(None);
    }
    let (id, words) = (ctx.new_id(), ExclusionWords::parse(WORDS)?);
    let new = NewExclusion { person, user, reason: ExclusionReason::Declared, words };
    let before = marac::Heard::find(ctx)?;
    store::insert(ctx, id, &new)?;
    store::insert_anchors(&mut ctx.tx, id, person)?;
    before.tell_if_nobody_left(ctx)?;
    marac::tell_if_unrepresented(ctx, user, person)?;
    ctx.change_epoch()?;
    Ok(Some(id))
}

/// Ends such an exclusion; one that has ended stays as it is.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn end_declared(ctx: &mut Ctx<'_>, id: Uuid, why: &ExclusionWords) -> Result<(), Error> {
    store::update_ended(ctx, id, why)?;
    ctx.change_epoch()
}
