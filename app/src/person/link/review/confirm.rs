//! A second person confirms a link that joins a victim to another case.

use super::{
    pair::{self, owe_relinking},
    store,
};
use crate::{
    ctx::{Ctx, Record},
    error::{Conflict, Error},
};
use domain::{ids::LinkId, policy::Permission};
use uuid::Uuid;

/// Confirms the decision `seen` about a pair; from then on it is in force.
///
/// # Errors
/// [`Error::Denied`] for whoever decided it; [`Conflict::Changed`] when it no longer waits.
pub fn confirm_link(ctx: &mut Ctx<'_>, id: LinkId, seen: Uuid) -> Result<(), Error> {
    let (pair, standing) = pair::find(ctx, id)?;
    let subject = pair.subject(ctx, standing.as_ref())?;
    let basis = ctx.permit(Permission::ConfirmLink, subject)?;
    if !store::update_confirmed(ctx, seen, pair.records)? {
        return Err(Conflict::Changed { version: 0 }.into());
    }
    owe_relinking(ctx, pair.records, (seen, "confirmed"))?;
    ctx.record(Record::Changed { basis: &basis, about: subject.into() })
}
