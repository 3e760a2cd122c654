//! Rows of `person_key` and `person_search`, and the records that keys lead to.

use super::{
    Named,
    candidates::Row as Candidate,
    fill::{DueRecord, KeyHash, KeyRow, Owed, Part},
};
use crate::{
    db::{DbError, Row, Tx, Value},
    params,
};
use domain::ids::{PersonId, RecordId, UserId};
use jiff::Timestamp;
use uuid::Uuid;

/// A page of sources that are due: its kind, which of them, after which and how many.
pub(super) type DuePage<'p> = (&'p str, Owed, Uuid, i64);

fn params_of((kind, owed, after, most): DuePage<'_>) -> [Value; 4] {
    let is_all = owed == Owed::All;
    [kind.into(), after.into(), most.into(), is_all.into()]
}

/// The sources of a page, with whatever is asked of them.
macro_rules! of_page {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " (select u.source_id from fact_due u
               where u.source_kind = $1 and $2 < u.source_id
                     and ($4 or exists (select 1 from fresh_source f
                                        where f.source_id = u.source_id))
               order by u.source_id limit $3) d ",
            $after
        )
    };
}

/// The last of a page; nothing when there is no page.
pub(super) fn find_last_due(tx: &mut Tx<'_>, page: DuePage<'_>) -> Result<Option<Uuid>, DbError> {
    tx.find(
        of_page!("select d.source_id from", "order by d.source_id desc limit 1"),
        &params_of(page),
        |row| row.get("source_id"),
    )
}

/// Named records of a page of sources that are due.
macro_rules! records {
    ($joined:literal) => {
        of_page!(
            "select r.record_id, r.source_id, r.agency_id, s.referring_agency_id, r.given_names,
                    r.family_name, r.other_names, r.date_of_birth, r.age, r.seen_on, r.sex,
                    r.nhs_number, r.postcode, r.phone, r.email, k.secret_id, k.wrapped
             from",
            $joined
        )
    };
}

/// The present records.
pub(super) fn list_due(tx: &mut Tx<'_>, page: DuePage<'_>) -> Result<Vec<DueRecord>, DbError> {
    tx.list(
        records!(
            "join person_record r on r.source_id = d.source_id and r.superseded_at is null
             left join referral_state s on s.referral_id = d.source_id and s.superseded_at is null
             left join record_key k on k.record_id = r.record_id where r.is_named"
        ),
        &params_of(page),
        due,
    )
}

/// Records that others took the place of, and present ones with whoever the referral named as its
/// agency once.
pub(super) fn list_before(tx: &mut Tx<'_>, page: DuePage<'_>) -> Result<Vec<DueRecord>, DbError> {
    let mut before = tx.list(
        records!(
            "join person_record r on r.source_id = d.source_id and r.superseded_at is not null
             left join referral_state s on s.referral_id = d.source_id
             left join record_key k on k.record_id = r.record_id where r.is_named"
        ),
        &params_of(page),
        due,
    )?;
    before.extend(tx.list(
        records!(
            "join referral_state s on s.referral_id = d.source_id and s.superseded_at is not null
             join person_record r on r.source_id = d.source_id and r.superseded_at is null
             left join record_key k on k.record_id = r.record_id where r.is_named"
        ),
        &params_of(page),
        due,
    )?);
    Ok(before)
}

fn due(row: &Row<'_>) -> Result<DueRecord, DbError> {
    let key: Option<Uuid> = row.get("secret_id")?;
    let wrapped: Option<Vec<u8>> = row.get("wrapped")?;
    Ok(DueRecord {
        id: row.get("record_id")?,
        source: row.get("source_id")?,
        agency: row.get("agency_id")?,
        referred_by: row.get("referring_agency_id")?,
        given_names: row.get("given_names")?,
        family_name: row.get("family_name")?,
        other_names: row.get("other_names")?,
        date_of_birth: row.get("date_of_birth")?,
        age: row.get("age")?,
        seen_on: row.get("seen_on")?,
        sex: row.get("sex")?,
        nhs_number: row.get("nhs_number")?,
        sealed: [row.get("postcode")?, row.get("phone")?, row.get("email")?],
        key: key.zip(wrapped),
    })
}

