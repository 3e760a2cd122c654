//! Rows of the sums: steps are added to those that were recorded at the same instant.

use super::{AgencyKey, AreaKey, IncidentKey, KindKey, MaracKey};
use crate::{
    db::{DbError, Tx, Value},
    params,
};
use jiff::Timestamp;

/// The statement that adds a step to a row of a table, by its key and the columns that are counted.
macro_rules! step {
    ($table:literal, $key:literal, $marks:literal, $first:literal $($more:literal)*) => {
        concat!(
            "insert into ", $table, " (", $key, ", ", $first, $(", ", $more,)* ")
             values (", $marks, ")
             on conflict (", $key, ") do update
                set ", $first, " = ", $table, ".", $first, " + excluded.", $first,
            $(", ", $more, " = ", $table, ".", $more, " + excluded.", $more,)*
        )
    };
}

fn add<const N: usize>(
    tx: &mut Tx<'_>,
    sql: &'static str,
    key: &[Value],
    step: [i64; N],
) -> Result<(), DbError> {
    let values: Vec<Value> = key.iter().cloned().chain(step.into_iter().map(Value::Int)).collect();
    tx.execute(sql, &values).map(drop)
}

pub(super) fn insert_incident_step(
    tx: &mut Tx<'_>,
    (reported_on, area_code, agency): &IncidentKey,
    step: [i64; 3],
    now: Timestamp,
) -> Result<(), DbError> {
    let sql = step!(
        "incident_sum", "reported_on, area_code, agency_id, recorded_at",
        "$1, $2, $3, $4, $5, $6, $7", "counted" "named" "repeats"
    );
    add(tx, sql, params![*reported_on, area_code, *agency, now], step)
}

pub(super) fn insert_area_step(
    tx: &mut Tx<'_>,
    (heard_on, area_code): &AreaKey,
    step: [i64; 2],
    now: Timestamp,
) -> Result<(), DbError> {
    let sql = step!(
        "case_area_sum", "heard_on, area_code, recorded_at", "$1, $2, $3, $4, $5",
        "counted" "repeats"
    );
    add(tx, sql, params![*heard_on, area_code.as_deref().unwrap_or_default(), now], step)
}

pub(super) fn insert_agency_step(
    tx: &mut Tx<'_>,
    (heard_on, agency): &AgencyKey,
    step: [i64; 2],
    now: Timestamp,
) -> Result<(), DbError> {
    let sql = step!(
        "case_agency_sum", "heard_on, referring_agency_id, recorded_at", "$1, $2, $3, $4, $5",
        "counted" "repeats"
    );
    add(tx, sql, params![*heard_on, *agency, now], step)
}

pub(super) fn insert_marac_step(
    tx: &mut Tx<'_>,
    (heard_on, marac): &MaracKey,
    step: [i64; 14],
    now: Timestamp,
) -> Result<(), DbError> {
    let sql = step!(
        "case_marac_sum", "heard_on, marac_id, recorded_at",
        "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17",
        "counted" "repeats" "children" "bme" "bme_not_known" "lgbt" "lgbt_not_known" "disabled"
        "disabled_not_known" "male" "male_not_known" "young" "young_not_known" "harmed"
    );
    add(tx, sql, params![*heard_on, *marac, now], step)
}

pub(super) fn insert_kind_step(
    tx: &mut Tx<'_>,
    (heard_on, kind): &KindKey,
    step: [i64; 1],
    now: Timestamp,
) -> Result<(), DbError> {
    let sql =
        step!("case_kind_sum", "heard_on, referrer_kind, recorded_at", "$1, $2, $3, $4", "counted");
    add(tx, sql, params![*heard_on, *kind, now], step)
}
