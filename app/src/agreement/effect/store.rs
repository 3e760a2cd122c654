//! Which agencies can read which cases of others: those that work on them, and those whose duty
//! team was called.

use super::People;
use crate::{
    db::{DbError, Row, Tx},
    params,
};
use domain::{
    ids::{AgencyId, InvolvementId},
    incident::IncidentStatus,
    involvement::InvolvementDays,
    marac::ReferralStatus,
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

/// That an agency is involved in a case which another holds, or that its duty team was called to
/// it.
pub(super) struct Reading {
    pub source: Uuid,
    pub is_referral: bool,
    pub is_open: bool,
    pub on: Date,
    pub holder: AgencyId,
    pub holder_name: String,
    pub reader: AgencyId,
    pub reader_name: String,
    pub by: By,
}

/// On what such a reading rests beside the agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Work(InvolvementDays),
    /// On the side of the alleged perpetrator.
    HisSide(InvolvementDays),
    /// Until then.
    Call(Timestamp),
}

/// What is read of a case, whoever reads it: `i` names source and reader.
macro_rules! readings {
    ($columns:literal, $from:literal, $where:literal) => {
        concat!(
            "select i.source_id, i.agency_id, b.name as reader_name,
                    coalesce(n.agency_id, f.agency_id) as holder_id, h.name as holder_name,
                    coalesce(t.reported_on, s.referred_on) as day, t.status as incident_status,
                    s.status as referral_status, ",
            $columns,
            " from ",
            $from,
            " left join incident n on n.incident_id = i.source_id
              left join incident_state t on t.incident_id = i.source_id
                   and t.superseded_at is null
              left join referral f on f.referral_id = i.source_id
              left join referral_state s on s.referral_id = i.source_id
                   and s.superseded_at is null
              join agency_state b on b.agency_id = i.agency_id and b.superseded_at is null
              join agency_state h on h.agency_id = coalesce(n.agency_id, f.agency_id)
                   and h.superseded_at is null
              where ",
            $where
        )
    };
}

/// The involvements that nobody ended and the calls that stand at an instant.
pub(super) fn list_readings(tx: &mut Tx<'_>, at: Timestamp) -> Result<Vec<Reading>, DbError> {
    let mut readings = tx.list(
        readings!(
            "i.from_on, i.until_on, v.involvement_id as side_id",
            "involvement i
             left join perpetrator_side v on v.involvement_id = i.involvement_id",
            "i.ended_at is null"
        ),
        params![],
        |row| {
            let days = InvolvementDays { from: row.get("from_on")?, until: row.get("until_on")? };
            let side: Option<InvolvementId> = row.get("side_id")?;
            reading(row, side.map_or(By::Work(days), |_| By::HisSide(days)))
        },
    )?;
    readings.extend(tx.list(
        readings!("i.until_at", "duty_call i", "i.ended_at is null and $1 < i.until_at"),
        params![at],
        |row| reading(row, By::Call(row.get("until_at")?)),
    )?);
    Ok(readings)
}

fn reading(row: &Row<'_>, by: By) -> Result<Reading, DbError> {
    let incident: Option<IncidentStatus> = row.get("incident_status")?;
    let referral: Option<ReferralStatus> = row.get("referral_status")?;
    let is_open = incident == Some(IncidentStatus::Live)
        || referral.is_some_and(|it| it.is_accepted() || it == ReferralStatus::Submitted);
    Ok(Reading {
        source: row.get("source_id")?,
        is_referral: referral.is_some(),
        is_open,
        on: row.get("day")?,
        holder: row.get("holder_id")?,
        holder_name: row.get("holder_name")?,
        reader: row.get("agency_id")?,
        reader_name: row.get("reader_name")?,
        by,
    })
}

/// Who stands in the cases that are read so.
pub(super) fn list_people(tx: &mut Tx<'_>, at: Timestamp) -> Result<People, DbError> {
    let rows = tx.list(
        "select distinct r.source_id, m.person_id
         from (select source_id from involvement where ended_at is null
               union
               select source_id from duty_call where ended_at is null and $1 < until_at) i
         join person_record r on r.source_id = i.source_id and r.superseded_at is null
         join membership m on m.record_id = r.record_id and m.superseded_at is null",
        params![at],
        |row| Ok((row.get::<Uuid>("source_id")?, row.get("person_id")?)),
    )?;
    let mut people = People::new();
    for (source, person) in rows {
        people.entry(source).or_default().insert(person);
    }
    Ok(people)
}
