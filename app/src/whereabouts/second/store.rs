//! Rows of `second_opening` and `second_opening_anchor`.

use super::{SECOND_OPEN_MINUTES, WAITS_HOURS};
use crate::{
    db::{DbError, Row, Tx},
    params,
};
use domain::{
    ids::{AgencyId, PersonId, RecordId, UserId},
    person::OpeningReason,
};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use uuid::Uuid;

/// One request that nobody has answered.
pub(super) struct Waiting {
    pub id: Uuid,
    pub person: PersonId,
    pub user: UserId,
    pub user_name: String,
    pub agency: AgencyId,
    pub agency_name: String,
    pub reason: OpeningReason,
    pub words: String,
    pub at: Timestamp,
}

/// The roots of records of which a second person opened the whereabouts to a user within the last
/// hour, each with whose it is today: what the second person's own agency held or had referred. It
/// holds to those, so that a link made since opens nothing.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_seconded(
    tx: &mut Tx<'_>,
    user: UserId,
    now: Timestamp,
) -> Result<BTreeSet<(PersonId, RecordId)>, DbError> {
    let since = now - SignedDuration::from_mins(SECOND_OPEN_MINUTES);
    let roots = tx.list(
        "select distinct m.person_id, a.root_id
         from second_opening o
         join second_opening_anchor a on a.second_id = o.second_id
         join membership m on m.root_id = a.root_id and m.superseded_at is null
         join person_record r on r.record_id = m.record_id and r.source_id = a.source_id
              and r.superseded_at is null
         where o.user_id = $1 and o.is_approved and $2 < o.answered_at",
        params![user, since],
        |row| Ok((row.get("person_id")?, row.get("root_id")?)),
    )?;
    Ok(roots.into_iter().collect())
}

/// Whether a user waits for somebody to open a person's whereabouts to them.
pub(super) fn is_waiting(
    tx: &mut Tx<'_>,
    user: UserId,
    person: PersonId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let found = tx.find(
        "select 1 as found from second_opening
         where user_id = $1 and person_id = $2 and answered_at is null and $3 < asked_at",
        params![user, person, waits_since(now)],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

fn waits_since(now: Timestamp) -> Timestamp {
    now - SignedDuration::from_hours(WAITS_HOURS)
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    id: Uuid,
    (person, user, agency): (PersonId, UserId, AgencyId),
    (reason, words): (&str, &str),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "insert into second_opening (second_id, person_id, user_id, agency_id, reason, words,
                                     asked_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![id, person, user, agency, reason, words, now],
    )?;
    Ok(())
}

/// Everything that waits, the oldest first.
pub(super) fn list_waiting(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Waiting>, DbError> {
    tx.list(
        "select o.second_id, o.person_id, o.user_id, u.name as user_name, o.agency_id,
                g.name as agency_name, o.reason, o.words, o.asked_at
         from second_opening o
         join user_state u on u.user_id = o.user_id and u.superseded_at is null
         join agency_state g on g.agency_id = o.agency_id and g.superseded_at is null
         where o.answered_at is null and $1 < o.asked_at and u.status <> 'suspended'
         order by o.asked_at, o.second_id",
        params![waits_since(now)],
        waiting,
    )
}

fn waiting(row: &Row<'_>) -> Result<Waiting, DbError> {
    let reason: String = row.get("reason")?;
    let broken = || DbError::Column { name: "reason", why: "no reason of the list".to_owned() };
    Ok(Waiting {
        id: row.get("second_id")?,
        person: row.get("person_id")?,
        user: row.get("user_id")?,
        user_name: row.get("user_name")?,
        agency: row.get("agency_id")?,
        agency_name: row.get("agency_name")?,
        reason: OpeningReason::from_code(&reason).ok_or_else(broken)?,
        words: row.get("words")?,
        at: row.get("asked_at")?,
    })
}

/// Answers a request; false where somebody else just did.
pub(super) fn update_answered(
    tx: &mut Tx<'_>,
    id: Uuid,
    (now, hand): (Timestamp, Option<UserId>),
    is_approved: bool,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "update second_opening set answered_at = $2, answered_by = $3, is_approved = $4
         where second_id = $1 and answered_at is null",
        params![id, now, hand, is_approved],
    )?;
    Ok(changed == 1)
}

pub(super) fn insert_anchor(
    tx: &mut Tx<'_>,
    id: Uuid,
    (source, root): (Uuid, RecordId),
) -> Result<(), DbError> {
    tx.execute(
        "insert into second_opening_anchor (second_id, source_id, root_id) values ($1, $2, $3)",
        params![id, source, root],
    )?;
    Ok(())
}
