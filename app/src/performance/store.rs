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

macro_rules! cases {
    ($key:literal) => {
        sums!("case_sum", "heard_on", "counted", $key)
    };
}

/// A statement for now and the same for an instant that has passed.
macro_rules! both {
    ($of:ident, $key:literal, $group:literal) => {
        [
            $of!($key, $group, "superseded_at is null"),
            $of!(
                $key,
                $group,
                "recorded_at < $3 and (superseded_at is null or $3 <= superseded_at)"
            ),
        ]
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

/// Runs the one of `both` that fits `at`, with its parameters.
fn list<T>(
    tx: &mut Tx<'_>,
    both: [&'static str; 2],
    (period, at): (Period, At),
    read: impl Fn(&Row<'_>) -> Result<T, DbError>,
) -> Result<Vec<T>, DbError> {
    let days = [Value::from(period.from()), Value::from(period.to())];
    match at {
        At::Now => tx.list(both[0], &days, read),
        At::Past(instant) => {
            let [from, to] = days;
            tx.list(both[1], &[from, to, instant.into()], read)
        }
    }
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
        None => cases!("''"),
        Some(By::Area) => cases!("nullif(area_code, '')"),
        Some(By::Marac) => cases!("marac_id"),
        Some(By::Agency) => cases!("referring_agency_id"),
        Some(By::Quarter | By::Month) => cases!("heard_on"),
    };
    tx.list(sql, &steps(period, at), |row| counted(by, row))
}

/// One statement of the dataset.
macro_rules! dataset {
    ($key:literal, $group:literal, $in_force:literal) => {
        concat!(
            "select count(*) as counted, count(distinct marac_id) as maracs,
                count(repeat_id) as repeats,
                cast(coalesce(sum(children), 0) as bigint) as children,
                count(*) filter (where is_bme) as bme,
                count(*) filter (where is_bme is null) as bme_not_known,
                count(*) filter (where is_lgbt) as lgbt,
                count(*) filter (where is_lgbt is null) as lgbt_not_known,
                count(*) filter (where is_disabled) as disabled,
                count(*) filter (where is_disabled is null) as disabled_not_known,
                count(*) filter (where is_male) as male,
                count(*) filter (where is_male is null) as male_not_known,
                count(*) filter (where victim_age between 16 and 17) as young,
                count(*) filter (where victim_age is null) as young_not_known,
                count(*) filter (where is_harmed_by_child) as harmed
             from case_fact where heard_on between $1 and $2 and ",
            $in_force
        )
    };
}

/// One statement of the dataset's referrals by kind of agency.
macro_rules! referrers {
    ($key:literal, $group:literal, $in_force:literal) => {
        concat!(
            "select ",
            $key,
            " as referrer_kind, count(*) as counted from case_fact
             where heard_on between $1 and $2 and referrer_kind is not null and ",
            $in_force,
            $group
        )
    };
}

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
    let mut found = list(tx, both!(dataset, "", ""), (period, at), case_counts)?;
    let mut counts = found.pop().unwrap_or_default();
    let by_kind = both!(referrers, "referrer_kind", " group by referrer_kind");
    let referrals = list(tx, by_kind, (period, at), |row| {
        Ok((row.get::<ReferrerKind>("referrer_kind")?, fit(row.get("counted")?)))
    })?;
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
