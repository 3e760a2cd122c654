//! Counts over the facts, and the names of what they are counted by.

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

/// One statement of `incident_fact`, by a column.
macro_rules! incidents {
    ($key:literal, $group:literal, $in_force:literal) => {
        concat!(
            "select ",
            $key,
            " as counted_by, count(*) as counted,
                count(*) filter (where has_named_victim) as named, count(earlier_id) as repeats
             from incident_fact
             where reported_on between $1 and $2 and is_live and ",
            $in_force,
            $group
        )
    };
}

/// One statement of `case_fact`, by a column.
macro_rules! cases {
    ($key:literal, $group:literal, $in_force:literal) => {
        concat!(
            "select ",
            $key,
            " as counted_by, count(*) as counted, count(*) as named, count(repeat_id) as repeats
             from case_fact
             where heard_on between $1 and $2 and ",
            $in_force,
            $group
        )
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

/// Live incidents reported in a period, each key in several rows that are to be summed: grouped in
/// the order of an index, a million rows are counted without sorting them, five times as fast.
/// Incidents belong to no MARAC: nobody asks by it.
pub(super) fn count_incidents(
    tx: &mut Tx<'_>,
    by: Option<By>,
    when: (Period, At),
) -> Result<Vec<(Key, Counted)>, DbError> {
    let sql = match by {
        None | Some(By::Marac) => both!(incidents, "''", ""),
        Some(By::Area) => both!(incidents, "area_code", " group by reported_on, area_code"),
        Some(By::Agency) => {
            both!(incidents, "agency_id", " group by reported_on, area_code, agency_id")
        }
        Some(By::Quarter | By::Month) => both!(incidents, "reported_on", " group by reported_on"),
    };
    list(tx, sql, when, |row| counted(by.filter(|by| *by != By::Marac), row))
}

/// Cases heard in a period, each key in several rows, as [`count_incidents`] has them.
pub(super) fn count_cases(
    tx: &mut Tx<'_>,
    by: Option<By>,
    when: (Period, At),
) -> Result<Vec<(Key, Counted)>, DbError> {
    let sql = match by {
        None => both!(cases, "''", ""),
        Some(By::Area) => both!(cases, "area_code", " group by heard_on, area_code"),
        Some(By::Marac) => both!(cases, "marac_id", " group by heard_on, marac_id"),
        Some(By::Agency) => {
            both!(cases, "referring_agency_id", " group by heard_on, referring_agency_id")
        }
        Some(By::Quarter | By::Month) => both!(cases, "heard_on", " group by heard_on"),
    };
    list(tx, sql, when, |row| counted(by, row))
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
