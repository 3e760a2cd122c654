//! What oversight counts: lines of the ledger, rows of `glass` and of `alert`.

use super::read::{Broken, Told, Who};
use crate::{
    db::{DbError, Tx},
    params,
};
use domain::ids::AgencyId;
use jiff::Timestamp;
use uuid::Uuid;

/// Looks at people and refusals after an entry, in their order: by people of the agency or, of the
/// looks, at its records; those of all where it is none.
pub(super) fn list_lines(
    tx: &mut Tx<'_>,
    agency: Option<AgencyId>,
    (after, most): (Uuid, i64),
) -> Result<Vec<(Uuid, String)>, DbError> {
    tx.list(
        "select entry_id, line from ledger_entry
         where $1 < entry_id
               and (kind = 'refusal' or kind = 'read' and subject_kind = 'person')
               and (cast($2 as uuid) is null or actor_agency = $2 or subject_agency = $2)
         order by entry_id limit $3",
        params![after, agency, most],
        |row| Ok((row.get("entry_id")?, row.get("line")?)),
    )
}

/// The times that the glass was broken since of which the officers of an agency were told, or all.
pub(super) fn list_glass(
    tx: &mut Tx<'_>,
    agency: Option<AgencyId>,
    since: Timestamp,
) -> Result<Vec<Broken>, DbError> {
    tx.list(
        "select g.glass_id, g.agency_id, g.outcome from glass g
         where $2 <= g.asked_at
               and (cast($1 as uuid) is null
                    or exists (select 1 from glass_notice n
                               where n.glass_id = g.glass_id and n.agency_id = $1))",
        params![agency, since],
        |row| {
            Ok(Broken {
                id: row.get("glass_id")?,
                agency: row.get("agency_id")?,
                outcome: row.get("outcome")?,
            })
        },
    )
}

/// What officers were told since, and what they were told before and nobody has settled.
pub(super) fn list_alerts(
    tx: &mut Tx<'_>,
    (agency, reader): Who,
    (since, now): (Timestamp, Timestamp),
) -> Result<Vec<Told>, DbError> {
    tx.list(
        "select alert_id, agency_id, kind, settled_at is null as is_open,
                settled_at is null and due_at < $4 as is_late
         from alert
         where (cast($1 as uuid) is null or agency_id = $1)
               and ($3 <= raised_at or settled_at is null)
               and (about_user is null or about_user <> $2)",
        params![agency, reader, since, now],
        |row| {
            Ok(Told {
                id: row.get("alert_id")?,
                agency: row.get("agency_id")?,
                kind: row.get("kind")?,
                is_open: row.get("is_open")?,
                is_late: row.get("is_late")?,
            })
        },
    )
}
