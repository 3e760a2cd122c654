//! Rows of `whereabouts` and its states and anchors, the sealed cells of records, and openings.

use super::open::Sealed;
use crate::{
    db::{DbError, Tx},
    params,
};
use domain::ids::{AgencyId, PersonId, RecordId, UserId};
use jiff::Timestamp;
use uuid::Uuid;

/// One entry as it stands, with one of the records to which it holds.
pub(super) struct Kept {
    pub id: Uuid,
    pub source: Uuid,
    pub record: RecordId,
    pub agency: AgencyId,
    pub agency_name: String,
    pub state: Uuid,
    pub content: Vec<u8>,
    pub at: Timestamp,
    pub by: Option<String>,
    pub changes: i64,
}

/// The sealed cells of a person's current records.
pub(super) fn list_sealed(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Sealed>, DbError> {
    tx.list(
        "select r.record_id, r.address, r.postcode, r.phone, r.email, r.odd
         from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         where m.person_id = $1 and m.superseded_at is null",
        params![person],
        |row| {
            Ok(Sealed {
                record: row.get("record_id")?,
                address: row.get("address")?,
                postcode: row.get("postcode")?,
                phone: row.get("phone")?,
                email: row.get("email")?,
                odd: row.get("odd")?,
            })
        },
    )
}

pub(super) fn insert_opening(
    tx: &mut Tx<'_>,
    (id, person, user): (Uuid, PersonId, UserId),
    (reason, words): (&str, &str),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "insert into whereabouts_opening (opening_id, person_id, user_id, reason, words, opened_at)
         values ($1, $2, $3, $4, $5, $6)",
        params![id, person, user, reason, words, now],
    )?;
    Ok(())
}

/// What was written down of a person and was not a mistake: once for each record that it holds to.
pub(super) fn list_kept(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Kept>, DbError> {
    tx.list(
        "select distinct w.whereabouts_id, a.source_id, r.record_id, w.agency_id,
                g.name as agency_name,
                s.state_id, s.content, s.recorded_at, u.name as by_name,
                (select count(*) from whereabouts_state e
                 where e.whereabouts_id = w.whereabouts_id
                       and e.superseded_at is not null) as changes
         from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         join whereabouts_anchor a on a.root_id = m.root_id and a.source_id = r.source_id
         join whereabouts w on w.whereabouts_id = a.whereabouts_id
         join whereabouts_state s on s.whereabouts_id = w.whereabouts_id
              and s.superseded_at is null
         join agency_state g on g.agency_id = w.agency_id and g.superseded_at is null
         left join user_state u on u.user_id = s.recorded_by and u.superseded_at is null
         where m.person_id = $1 and m.superseded_at is null and s.is_right
         order by w.whereabouts_id, a.source_id, r.record_id",
        params![person],
        |row| {
            Ok(Kept {
                id: row.get("whereabouts_id")?,
                source: row.get("source_id")?,
                record: row.get("record_id")?,
                agency: row.get("agency_id")?,
                agency_name: row.get("agency_name")?,
                state: row.get("state_id")?,
                content: row.get("content")?,
                at: row.get("recorded_at")?,
                by: row.get("by_name")?,
                changes: row.get("changes")?,
            })
        },
    )
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    (id, agency): (Uuid, AgencyId),
    (now, hand): (Timestamp, Option<UserId>),
) -> Result<(), DbError> {
    tx.execute(
        "insert into whereabouts (whereabouts_id, agency_id, recorded_at, recorded_by)
         values ($1, $2, $3, $4)",
        params![id, agency, now, hand],
    )?;
    Ok(())
}

/// Holds an entry to records, each by its incident or referral and its root.
pub(super) fn insert_anchors(
    tx: &mut Tx<'_>,
    id: Uuid,
    roots: &[(Uuid, RecordId)],
) -> Result<(), DbError> {
    for (source, root) in roots {
        tx.execute(
            "insert into whereabouts_anchor (whereabouts_id, source_id, root_id)
             values ($1, $2, $3)",
            params![id, *source, *root],
        )?;
    }
    Ok(())
}

pub(super) fn supersede(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "update whereabouts_state set superseded_at = $2
         where whereabouts_id = $1 and superseded_at is null",
        params![id, now],
    )?;
    Ok(())
}

pub(super) fn insert_state(
    tx: &mut Tx<'_>,
    (state, id): (Uuid, Uuid),
    (content, is_right): (Vec<u8>, bool),
    (now, hand): (Timestamp, Option<UserId>),
) -> Result<(), DbError> {
    tx.execute(
        "insert into whereabouts_state (state_id, whereabouts_id, content, is_right, recorded_at,
                                        recorded_by)
         values ($1, $2, $3, $4, $5, $6)",
        params![state, id, content, is_right, now, hand],
    )?;
    Ok(())
}
