//! Rows of `incident`, `incident_state` and `incident_pair`.

use crate::{
    db::{DbError, Tx},
    import::Before,
    params,
    person::SealedState,
};
use domain::{
    ids::{AgencyId, ImportId, IncidentId, RecordId, UserId},
    incident::{NewIncident, Relationship},
};
use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

/// What a state is, beside what the file says.
pub(super) struct NewState {
    pub id: Uuid,
    pub incident: IncidentId,
    pub version: i64,
    pub import: ImportId,
    pub body_hash: [u8; 32],
}

pub(super) fn find_current(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    reference: &str,
) -> Result<Option<Before>, DbError> {
    tx.find(
        "select i.incident_id as id, s.state_id, s.version, s.body_hash from incident i
         join incident_state s on s.incident_id = i.incident_id and s.superseded_at is null
         where i.agency_id = $1 and i.reference = $2",
        params![agency, reference],
        Before::read,
    )
}

/// Whether it is new: two imports of one reference at once make one incident between them.
pub(super) fn insert_incident(
    tx: &mut Tx<'_>,
    id: IncidentId,
    (agency, reference): (AgencyId, &str),
    now: Timestamp,
) -> Result<bool, DbError> {
    let inserted = tx.execute(
        "insert into incident (incident_id, agency_id, reference, made_at) values ($1, $2, $3, $4)
         on conflict (agency_id, reference) do nothing",
        params![id, agency, reference, now],
    )?;
    Ok(inserted == 1)
}

/// Whether it was still current.
pub(super) fn supersede(tx: &mut Tx<'_>, state: Uuid, now: Timestamp) -> Result<bool, DbError> {
    let superseded = tx.execute(
        "update incident_state set superseded_at = $2
         where state_id = $1 and superseded_at is null",
        params![state, now],
    )?;
    Ok(superseded == 1)
}

pub(super) fn insert_state(
    tx: &mut Tx<'_>,
    state: &NewState,
    new: &NewIncident,
    sealed: SealedState,
    (now, hand): (Timestamp, Option<UserId>),
) -> Result<(), DbError> {
    tx.execute(
        "insert into incident_state (state_id, incident_id, version, import_id, body_hash,
                                     reported_on, reported_at, occurred_on, area_code, status,
                                     definition, risk_grade, honour_based, forced_marriage,
                                     alcohol, drugs, crime_refs, offences, outcomes,
                                     children_present, postcode, odd, recorded_at, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19, $20, $21, $22, $23, $24)",
        params![
            state.id,
            state.incident,
            state.version,
            state.import,
            &state.body_hash,
            new.reported_on,
            new.reported_at.map(|at| at.to_string()),
            new.occurred_on,
            &new.area_code,
            new.status,
            new.counted_under(),
            new.risk_grade,
            new.honour_based,
            new.forced_marriage,
            new.alcohol,
            new.drugs,
            json!(new.crime_refs),
            json!(new.offences),
            json!(new.outcomes),
            new.children_present.map(u32::from),
            sealed.postcode,
            sealed.odd,
            now,
            hand,
        ],
    )?;
    Ok(())
}

pub(super) fn insert_pair(
    tx: &mut Tx<'_>,
    (state, place): (Uuid, u32),
    (victim, perpetrator, relationship): (RecordId, RecordId, Option<Relationship>),
) -> Result<(), DbError> {
    tx.execute(
        "insert into incident_pair (state_id, place, victim_id, perpetrator_id, relationship)
         values ($1, $2, $3, $4, $5)",
        params![state, place, victim, perpetrator, relationship],
    )?;
    Ok(())
}
