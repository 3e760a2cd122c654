//! How far the ledger was looked at, who did what, and what is usual.

use super::{DayOf, known::Record};
use crate::{
    db::{DbError, Row, Tx},
    params,
};
use domain::{
    ids::{AgencyId, EntryId, PersonId, RecordId, UserId},
    user::Role,
};
use jiff::{Timestamp, ToSpan, civil::Date};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Somebody who uses Wicken.
pub(super) struct Worker {
    pub id: UserId,
    pub agency: AgencyId,
    pub role: Role,
    pub name: String,
    pub email: String,
}

pub(super) fn find_progress(tx: &mut Tx<'_>) -> Result<i64, DbError> {
    tx.count("select next_seq as count from alert_progress", params![])
}

/// Two servers that looked at the same entries both say so, and neither goes back.
pub(super) fn update_progress(tx: &mut Tx<'_>, from: i64, until: i64) -> Result<(), DbError> {
    tx.execute(
        "update alert_progress set next_seq = $2 where next_seq = $1",
        params![from, until],
    )?;
    Ok(())
}

type ByUser = Option<(UserId, EntryId)>;

/// Sealed entries from a number on, each with whose it is, where it is a user's.
pub(super) fn list_new(
    tx: &mut Tx<'_>,
    from: i64,
    most: i64,
) -> Result<Vec<(i64, ByUser)>, DbError> {
    tx.list(
        "select l.seq, l.entry_id, e.actor_user from ledger_leaf l
         left join ledger_entry e on e.entry_id = l.entry_id
         where $1 <= l.seq order by l.seq limit $2",
        params![from, most],
        |row| {
            let user: Option<UserId> = row.get("actor_user")?;
            Ok((row.get("seq")?, user.zip(Some(row.get("entry_id")?))))
        },
    )
}

/// The lines of a user's entries, from an id on to another.
pub(super) fn list_by_user(
    tx: &mut Tx<'_>,
    user: UserId,
    (from, until): (Uuid, EntryId),
) -> Result<Vec<String>, DbError> {
    tx.list(
        "select line from ledger_entry
         where actor_user = $1 and $2 <= entry_id and entry_id <= $3
           and kind in ('read', 'change', 'refusal', 'disclosure')
         order by entry_id",
        params![user, from, until],
        |row| row.get("line"),
    )
}

/// The lines of a user's entries that tell of broken glass, from an id on until another.
pub(super) fn list_broken(
    tx: &mut Tx<'_>,
    user: UserId,
    (from, until): (Uuid, Uuid),
) -> Result<Vec<String>, DbError> {
    tx.list(
        "select line from ledger_entry
         where actor_user = $1 and $2 <= entry_id and entry_id < $3
           and line like '%\"doing\":\"break_glass\"%'
         order by entry_id",
        params![user, from, until],
        |row| row.get("line"),
    )
}

/// How many each search found.
pub(super) fn list_searches(
    tx: &mut Tx<'_>,
    user: UserId,
    (from, until): (Timestamp, Timestamp),
) -> Result<BTreeMap<Timestamp, u32>, DbError> {
    let found = tx.list(
        "select searched_at, found from person_search
         where user_id = $1 and $2 <= searched_at and searched_at <= $3",
        params![user, from, until],
        |row| Ok((row.get("searched_at")?, row.get::<i64>("found")?)),
    )?;
    let found = found.into_iter().map(|(at, found)| (at, u32::try_from(found).unwrap_or(0)));
    Ok(found.collect())
}

pub(super) fn find_worker(tx: &mut Tx<'_>, user: UserId) -> Result<Option<Worker>, DbError> {
    tx.find(
        "select user_id, agency_id, role, name, email from user_state
         where user_id = $1 and superseded_at is null",
        params![user],
        |row| {
            Ok(Worker {
                id: row.get("user_id")?,
                agency: row.get("agency_id")?,
                role: row.get("role")?,
                name: row.get("name")?,
                email: row.get("email")?,
            })
        },
    )
}

/// The names of everybody else of the agency who can sign in.
pub(super) fn list_colleagues(tx: &mut Tx<'_>, worker: &Worker) -> Result<Vec<String>, DbError> {
    tx.list(
        "select name from user_state
         where agency_id = $1 and user_id <> $2 and superseded_at is null and status = 'active'",
        params![worker.agency, worker.id],
        |row| row.get("name"),
    )
}

