//! Sums of the steps of facts, counts over the facts, and the names of what they are counted by.

use super::as_at::NEVER;
use crate::{
    db::{DbError, Row, Tx, Value},
    params,
};
use domain::{
    ids::{AgencyId, MaracId},
    marac::ReferrerKind,
    performance::{By, CaseCounts, Period, Share},
};
use jiff::{Timestamp, civil::Date};

/// Which rows of the facts are asked for: those now in force, or those at an instant that has
/// passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Now,
    Past(Timestamp),
}

/// What a row of counts is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    All,
    Area(Option<String>),
    Marac(MaracId),
    Agency(AgencyId),
    Day(Date),
}

/// Counts of incidents or cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counted {
    pub all: i64,
    /// Incidents with a named victim; of cases all.
    pub named: i64,
    pub repeats: i64,
}

/// One statement of a table of steps, by a column. A sum of whole numbers is no whole number to
/// PostgreSQL, and a key of which all was taken back is none.
macro_rules! sums {
    ($table:literal, $day:literal, $named:literal, $key:literal) => {
        concat!(
            "select ",
            $key,
            " as counted_by, cast(sum(counted) as bigint) as counted,
                cast(sum(",
            $named,
            ") as bigint) as named, cast(sum(repeats) as bigint) as repeats
             from ",
            $table,
            " where ",
            $day,
            " between $1 and $2 and recorded_at < $3
             group by 1 having sum(counted) <> 0"
        )
    };
}

macro_rules! incidents {
    ($key:literal) => {
        sums!("incident_sum", "reported_on", "named", $key)
    };
}

/// Of several tables the one whose rows by day are the fewest.
macro_rules! cases {
    ($table:literal, $key:literal) => {
        sums!($table, "heard_on", "counted", $key)
    };
}

fn counted(by: Option<By>, row: &Row<'_>) -> Result<(Key, Counted), DbError> {
    let key = match by {
        None => Key::All,
        Some(By::Area) => Key::Area(row.get("counted_by")?),
        Some(By::Marac) => Key::Marac(row.get("counted_by")?),
        Some(By::Agency) => Key::Agency(row.get("counted_by")?),
        Some(By::Quarter | By::Month) => Key::Day(row.get("counted_by")?),
    };
    let counts = Counted {
        all: row.get("counted")?,
        named: row.get("named")?,
        repeats: row.get("repeats")?,
    };
    Ok((key, counts))
}

/// Steps that were recorded before an instant add up to what was in force then.
fn steps(period: Period, at: At) -> [Value; 3] {
    let before = match at {
        At::Now => NEVER,
        At::Past(instant) => instant,
    };
    [period.from().into(), period.to().into(), before.into()]
}

/// Live incidents reported in a period. Incidents belong to no MARAC: nobody asks by it.
pub(super) fn count_incidents(
    tx: &mut Tx<'_>,
    by: Option<By>,
    (period, at): (Period, At),
) -> Result<Vec<(Key, Counted)>, DbError> {
    let sql = match by {
        None | Some(By::Marac) => incidents!("''"),
        Some(By::Area) => incidents!("area_code"),
        Some(By::Agency) => incidents!("agency_id"),
        Some(By::Quarter | By::Month) => incidents!("reported_on"),
    };
    let by = by.filter(|by| *by != By::Marac);
    tx.list(sql, &steps(period, at), |row| counted(by, row))
}

/// Cases heard in a period.
pub(super) fn count_cases(
    tx: &mut Tx<'_>,
    by: Option<By>,
    (period, at): (Period, At),
) -> Result<Vec<(Key, Counted)>, DbError> {
    let sql = match by {
        None => cases!("case_area_sum", "''"),
        Some(By::Area) => cases!("case_area_sum", "nullif(area_code, '')"),
        Some(By::Marac) => cases!("case_marac_sum", "marac_id"),
        Some(By::Agency) => cases!("case_agency_sum", "referring_agency_id"),
        Some(By::Quarter | By::Month) => cases!("case_area_sum", "heard_on"),
    };
    tx.list(sql, &steps(period, at), |row| counted(by, row))
}

/// The dataset's statement: each column summed by MARAC, and over those that heard anything.
macro_rules! dataset {
    ($($column:literal)*) => {
        concat!(
            "select count(*) as maracs",
            $(", cast(coalesce(sum(", $column, "), 0) as bigint) as ", $column,)*
            " from (select marac_id",
            $(", sum(", $column, ") as ", $column,)*
            " from case_marac_sum where heard_on between $1 and $2 and recorded_at < $3
             group by marac_id having sum(counted) <> 0) heard"
        )
    };
}

const DATASET: &str = dataset!(
    "counted" "repeats" "children" "bme" "bme_not_known" "lgbt" "lgbt_not_known" "disabled"
    "disabled_not_known" "male" "male_not_known" "young" "young_not_known" "harmed"
);

/// Counts of ours fit easily; one that does not is shown as the most there is.
pub(super) fn fit(count: i64) -> u32 {
    u32::try_from(count.max(0)).unwrap_or(u32::MAX)
}

fn case_counts(row: &Row<'_>) -> Result<CaseCounts, DbError> {
    let count = |name| row.get::<i64>(name).map(fit);
    let share =
        |yes, not_known| Ok::<_, DbError>(Share { yes: count(yes)?, not_known: count(not_known)? });
    Ok(CaseCounts {
        maracs: count("maracs")?,
        cases: count("counted")?,
        children: count("children")?,
        repeats: count("repeats")?,
        bme: share("bme", "bme_not_known")?,
        lgbt: share("lgbt", "lgbt_not_known")?,
        disability: share("disabled", "disabled_not_known")?,
        male: share("male", "male_not_known")?,
        aged_16_17: share("young", "young_not_known")?,
        harming_17_or_below: count("harmed")?,
        ..CaseCounts::default()
    })
}

/// What the MARAC dataset counts. No population is imported yet, so there are no adult females.
pub(super) fn count_dataset(
    tx: &mut Tx<'_>,
    (period, at): (Period, At),
) -> Result<CaseCounts, DbError> {
    let found = tx.find(DATASET, &steps(period, at), case_counts)?;
    let mut counts = found.unwrap_or_default();
    let referrals = tx.list(
        "select referrer_kind, cast(sum(counted) as bigint) as counted from case_kind_sum
         where heard_on between $1 and $2 and recorded_at < $3
         group by referrer_kind having sum(counted) <> 0",
        &steps(period, at),
        |row| Ok((row.get::<ReferrerKind>("referrer_kind")?, fit(row.get("counted")?))),
    )?;
    counts.referrals = referrals.into_iter().collect();
    let earlier = count_cases(tx, None, (period.year_earlier(), at))?;
    counts.cases_year_earlier = earlier.iter().map(|(_, counted)| fit(counted.all)).sum();
    Ok(counts)
}

/// The day on which the earliest incident was reported.
pub(super) fn find_earliest_incident(tx: &mut Tx<'_>, at: At) -> Result<Option<Date>, DbError> {
    let read = |row: &Row<'_>| row.get("earliest");
    let found = match at {
        At::Now => tx.find(
            "select min(reported_on) as earliest from incident_fact where superseded_at is null",
            params![],
            read,
        ),
        At::Past(instant) => tx.find(
            "select min(reported_on) as earliest from incident_fact
             where recorded_at < $1 and (superseded_at is null or $1 <= superseded_at)",
            params![instant],
            read,
        ),
    };
    Ok(found?.flatten())
}

/// The day of the earliest referral.
pub(super) fn find_earliest_referral(tx: &mut Tx<'_>, at: At) -> Result<Option<Date>, DbError> {
    let read = |row: &Row<'_>| row.get("earliest");
    let found = match at {
        At::Now => tx.find(
            "select min(referred_on) as earliest from referral_state where superseded_at is null",
            params![],
            read,
        ),
        At::Past(instant) => tx.find(
            "select min(referred_on) as earliest from referral_state
             where recorded_at < $1 and (superseded_at is null or $1 <= superseded_at)",
            params![instant],
            read,
        ),
    };
    Ok(found?.flatten())
}

/// An area by code, with the days on which it is in force.
pub(super) struct NamedArea {
    pub code: String,
    pub name: String,
    pub valid_from: Date,
    pub valid_until: Option<Date>,
}

pub(super) fn list_areas(tx: &mut Tx<'_>) -> Result<Vec<NamedArea>, DbError> {
    tx.list(
        "select code, name, valid_from, valid_until from area where superseded_at is null
         order by valid_from, code",
        params![],
        |row| {
            Ok(NamedArea {
                code: row.get("code")?,
                name: row.get("name")?,
                valid_from: row.get("valid_from")?,
                valid_until: row.get("valid_until")?,
            })
        },
    )
}

/// MARACs that were known before an instant.
pub(super) fn list_maracs(
    tx: &mut Tx<'_>,
    before: Timestamp,
) -> Result<Vec<(MaracId, String)>, DbError> {
    tx.list(
        "select marac_id, name from marac where made_at < $1 order by marac_id",
        params![before],
        |row| Ok((row.get("marac_id")?, row.get("name")?)),
    )
}

/// An agency with its present name.
pub(super) struct NamedAgency {
    pub id: AgencyId,
    pub code: String,
    pub name: String,
}

fn agency(row: &Row<'_>) -> Result<NamedAgency, DbError> {
    Ok(NamedAgency { id: row.get("agency_id")?, code: row.get("code")?, name: row.get("name")? })
}

/// Agencies that sent an incident before an instant.
pub(super) fn list_senders(
    tx: &mut Tx<'_>,
    before: Timestamp,
) -> Result<Vec<NamedAgency>, DbError> {
    tx.list(
        "select a.agency_id, a.code, s.name from agency a
         join agency_state s on s.agency_id = a.agency_id and s.superseded_at is null
         where exists (select 1 from incident i
                       where i.agency_id = a.agency_id and i.made_at < $1)
         order by a.agency_id",
        params![before],
        agency,
    )
}

/// Agencies that referred somebody, as was known before an instant.
pub(super) fn list_referrers(
    tx: &mut Tx<'_>,
    before: Timestamp,
) -> Result<Vec<NamedAgency>, DbError> {
    tx.list(
        "select a.agency_id, a.code, s.name from agency a
         join agency_state s on s.agency_id = a.agency_id and s.superseded_at is null
         where exists (select 1 from referral_state r
                       where r.referring_agency_id = a.agency_id and r.recorded_at < $1)
         order by a.agency_id",
        params![before],
        agency,
    )
}