/// Who works or worked on a page of sources that are due, but for those on the side of the alleged
/// perpetrator: these find nobody by it.
pub(super) fn list_parts(tx: &mut Tx<'_>, page: DuePage<'_>) -> Result<Vec<Part>, DbError> {
    tx.list(
        of_page!(
            "select i.source_id, i.agency_id, (i.ended_at is null) as is_standing from",
            "join involvement i on i.source_id = d.source_id
             left join perpetrator_side v on v.involvement_id = i.involvement_id
             where v.involvement_id is null"
        ),
        &params_of(page),
        |row| {
            Ok(Part {
                source: row.get("source_id")?,
                agency: row.get("agency_id")?,
                is_standing: row.get("is_standing")?,
            })
        },
    )
}

/// So many rows go into one statement.
pub(super) const KEYS_TOGETHER: usize = 20;

/// Writes rows of the index; what is there already stays.
pub(super) fn insert_keys(tx: &mut Tx<'_>, rows: &[KeyRow]) -> Result<(), DbError> {
    let values = |(key, record): &KeyRow| [Value::from(key.as_slice()), Value::from(*record)];
    if rows.len() == KEYS_TOGETHER {
        let values: Vec<Value> = rows.iter().flat_map(values).collect();
        return tx.execute(INSERT_MANY, &values).map(drop);
    }
    for row in rows {
        tx.execute(
            "insert into person_key (key, record_id) values ($1, $2) on conflict do nothing",
            &values(row),
        )?;
    }
    Ok(())
}

pub(super) fn delete_key(tx: &mut Tx<'_>, (key, record): &KeyRow) -> Result<(), DbError> {
    tx.execute(
        "delete from person_key where key = $1 and record_id = $2",
        params![key.as_slice(), *record],
    )?;
    Ok(())
}

/// [`KEYS_TOGETHER`] rows at once: to a server that is elsewhere each statement is a way there.
const INSERT_MANY: &str = "insert into person_key (key, record_id) values
         ($1, $2), ($3, $4), ($5, $6), ($7, $8), ($9, $10), ($11, $12), ($13, $14),
         ($15, $16), ($17, $18), ($19, $20), ($21, $22), ($23, $24), ($25, $26),
         ($27, $28), ($29, $30), ($31, $32), ($33, $34), ($35, $36), ($37, $38),
         ($39, $40)
     on conflict do nothing";

/// So many keys are asked for in one statement.
pub(super) const KEYS_ASKED_TOGETHER: usize = 8;

