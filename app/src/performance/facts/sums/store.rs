//! Rows of `incident_sum` and `case_sum`.

use super::{CaseKey, IncidentKey, Step};
use crate::{
    db::{DbError, Tx},
    params,
};
use jiff::Timestamp;

pub(super) fn insert_incident_step(
    tx: &mut Tx<'_>,
    (reported_on, area_code, agency): &IncidentKey,
    step: Step,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "insert into incident_sum
            (reported_on, area_code, agency_id, recorded_at, counted, named, repeats)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (reported_on, area_code, agency_id, recorded_at) do update
            set counted = incident_sum.counted + excluded.counted,
                named = incident_sum.named + excluded.named,
                repeats = incident_sum.repeats + excluded.repeats",
        params![*reported_on, area_code, *agency, now, step.counted, step.named, step.repeats],
    )?;
    Ok(())
}

pub(super) fn insert_case_step(
    tx: &mut Tx<'_>,
    (heard_on, area_code, marac, agency): &CaseKey,
    step: Step,
    now: Timestamp,
) -> Result<(), DbError> {
    let area_code = area_code.as_deref().unwrap_or_default();
    tx.execute(
        "insert into case_sum
            (heard_on, area_code, marac_id, referring_agency_id, recorded_at, counted, repeats)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (heard_on, area_code, marac_id, referring_agency_id, recorded_at) do update
            set counted = case_sum.counted + excluded.counted,
                repeats = case_sum.repeats + excluded.repeats",
        params![*heard_on, area_code, *marac, *agency, now, step.counted, step.repeats],
    )?;
    Ok(())
}
