//! What hangs on an incident or a referral that is shut, and on a person who is.

use crate::{
    db::{DbError, Tx},
    params,
};
use domain::ids::AgencyId;
use uuid::Uuid;

/// Everyone who a record of an incident or referral is or was.
pub(super) fn list_people_of(tx: &mut Tx<'_>, source: Uuid) -> Result<Vec<Uuid>, DbError> {
    tx.list(
        "select distinct m.person_id from person_record r
         join membership m on m.record_id = r.record_id
         where r.source_id = $1",
        params![source],
        |row| row.get("person_id"),
    )
}

/// The incidents and referrals in which a person stands now.
pub(super) fn list_sources_of(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Uuid>, DbError> {
    tx.list(
        "select distinct r.source_id from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         where m.person_id = $1 and m.superseded_at is null",
        params![person],
        |row| row.get("source_id"),
    )
}

/// Pairs of which one is a record of an incident or referral, and what was decided about such.
pub(super) fn list_pairs_of(tx: &mut Tx<'_>, source: Uuid) -> Result<Vec<Uuid>, DbError> {
    tx.list(
        "select l.link_id as id from person_record r join link l on l.left_id = r.record_id
         where r.source_id = $1
         union
         select l.link_id from person_record r join link l on l.right_id = r.record_id
         where r.source_id = $1
         union
         select d.decision_id from person_record r join link_decision d on d.left_id = r.record_id
         where r.source_id = $1
         union
         select d.decision_id from person_record r join link_decision d on d.right_id = r.record_id
         where r.source_id = $1",
        params![source],
        |row| row.get("id"),
    )
}

/// Every time that somebody broke the glass for a person.
pub(super) fn list_glass_of(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Uuid>, DbError> {
    tx.list("select glass_id from glass where person_id = $1", params![person], |row| {
        row.get("glass_id")
    })
}

/// What declarations found of a person.
pub(super) fn list_matches_of(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Uuid>, DbError> {
    tx.list("select match_id from declaration_match where person_id = $1", params![person], |row| {
        row.get("match_id")
    })
}

/// What the declarations of an agency's people found.
pub(super) fn list_matches_of_staff(
    tx: &mut Tx<'_>,
    agency: AgencyId,
) -> Result<Vec<Uuid>, DbError> {
    tx.list(
        "select m.match_id from declaration_match m
         join user_state u on u.user_id = m.user_id and u.superseded_at is null
         where u.agency_id = $1",
        params![agency],
        |row| row.get("match_id"),
    )
}

/// Every alert that is about a record, and which.
pub(super) fn list_subjects_of_alerts(tx: &mut Tx<'_>) -> Result<Vec<(Uuid, Uuid)>, DbError> {
    tx.list(
        "select alert_id, subject_id from alert where subject_id is not null",
        params![],
        |row| Ok((row.get("alert_id")?, row.get("subject_id")?)),
    )
}
