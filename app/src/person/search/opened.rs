//! The records of others that are open to the asker alone: a case to which their duty team was
//! called, what was given to them by name, and what they broke the glass for.

use super::{candidates::Row, store};
use crate::{ctx::Ctx, disclosure, duty, error::Error, glass};
use domain::ids::{PersonId, RecordId};
use std::collections::BTreeSet;

/// Records of so many cases and people are looked through at most, the newest: what is given,
/// called to and broken ends within days, and nobody has more of it.
const OPENED_MOST: usize = 200;

/// What is open by itself at this instant. What it says is compared in memory, for it has no keys
/// of the asker's agency; there is little of it, and how much is the asker's to know. It asks no
/// door: whoever shows any of it does.
///
/// # Errors
/// [`Error::Storage`].
pub(super) fn list(ctx: &mut Ctx<'_>) -> Result<Vec<Row>, Error> {
    let (actor, now) = (ctx.signed()?.actor, ctx.now());
    let tx = &mut ctx.tx;
    let cases = duty::list_called(tx, (actor.id, actor.agency), now)?;
    let given = disclosure::list_given(tx, actor.id, now)?.into_keys();
    let mut roots: BTreeSet<(PersonId, RecordId)> = given.collect();
    roots.extend(glass::list_broken(tx, actor.id, now)?);
    let mut records = Vec::new();
    for case in cases.into_iter().rev().take(OPENED_MOST) {
        records.extend(store::list_of_source(tx, case)?);
    }
    for root in roots.into_iter().rev().take(OPENED_MOST) {
        records.extend(store::list_of_root(tx, root)?);
    }
    Ok(records)
}
