//! Records that may be somebody's own who uses Wicken: by their name or their address of e-mail.

use super::{
    fill::hash,
    store::{self, OfOneKey},
};
use crate::{db::Tx, error::Error, keys::Keyring};
use domain::ids::{AgencyId, RecordId};
use linkage::online::{Known, Online, Rule};
use std::collections::BTreeMap;

/// What is known of somebody who uses Wicken.
pub(crate) struct OwnKeys<'o> {
    pub given: &'o str,
    pub family: &'o str,
    pub email: &'o str,
}

/// A record that may be theirs.
pub(crate) struct OwnRecord {
    pub record: RecordId,
    /// True where it holds their e-mail address; else the name sounds like theirs.
    pub by_email: bool,
}

/// Records that one key leads to; of a name that so many bear it says little.
const OF_ONE_KEY: usize = 50;

/// Looks through the keys of all `agencies`: nothing sealed is opened. It asks no door, so whoever
/// calls it may show nothing of what it finds.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn list_own(
    tx: &mut Tx<'_>,
    keyring: &Keyring,
    agencies: &[AgencyId],
    whom: &OwnKeys<'_>,
) -> Result<Vec<OwnRecord>, Error> {
    let known = Known {
        given_names: whom.given,
        family_name: whom.family,
        email: whom.email,
        ..Known::default()
    };
    let mut keys = Online::new().keys(&known);
    keys.retain(|key| key.rule == Rule::Names || key.rule == Rule::Email);
    let mut found: BTreeMap<RecordId, bool> = BTreeMap::new();
    for agency in agencies {
        for key in &keys {
            let mut rows = store::list_by_keys(tx, &[hash(keyring, *agency, key)], OfOneKey::Many)?;
            rows.sort_unstable_by_key(|(_, row)| std::cmp::Reverse(row.id));
            for (_, row) in rows.into_iter().take(OF_ONE_KEY) {
                *found.entry(row.id).or_default() |= key.rule == Rule::Email;
            }
        }
    }
    Ok(found.into_iter().map(|(record, by_email)| OwnRecord { record, by_email }).collect())
}
