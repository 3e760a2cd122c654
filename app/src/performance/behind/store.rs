//! The facts behind a figure, a page at a time, with the references of their records.

use crate::{
    db::{Cursor, DbError, Row, Tx, Value},
    involvement::is_on_his_side,
    params,
};
use domain::{
    ids::{AgencyId, MaracId, PersonId},
    performance::Period,
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

/// Which facts a figure counts.
#[derive(Clone)]
pub(super) struct Filter {
    pub period: Period,
    /// In force then.
    pub instant: Timestamp,
    /// Of incidents: those with a named victim.
    pub only_named: bool,
    /// By name; `not known` for those without one.
    pub area: Option<String>,
    pub marac: Option<Uuid>,
    /// The sender of incidents, the referring agency of cases.
    pub agency: Option<Uuid>,
}

/// One fact with what may be told of it.
pub(super) struct Found {
    pub id: Uuid,
    pub reference: String,
    pub on: Date,
    pub marac: Option<String>,
    pub repeat: Option<(String, Date)>,
    pub earlier: Option<(String, Date)>,
    /// With its MARAC.
    pub earlier_referral: Option<(Uuid, MaracId)>,
}

/// The facts of incidents that a filter lets through, as `f`. A parameter that may be empty is
/// compared first: PostgreSQL takes its type from there.
macro_rules! incidents {
    ($select:literal, $joins:literal, $tail:literal) => {
        concat!(
            $select,
            " from incident_fact f ",
            $joins,
            " where f.reported_on between $1 and $2 and f.is_live
                and f.recorded_at < $3 and (f.superseded_at is null or $3 <= f.superseded_at)
                and (f.area_code = $4 or $4 is null or f.area_code in
                     (select code from area where name = $4 and superseded_at is null))
                and (f.agency_id = $5 or $5 is null)
                and (f.has_named_victim or not $6) ",
            $tail
        )
    };
}

/// The facts of cases that a filter lets through, as `f`.
macro_rules! cases {
    ($select:literal, $joins:literal, $tail:expr) => {
        concat!(
            $select,
            " from case_fact f ",
            $joins,
            " where f.heard_on between $1 and $2
                and f.recorded_at < $3 and (f.superseded_at is null or $3 <= f.superseded_at)
                and (f.area_code = $4 or $4 is null
                     or ($4 = 'not known' and f.area_code is null)
                     or f.area_code in
                        (select code from area where name = $4 and superseded_at is null))
                and (f.referring_agency_id = $5 or $5 is null)
                and (f.marac_id = $6 or $6 is null) ",
            $tail
        )
    };
}

fn filtered(is_of_cases: bool, filter: &Filter) -> Vec<Value> {
    let Filter { period, instant, only_named, area, marac, agency } = filter;
    let last: Value = if is_of_cases { (*marac).into() } else { (*only_named).into() };
    let area = area.as_ref();
    let mut values = params![period.from(), period.to(), *instant, area, *agency].to_vec();
    values.push(last);
    values
}

pub(super) fn count(tx: &mut Tx<'_>, is_of_cases: bool, filter: &Filter) -> Result<i64, DbError> {
    let sql = match is_of_cases {
        true => cases!("select count(*) as count", "", ""),
        false => incidents!("select count(*) as count", "", ""),
    };
    tx.count(sql, &filtered(is_of_cases, filter))
}

/// Whether a person is a party of a record behind the figure.
pub(super) fn is_behind(
    tx: &mut Tx<'_>,
    is_of_cases: bool,
    filter: &Filter,
    person: PersonId,
) -> Result<bool, DbError> {
    let mut values = filtered(is_of_cases, filter);
    values.push(person.into());
    let sql = match is_of_cases {
        // A case is known by its victim; the person may be another party of its referrals.
        true => cases!(
            "select count(*) as count",
            "",
            "and f.victim_id in
                 (select coalesce(g.group_id, v.person_id) from membership m
                  join person_record r on r.record_id = m.record_id
                       and r.source_kind = 'referral'
                  join referral_state s on s.referral_id = r.source_id and s.superseded_at is null
                  join membership v on v.record_id = s.victim_id and v.superseded_at is null
                  left join guess g on g.person_id = v.person_id and g.superseded_at is null
                  where m.person_id = $7 and m.superseded_at is null)"
        ),
        false => incidents!(
            "select count(*) as count",
            "",
            "and f.incident_id in
                 (select r.source_id from membership m
                  join person_record r on r.record_id = m.record_id
                  where m.person_id = $7 and m.superseded_at is null)"
        ),
    };
    Ok(0 < tx.count(sql, &values)?)
}

/// The senders of the incidents, two of them if there are more.
pub(super) fn list_two_senders(tx: &mut Tx<'_>, filter: &Filter) -> Result<Vec<AgencyId>, DbError> {
    tx.list(
        incidents!("select distinct f.agency_id", "", "limit 2"),
        &filtered(false, filter),
        |row| row.get("agency_id"),
    )
}

/// The MARACs that heard the cases.
pub(super) fn list_maracs(tx: &mut Tx<'_>, filter: &Filter) -> Result<Vec<MaracId>, DbError> {
    tx.list(cases!("select distinct f.marac_id", "", ""), &filtered(true, filter), |row| {
        row.get("marac_id")
    })
}

/// Whether an agency neither holds nor referred one of the cases, or works in one that it referred
/// with the alleged perpetrator.
pub(super) fn is_any_of_others(
    tx: &mut Tx<'_>,
    filter: &Filter,
    (own, on): (AgencyId, Date),
) -> Result<bool, DbError> {
    let mut values = filtered(true, filter);
    values.extend([own.into(), on.into()]);
    let sql = cases!(
        "select f.fact_id",
        "join referral r on r.referral_id = f.first_referral_id",
        concat!(
            "and r.agency_id <> $7
             and (f.referring_agency_id is null or f.referring_agency_id <> $7 or ",
            is_on_his_side!("r.referral_id", "$7", "$8"),
            ") limit 1"
        )
    );
    Ok(tx.find(sql, &values, |row| row.get::<Uuid>("fact_id"))?.is_some())
}

/// The referrals of the cases, and those that make repeats of them: so many at most.
pub(super) fn list_referrals(
    tx: &mut Tx<'_>,
    filter: &Filter,
    most: usize,
) -> Result<Vec<Uuid>, DbError> {
    let mut values = filtered(true, filter);
    values.push(i64::try_from(most).unwrap_or(i64::MAX).into());
    let sql = cases!(
        "select distinct s.referral_id",
        "join referral_state s on s.superseded_at is null and s.marac_id = f.marac_id
              and s.heard_on = f.heard_on
         join membership v on v.record_id = s.victim_id and v.superseded_at is null
         left join guess g on g.person_id = v.person_id and g.superseded_at is null",
        "and (s.referral_id in (f.first_referral_id, f.repeat_id)
              or coalesce(g.group_id, v.person_id) = f.victim_id) limit $7"
    );
    tx.list(sql, &values, |row| row.get("referral_id"))
}

/// The facts in the order of their days.
pub(super) fn list(
    tx: &mut Tx<'_>,
    is_of_cases: bool,
    filter: &Filter,
    (after, most): (Option<Cursor>, usize),
) -> Result<Vec<Found>, DbError> {
    let mut values = filtered(is_of_cases, filter);
    values.push(after.map(Cursor::id).into());
    values.push(i64::try_from(most).unwrap_or(i64::MAX).into());
    if is_of_cases {
        return tx.list(CASES, &values, case);
    }
    tx.list(INCIDENTS, &values, incident)
}

const INCIDENTS: &str = incidents!(
    "select f.fact_id, i.reference, f.reported_on, e.reference as earlier_reference,
            e.agency_id = f.agency_id as is_own, w.reported_on as earlier_on",
    "join incident i on i.incident_id = f.incident_id
     left join incident e on e.incident_id = f.earlier_id
     left join incident_fact w on w.incident_id = f.earlier_id and w.recorded_at < $3
               and (w.superseded_at is null or $3 <= w.superseded_at)",
    "and ((f.reported_on, f.fact_id) >
          (select c.reported_on, c.fact_id from incident_fact c where c.fact_id = $7)
          or $7 is null)
     order by f.reported_on, f.fact_id limit $8"
);

