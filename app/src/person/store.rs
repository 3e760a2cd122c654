//! Rows of `person_record`, as imports write them.

use super::{
    record::{Held, Source},
    seal::SealedCells,
    sight::RecordStanding,
};
use crate::{
    db::{DbError, Tx},
    params,
};
use domain::{
    ids::{PersonId, RecordId},
    person::PartyDetails,
};
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

pub(super) fn list_current(tx: &mut Tx<'_>, source: Uuid) -> Result<Vec<Held>, DbError> {
    tx.list(
        "select record_id, party, body_hash from person_record
         where source_id = $1 and superseded_at is null",
        params![source],
        |row| {
            Ok(Held {
                id: row.get("record_id")?,
                party: row.get("party")?,
                body_hash: row.get("body_hash")?,
            })
        },
    )
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    (source, held): (&Source, &Held),
    details: &PartyDetails,
    sealed: SealedCells,
    now: Timestamp,
) -> Result<(), DbError> {
    let nhs_number = details.nhs_number.as_ref().map(|number| number.as_str().to_owned());
    tx.execute(
        "insert into person_record (record_id, agency_id, source_kind, source_id, party, is_named,
                                    own_ref, given_names, family_name, other_names, date_of_birth,
                                    age, seen_on, date_of_death, sex, nhs_number, equality,
                                    address, postcode, phone, email, odd, body_hash, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19, $20, $21, $22, $23, $24)",
        params![
            held.id,
            source.agency,
            source.kind,
            source.id,
            held.party,
            details.is_named(),
            details.own_ref.clone(),
            details.given_names.clone(),
            details.family_name.clone(),
            json!(details.other_names),
            details.date_of_birth,
            details.age.map(u32::from),
            source.seen_on,
            details.date_of_death,
            details.sex,
            nhs_number,
            json!(details.equality),
            sealed.address,
            sealed.postcode,
            sealed.phone,
            sealed.email,
            sealed.odd,
            &held.body_hash,
            now,
        ],
    )?;
    Ok(())
}

pub(super) fn supersede(tx: &mut Tx<'_>, id: RecordId, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "update person_record set superseded_at = $2
         where record_id = $1 and superseded_at is null",
        params![id, now],
    )?;
    Ok(())
}

/// Says that linking and counting are owed to a source. `due_id` is new each time: what was saved
/// while it was being counted stays owed.
pub(super) fn upsert_due(
    tx: &mut Tx<'_>,
    (kind, source): (&'static str, Uuid),
    due: Uuid,
) -> Result<(), DbError> {
    tx.execute(
        "insert into fact_due (source_kind, source_id, due_id) values ($1, $2, $3)
         on conflict (source_kind, source_id) do update set due_id = excluded.due_id",
        params![kind, source, due],
    )?;
    Ok(())
}

/// Each current record of a person, as far as it takes to ask the door about it.
pub(super) fn list_standing(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<RecordStanding>, DbError> {
    tx.list(
        "select r.record_id, m.root_id, r.source_id, r.agency_id, r.party,
                s.referring_agency_id, s.marac_id
         from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         left join referral_state s on s.referral_id = r.source_id and s.superseded_at is null
         where m.person_id = $1 and m.superseded_at is null",
        params![person],
        |row| {
            Ok(RecordStanding {
                id: row.get("record_id")?,
                root: row.get("root_id")?,
                source: row.get("source_id")?,
                holder: row.get("agency_id")?,
                referred_by: row.get("referring_agency_id")?,
                marac: row.get("marac_id")?,
                party: row.get("party")?,
            })
        },
    )
}

/// Incidents and referrals that wait to be linked for the first time.
pub(super) fn list_fresh_sources(tx: &mut Tx<'_>) -> Result<Vec<Uuid>, DbError> {
    tx.list("select source_id from fresh_source", params![], |row| row.get("source_id"))
}

/// Nothing where a person counts as nobody else.
pub(super) fn find_group(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<PersonId>, DbError> {
    tx.find(
        "select group_id from guess where person_id = $1 and superseded_at is null",
        params![person],
        |row| row.get("group_id"),
    )
}

pub(super) fn list_of_group(tx: &mut Tx<'_>, group: PersonId) -> Result<Vec<PersonId>, DbError> {
    tx.list(
        "select person_id from guess where group_id = $1 and superseded_at is null",
        params![group],
        |row| row.get("person_id"),
    )
}