/// What keys lead to, by how many each leads at most. The limit stands inside and as a number: a
/// PostgreSQL that has not looked yet at how many keys there are would else read every record.
macro_rules! of_keys {
    ($most:literal, $first:literal $(, $more:literal)*) => {
        concat!(
            "select k.key, r.record_id, r.given_names, r.family_name, r.other_names,
                    r.date_of_birth, r.age, r.seen_on, r.sex, r.nhs_number
             from (select * from (select key, record_id from person_key where key = ",
            $first,
            " order by record_id desc limit ",
            $most,
            ") of_key",
            $(
                " union all select * from (select key, record_id from person_key where key = ",
                $more,
                " order by record_id desc limit ",
                $most,
                ") of_key",
            )*
            ") k join person_record r on r.record_id = k.record_id
             where r.superseded_at is null"
        )
    };
}

/// How many records of one key are looked at, the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OfOneKey {
    /// Two hundred: only names alone are shared by more.
    Many,
    /// Forty.
    Few,
}

/// Current records that up to [`KEYS_ASKED_TOGETHER`] keys lead to, each with its key.
pub(super) fn list_by_keys(
    tx: &mut Tx<'_>,
    keys: &[KeyHash],
    most: OfOneKey,
) -> Result<Vec<(KeyHash, Candidate)>, DbError> {
    let sql = match most {
        OfOneKey::Many => of_keys!("200", "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8"),
        OfOneKey::Few => of_keys!("40", "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8"),
    };
    let no_key: &[u8] = &[];
    let key = |at: usize| Value::from(keys.get(at).map_or(no_key, KeyHash::as_slice));
    let keys: [Value; KEYS_ASKED_TOGETHER] = std::array::from_fn(key);
    tx.list(sql, &keys, |row| {
        let key: Vec<u8> = row.get("key")?;
        let key = key.try_into().map_err(|_| DbError::Column {
            name: "key",
            why: "it is no hash of ours".to_owned(),
        })?;
        Ok((key, candidate(row)?))
    })
}

/// The named records of an incident or referral as they are now.
pub(super) fn list_of_source(tx: &mut Tx<'_>, source: Uuid) -> Result<Vec<Candidate>, DbError> {
    tx.list(
        "select r.record_id, r.given_names, r.family_name, r.other_names, r.date_of_birth, r.age,
                r.seen_on, r.sex, r.nhs_number
         from person_record r
         where r.source_id = $1 and r.superseded_at is null and r.is_named
         order by r.record_id",
        params![source],
        candidate,
    )
}

/// The named records of a root as they are now: as a rule one.
pub(super) fn list_of_root(
    tx: &mut Tx<'_>,
    (person, root): (PersonId, RecordId),
) -> Result<Vec<Candidate>, DbError> {
    tx.list(
        "select r.record_id, r.given_names, r.family_name, r.other_names, r.date_of_birth, r.age,
                r.seen_on, r.sex, r.nhs_number
         from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         where m.person_id = $1 and m.root_id = $2 and m.superseded_at is null and r.is_named
         order by r.record_id",
        params![person, root],
        candidate,
    )
}

fn candidate(row: &Row<'_>) -> Result<Candidate, DbError> {
    Ok(Candidate {
        id: row.get("record_id")?,
        given_names: row.get("given_names")?,
        family_name: row.get("family_name")?,
        other_names: row.get("other_names")?,
        date_of_birth: row.get("date_of_birth")?,
        age: row.get("age")?,
        seen_on: row.get("seen_on")?,
        sex: row.get("sex")?,
        nhs_number: row.get("nhs_number")?,
    })
}

/// The person to whom a record belongs.
pub(super) fn find_person(tx: &mut Tx<'_>, record: RecordId) -> Result<Option<PersonId>, DbError> {
    tx.find(
        "select person_id from membership where record_id = $1 and superseded_at is null",
        params![record],
        |row| row.get("person_id"),
    )
}

/// The person to whom a record belongs, unless it waits to be linked for the first time.
pub(super) fn find_linked_person(
    tx: &mut Tx<'_>,
    record: RecordId,
) -> Result<Option<PersonId>, DbError> {
    tx.find(
        "select m.person_id from membership m
         join person_record r on r.record_id = m.record_id
         where m.record_id = $1 and m.superseded_at is null
               and not exists (select 1 from fresh_source f where f.source_id = r.source_id)",
        params![record],
        |row| row.get("person_id"),
    )
}

/// The current records of a person, by name.
pub(super) fn list_named(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Named>, DbError> {
    tx.list(
        "select r.record_id, r.agency_id, r.own_ref, r.given_names, r.family_name,
                r.other_names, r.date_of_birth
         from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         where m.person_id = $1 and m.superseded_at is null order by r.record_id desc",
        params![person],
        |row| {
            let names: serde_json::Value = row.get("other_names")?;
            let names = names.as_array().into_iter().flatten().filter_map(|name| name.as_str());
            Ok(Named {
                id: row.get("record_id")?,
                agency: row.get("agency_id")?,
                own_ref: row.get("own_ref")?,
                given_names: row.get("given_names")?,
                family_name: row.get("family_name")?,
                other_names: names.map(str::to_owned).collect(),
                date_of_birth: row.get("date_of_birth")?,
            })
        },
    )
}

/// What was learnt last from all records.
pub(super) fn find_model(tx: &mut Tx<'_>) -> Result<Option<serde_json::Value>, DbError> {
    tx.find("select parameters from link_model order by model_id desc limit 1", params![], |row| {
        row.get("parameters")
    })
}

/// Waits until no other request of this user searches.
pub(super) fn take_turn(tx: &mut Tx<'_>, user: UserId, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "insert into search_turn (user_id, taken_at) values ($1, $2)
         on conflict (user_id) do update set taken_at = excluded.taken_at",
        params![user, now],
    )?;
    Ok(())
}

/// How often somebody searched since.
pub(super) fn count_searches(
    tx: &mut Tx<'_>,
    user: UserId,
    since: Timestamp,
) -> Result<i64, DbError> {
    tx.count(
        "select count(*) as count from person_search where user_id = $1 and $2 < searched_at",
        params![user, since],
    )
}

pub(super) fn insert_search(
    tx: &mut Tx<'_>,
    (id, user): (Uuid, UserId),
    (purpose, found): (&str, u32),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "insert into person_search (search_id, user_id, purpose, searched_at, found)
         values ($1, $2, $3, $4, $5)",
        params![id, user, purpose, now, found],
    )?;
    Ok(())
}
