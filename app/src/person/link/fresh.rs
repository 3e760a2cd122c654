//! Who came in a moment ago is found at once, and not only when everybody has been linked anew.

mod store;

use super::gather::Gathered;
use crate::{
    app::App,
    db::{DbError, Tx},
    entropy,
    error::Error,
    person::search::{Owed, fill_keys},
};
use domain::ids::{PersonId, RecordId};
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// One in so many. A record that turns out to be of somebody known has been written twice; as long
/// as that is little beside linking everybody, nobody waits longer for it.
const SHARE: i64 = 20;
/// So few are begun whatever the share: a county that has just begun is linked in a moment.
const FEW: i64 = 500;

/// The records that are nobody's but their own until they are linked.
pub(super) struct Fresh(HashSet<RecordId>);

impl Fresh {
    /// Makes each record of an incident or referral that nobody had told of before a person of its
    /// own, and gives it its keys: a few rows, where linking takes a minute and more. It is called
    /// as linking will call it, unless it finds that it is of somebody older; so linking moves
    /// those alone. Where too much is new, as when a county begins, nothing is done.
    ///
    /// What was amended waits: it takes the place of a record, and only linking says whose it is.
    ///
    /// Danger: whose it is nobody knows yet, so it is not to be met by anybody who is excluded from
    /// anybody, until [`Fresh::end`].
    pub(super) fn begin(app: &App) -> Result<Fresh, Error> {
        if app.db().read(is_little)? {
            let mut cases: BTreeMap<Uuid, Vec<RecordId>> = BTreeMap::new();
            for (source, record) in app.db().read(store::list_first_told)? {
                cases.entry(source).or_default().push(record);
            }
            let now = app.clock().now();
            let begin = move |tx: &mut Tx<'_>, (source, records): (Uuid, Vec<RecordId>)| {
                store::insert(tx, source)?;
                for record in records {
                    // As a group that has no older record is called.
                    let person = PersonId::from_uuid(record.uuid());
                    super::store::insert_person_unless_there(tx, person, now)?;
                    let membership = (entropy::id(now), record);
                    super::store::insert_membership(tx, membership, (record, person), now)?;
                }
                Ok(())
            };
            app.db().write_each(cases.into_iter().collect(), &mut |_| (), begin)?;
        }
        // Also of those whom a linking began that was stopped.
        let fresh = Fresh(app.db().read(store::list_records)?.into_iter().collect());
        if !fresh.0.is_empty() {
            fill_keys(app, Owed::Fresh)?;
        }
        Ok(fresh)
    }

    /// Nobody was any of them before, so that they are counted as new.
    pub(super) fn are_nobody_yet(&self, mut gathered: Gathered) -> Gathered {
        for record in gathered.records.iter_mut().filter(|record| self.0.contains(&record.id)) {
            record.inherits = None;
        }
        gathered
    }

    /// They are linked.
    pub(super) fn end(self, app: &App) -> Result<(), Error> {
        if self.0.is_empty() {
            return Ok(());
        }
        Ok(app.db().write(store::delete_all)?)
    }
}

fn is_little(tx: &mut Tx<'_>) -> Result<bool, DbError> {
    let due = store::count_due(tx)?;
    Ok(due <= FEW || due * SHARE <= store::count_members(tx)?)
}
