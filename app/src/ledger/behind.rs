//! The entries behind an alert.

use super::{
    list::{Looked, read},
    store,
};
use crate::{alert::Alert, db::Tx, entropy, error::Error};
use jiff::SignedDuration;

/// Those that a detector counted; of what an operation raised, all that whoever it is about did at
/// that instant. The oldest first. It asks no door: whoever calls it has asked for the alert.
///
/// # Errors
/// [`Error::Broken`] where a line is none.
pub(crate) fn list_behind(tx: &mut Tx<'_>, alert: &Alert) -> Result<Vec<Looked>, Error> {
    let mut found = store::list_of_alert(tx, alert.id)?;
    if let (true, Some(user)) = (found.is_empty(), alert.about) {
        let at = alert.raised_at;
        let next = at.saturating_add(SignedDuration::from_millis(1)).unwrap_or(at);
        let ids = (entropy::first_id(at), entropy::first_id(next));
        found = store::list_of_instant(tx, (user, at), ids)?;
    }
    found.into_iter().map(read).collect()
}