const CASES: &str = cases!(
    "select f.fact_id, r.reference, f.heard_on, m.name as marac,
            x.reference as repeat_reference,
            coalesce(y.incident_on, y.identified_on, y.referred_on) as repeat_on,
            e.reference as earlier_reference, e.referral_id as earlier_id,
            w.referred_on as earlier_on, w.marac_id as earlier_marac_id",
    "join referral r on r.referral_id = f.first_referral_id
     join marac m on m.marac_id = f.marac_id
     left join referral x on x.referral_id = f.repeat_id
     left join referral_state y on y.referral_id = f.repeat_id and y.recorded_at < $3
               and (y.superseded_at is null or $3 <= y.superseded_at)
     left join referral e on e.referral_id = f.earlier_id
     left join referral_state w on w.referral_id = f.earlier_id and w.recorded_at < $3
               and (w.superseded_at is null or $3 <= w.superseded_at)",
    "and ((f.heard_on, f.fact_id) >
          (select c.heard_on, c.fact_id from case_fact c where c.fact_id = $7)
          or $7 is null)
     order by f.heard_on, f.fact_id limit $8"
);

/// An earlier incident of another agency is not told.
fn incident(row: &Row<'_>) -> Result<Found, DbError> {
    let (reference, on): (String, Date) = (row.get("reference")?, row.get("reported_on")?);
    let is_own: Option<bool> = row.get("is_own")?;
    let earlier = row
        .get::<Option<String>>("earlier_reference")?
        .zip(row.get::<Option<Date>>("earlier_on")?)
        .filter(|_| is_own == Some(true));
    Ok(Found {
        id: row.get("fact_id")?,
        repeat: is_own.map(|_| (reference.clone(), on)),
        reference,
        on,
        marac: None,
        earlier,
        earlier_referral: None,
    })
}

fn case(row: &Row<'_>) -> Result<Found, DbError> {
    let both = |reference, on| {
        let reference: Option<String> = row.get(reference)?;
        Ok::<_, DbError>(reference.zip(row.get::<Option<Date>>(on)?))
    };
    Ok(Found {
        id: row.get("fact_id")?,
        reference: row.get("reference")?,
        on: row.get("heard_on")?,
        marac: row.get("marac")?,
        repeat: both("repeat_reference", "repeat_on")?,
        earlier: both("earlier_reference", "earlier_on")?,
        earlier_referral: row
            .get::<Option<Uuid>>("earlier_id")?
            .zip(row.get::<Option<MaracId>>("earlier_marac_id")?),
    })
}