pub(super) fn list_agencies(tx: &mut Tx<'_>) -> Result<Vec<AgencyId>, DbError> {
    tx.list("select agency_id from agency order by agency_id", params![], |row| {
        row.get("agency_id")
    })
}

fn record(row: &Row<'_>) -> Result<Record, DbError> {
    let (given, family): (Option<String>, Option<String>) =
        (row.get("given_names")?, row.get("family_name")?);
    let others: serde_json::Value = row.get("other_names")?;
    let others = others.as_array().into_iter().flatten().filter_map(|name| name.as_str());
    let name = [given, family].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Ok(Record {
        id: row.get("record_id")?,
        person: row.get("person_id")?,
        names: others.map(str::to_owned).chain([name]).filter(|name| !name.is_empty()).collect(),
        postcode: row.get("postcode")?,
        address: row.get("address")?,
    })
}

/// The current records of a person.
pub(super) fn list_of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Record>, DbError> {
    tx.list(
        "select r.record_id, m.person_id, r.given_names, r.family_name, r.other_names, r.postcode,
                r.address
         from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         where m.person_id = $1 and m.superseded_at is null",
        params![person],
        record,
    )
}

pub(super) fn find_record(tx: &mut Tx<'_>, id: RecordId) -> Result<Option<Record>, DbError> {
    tx.find(
        "select r.record_id, m.person_id, r.given_names, r.family_name, r.other_names, r.postcode,
                r.address
         from person_record r
         join membership m on m.record_id = r.record_id and m.superseded_at is null
         where r.record_id = $1 and r.superseded_at is null",
        params![id],
        record,
    )
}

/// The day of the last report, referral or meeting of a person.
pub(super) fn find_last_case(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Date>, DbError> {
    let found = tx.find(
        "select max(r.seen_on) as seen_on, max(s.heard_on) as heard_on
         from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         left join referral_state s on s.referral_id = r.source_id and s.superseded_at is null
         where m.person_id = $1 and m.superseded_at is null",
        params![person],
        |row| Ok([row.get::<Option<Date>>("seen_on")?, row.get("heard_on")?]),
    )?;
    Ok(found.into_iter().flatten().flatten().max())
}

pub(super) fn upsert_day(tx: &mut Tx<'_>, of: &DayOf) -> Result<(), DbError> {
    tx.execute(
        "insert into alert_day (user_id, day, role, people) values ($1, $2, $3, $4)
         on conflict (user_id, day) do update set people = excluded.people, role = excluded.role",
        params![of.user, of.day, of.role, of.people],
    )?;
    Ok(())
}

/// Forgets what a user did longer ago than is counted.
pub(super) fn delete_days_of_before(tx: &mut Tx<'_>, of: &DayOf, kept: i64) -> Result<(), DbError> {
    let before = of.day.saturating_sub(kept.days());
    tx.execute("delete from alert_day where user_id = $1 and day < $2", params![of.user, before])?;
    Ok(())
}

fn tenths(row: &Row<'_>) -> Result<Option<u32>, DbError> {
    let tenths: Option<i64> = row.get("tenths")?;
    Ok(tenths.and_then(|tenths| u32::try_from(tenths).ok()))
}

/// Different people that a user opens on a day, in tenths; of days before the last one.
pub(super) fn find_usual(
    tx: &mut Tx<'_>,
    user: UserId,
    (since, until): (Date, Date),
) -> Result<Option<u32>, DbError> {
    let found = tx.find(
        "select cast(sum(people) * 10 / count(*) as bigint) as tenths from alert_day
         where user_id = $1 and $2 <= day and day < $3",
        params![user, since, until],
        tenths,
    )?;
    Ok(found.flatten())
}

/// Likewise of everybody else of the role.
pub(super) fn find_usual_of_role(
    tx: &mut Tx<'_>,
    worker: &Worker,
    (since, until): (Date, Date),
) -> Result<Option<u32>, DbError> {
    let found = tx.find(
        "select cast(sum(people) * 10 / count(*) as bigint) as tenths from alert_day
         where role = $1 and user_id <> $2 and $3 <= day and day < $4",
        params![worker.role, worker.id, since, until],
        tenths,
    )?;
    Ok(found.flatten())
}
