//! Rows of `marac`, `instrument`, `referral` and what belongs to a state of it.

use super::place::Place;
use crate::{
    db::{DbError, Tx},
    import::Before,
    params,
};
use domain::{
    ids::{AgencyId, ImportId, MaracId, RecordId, ReferralId, UserId},
    marac::NewReferral,
};
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

/// What a state is, beside what the file says.
pub(super) struct NewState {
    pub id: Uuid,
    pub referral: ReferralId,
    pub version: i64,
    pub import: ImportId,
    pub victim: RecordId,
}

pub(super) fn list_maracs(tx: &mut Tx<'_>) -> Result<Vec<(MaracId, String)>, DbError> {
    tx.list("select marac_id, name from marac order by name", params![], |row| {
        Ok((row.get("marac_id")?, row.get("name")?))
    })
}

/// Whether it is new.
pub(super) fn insert_marac(
    tx: &mut Tx<'_>,
    (id, name): (MaracId, &str),
    now: Timestamp,
) -> Result<bool, DbError> {
    let inserted = tx.execute(
        "insert into marac (marac_id, name, made_at) values ($1, $2, $3)
         on conflict (name) do nothing",
        params![id, name, now],
    )?;
    Ok(inserted == 1)
}

/// Whether it is new.
pub(super) fn insert_instrument(
    tx: &mut Tx<'_>,
    (code, name): (&str, &str),
    now: Timestamp,
) -> Result<bool, DbError> {
    let inserted = tx.execute(
        "insert into instrument (code, name, made_at) values ($1, $2, $3)
         on conflict (code) do nothing",
        params![code, name, now],
    )?;
    Ok(inserted == 1)
}

pub(super) fn find_current(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    reference: &str,
) -> Result<Option<Before>, DbError> {
    tx.find(
        "select r.referral_id as id, s.state_id, s.version, s.body_hash from referral r
         join referral_state s on s.referral_id = r.referral_id and s.superseded_at is null
         where r.agency_id = $1 and r.reference = $2",
        params![agency, reference],
        Before::read,
    )
}

/// Whether it is new: two imports of one reference at once make one referral between them.
pub(super) fn insert_referral(
    tx: &mut Tx<'_>,
    id: ReferralId,
    (agency, reference): (AgencyId, &str),
    now: Timestamp,
) -> Result<bool, DbError> {
    let inserted = tx.execute(
        "insert into referral (referral_id, agency_id, reference, made_at) values ($1, $2, $3, $4)
         on conflict (agency_id, reference) do nothing",
        params![id, agency, reference, now],
    )?;
    Ok(inserted == 1)
}

/// Whether it was still current.
pub(super) fn supersede(tx: &mut Tx<'_>, state: Uuid, now: Timestamp) -> Result<bool, DbError> {
    let superseded = tx.execute(
        "update referral_state set superseded_at = $2
         where state_id = $1 and superseded_at is null",
        params![state, now],
    )?;
    Ok(superseded == 1)
}

pub(super) fn insert_state(
    tx: &mut Tx<'_>,
    (state, body_hash): (&NewState, [u8; 32]),
    (new, place): (&NewReferral, Place),
    odd: Option<Vec<u8>>,
    (now, hand): (Timestamp, Option<UserId>),
) -> Result<(), DbError> {
    tx.execute(
        "insert into referral_state (state_id, referral_id, version, import_id, body_hash,
                                     marac_id, referring_agency_id, referrer_kind, referred_on,
                                     status, incident_on, identified_on, heard_on, meeting_kind,
                                     criteria, instrument, score, area_code, children_count,
                                     pregnant, honour_based, forced_marriage, relationship,
                                     victim_aware, victim_agrees, victim_lgbt, victim_id, odd,
                                     recorded_at, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)",
        params![
            state.id,
            state.referral,
            state.version,
            state.import,
            &body_hash,
            place.marac,
            place.referring_agency,
            new.referrer_kind,
            new.referred_on,
            new.status,
            new.incident_on,
            new.identified_on,
            new.heard_on,
            new.meeting_kind,
            json!(new.criteria),
            new.checklist.clone(),
            new.checklist_score.map(u32::from),
            new.area_code.clone(),
            new.children_count.map(u32::from),
            new.pregnant,
            new.honour_based,
            new.forced_marriage,
            new.relationship,
            new.victim_aware,
            new.victim_agrees,
            new.victim_lgbt,
            state.victim,
            odd,
            now,
            hand,
        ],
    )?;
    Ok(())
}

pub(super) fn insert_perpetrator(
    tx: &mut Tx<'_>,
    (state, place): (Uuid, u32),
    record: RecordId,
) -> Result<(), DbError> {
    tx.execute(
        "insert into referral_perpetrator (state_id, place, record_id) values ($1, $2, $3)",
        params![state, place, record],
    )?;
    Ok(())
}

pub(super) fn insert_same_incident(
    tx: &mut Tx<'_>,
    state: Uuid,
    (agency, reference): (AgencyId, &str),
) -> Result<(), DbError> {
    tx.execute(
        "insert into referral_same_incident (state_id, agency_id, reference) values ($1, $2, $3)
         on conflict (state_id, reference) do nothing",
        params![state, agency, reference],
    )?;
    Ok(())
}
