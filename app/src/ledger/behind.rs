//! The entries behind an alert.

use super::{
    list::{Looked, read},
    shown::Shown,
    store,
};
use crate::{alert::Alert, ctx::Ctx, entropy, error::Error};
use jiff::SignedDuration;

/// Those that a detector counted; of what an operation raised, all that whoever it is about did at
/// that instant. Of these what the asker reads in the ledger: an alert opens nothing of another
/// agency's. The oldest first. It asks no door: whoever calls it has asked for the alert.
///
/// # Errors
/// [`Error::Broken`] where a line is none.
pub(crate) fn list_behind(ctx: &mut Ctx<'_>, alert: &Alert) -> Result<Vec<Looked>, Error> {
    let shown = Shown::find(ctx)?;
    let mut found = store::list_of_alert(&mut ctx.tx, alert.id)?;
    if let (true, Some(user)) = (found.is_empty(), alert.about) {
        let at = alert.raised_at;
        let next = at.saturating_add(SignedDuration::from_millis(1)).unwrap_or(at);
        let ids = (entropy::first_id(at), entropy::first_id(next));
        found = store::list_of_instant(&mut ctx.tx, (user, at), ids)?;
    }
    let mut lines = Vec::new();
    for stored in found {
        lines.extend(read(stored)?.shown_by(|entry| shown.of(entry))?);
    }
    Ok(lines)
}
