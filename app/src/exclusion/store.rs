//! Rows of `exclusion` and `exclusion_anchor`.

use super::{
    add::NewExclusion,
    list::{Excludable, Exclusion},
};
use crate::{
    ctx::Ctx,
    db::{DbError, Tx},
    error::Error,
    params, person,
};
use domain::{
    exclusion::ExclusionWords,
    ids::{AgencyId, PersonId, UserId},
    person::PartyRole,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Everyone from whom a user is excluded: by name, or because a record of the person stands for a
/// party that was the excluded person when the exclusion was made. And from everyone who may be the
/// same person: whoever must not see somebody must not see who is likely them.
///
/// None for most users, and few for the others: cheap to ask for, whatever the number of persons.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_excluded(tx: &mut Tx<'_>, user: UserId) -> Result<BTreeSet<PersonId>, DbError> {
    let excluded = tx.list(
        "select e.person_id from exclusion e
         where e.user_id = $1 and e.ended_at is null
         union
         select m.person_id from exclusion e
         join exclusion_anchor a on a.exclusion_id = e.exclusion_id
         join person_record r on r.source_id = a.source_id and r.party = a.party
              and r.superseded_at is null
         join membership m on m.record_id = r.record_id and m.superseded_at is null
         where e.user_id = $1 and e.ended_at is null",
        params![user],
        |row| row.get("person_id"),
    )?;
    let mut all = BTreeSet::new();
    for one in excluded {
        all.extend(person::list_guess_of(tx, one)?);
    }
    Ok(all)
}

/// Whether a user is excluded from a person.
///
/// # Errors
/// As [`list_excluded`].
pub(crate) fn excludes(tx: &mut Tx<'_>, user: UserId, person: PersonId) -> Result<bool, DbError> {
    Ok(list_excluded(tx, user)?.contains(&person))
}

/// The incidents and referrals that are shut to a user: those in which anybody stands from whom the
/// user is excluded. All of it, whoever else stands there: the page of the other party would tell
/// that there was a case, and so whose.
///
/// # Errors
/// As [`list_excluded`].
pub(crate) fn list_shut_sources(tx: &mut Tx<'_>, user: UserId) -> Result<BTreeSet<Uuid>, DbError> {
    let mut sources = BTreeSet::new();
    for person in list_excluded(tx, user)? {
        sources.extend(list_sources(tx, person)?);
    }
    Ok(sources)
}

fn list_sources(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Uuid>, DbError> {
    tx.list(
        "select r.source_id from membership m
         join person_record r on r.record_id = m.record_id
         where m.person_id = $1 and m.superseded_at is null",
        params![person],
        |row| row.get("source_id"),
    )
}

/// The incidents and referrals that an exclusion from a person shuts, made now.
///
/// # Errors
/// As [`list_excluded`].
pub(crate) fn list_sources_of(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<BTreeSet<Uuid>, DbError> {
    let mut sources = BTreeSet::new();
    for one in person::list_guess_of(tx, person)? {
        sources.extend(list_sources(tx, one)?);
    }
    Ok(sources)
}

pub(super) fn is_excluded_by_name(
    tx: &mut Tx<'_>,
    user: UserId,
    person: PersonId,
) -> Result<bool, DbError> {
    let found = tx.find(
        "select 1 as found from exclusion
         where user_id = $1 and person_id = $2 and ended_at is null",
        params![user, person],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

pub(super) fn insert(ctx: &mut Ctx<'_>, id: Uuid, new: &NewExclusion) -> Result<(), Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    let words = new.words.as_str();
    ctx.tx.execute(
        "insert into exclusion (exclusion_id, user_id, person_id, reason, words, recorded_at,
                                recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![id, new.user, new.person, new.reason, words, now, hand],
    )?;
    Ok(())
}

/// Holds the exclusion to every party that is this person now, or counts as the same.
pub(super) fn insert_anchors(tx: &mut Tx<'_>, id: Uuid, person: PersonId) -> Result<(), DbError> {
    let mut parties: BTreeSet<(Uuid, PartyRole)> = BTreeSet::new();
    for person in person::list_guess_of(tx, person)? {
        parties.extend(tx.list(
            "select distinct r.source_id, r.party
             from membership m join person_record r on r.record_id = m.record_id
             where m.person_id = $1 and m.superseded_at is null and r.superseded_at is null",
            params![person],
            |row| Ok((row.get("source_id")?, row.get("party")?)),
        )?);
    }
    for (source, party) in parties {
        tx.execute(
            "insert into exclusion_anchor (exclusion_id, source_id, party) values ($1, $2, $3)",
            params![id, source, party],
        )?;
    }
    Ok(())
}

/// Who made an exclusion from a person that is in force; `Some(None)` where Wicken did.
pub(super) fn find_maker(
    tx: &mut Tx<'_>,
    id: Uuid,
    person: PersonId,
) -> Result<Option<Option<UserId>>, DbError> {
    tx.find(
        "select recorded_by from exclusion
         where exclusion_id = $1 and person_id = $2 and ended_at is null",
        params![id, person],
        |row| row.get("recorded_by"),
    )
}

pub(super) fn update_ended(ctx: &mut Ctx<'_>, id: Uuid, why: &ExclusionWords) -> Result<(), Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    ctx.tx.execute(
        "update exclusion set ended_at = $2, ended_by = $3, ended_why = $4
         where exclusion_id = $1 and ended_at is null",
        params![id, now, hand, why.as_str()],
    )?;
    Ok(())
}

/// Exclusions in force from a person, the latest first.
pub(super) fn list_of_person(
    tx: &mut Tx<'_>,
    person: PersonId,
    asker: Option<UserId>,
) -> Result<Vec<Exclusion>, DbError> {
    tx.list(
        "select e.exclusion_id, e.user_id, u.name, s.name as agency_name, e.reason, e.words,
                e.recorded_at, e.recorded_by, w.name as made_by
         from exclusion e
         join user_state u on u.user_id = e.user_id and u.superseded_at is null
         join agency_state s on s.agency_id = u.agency_id and s.superseded_at is null
         left join user_state w on w.user_id = e.recorded_by and w.superseded_at is null
         where e.person_id = $1 and e.ended_at is null
         order by e.recorded_at desc, e.exclusion_id",
        params![person],
        |row| {
            let maker: Option<UserId> = row.get("recorded_by")?;
            Ok(Exclusion {
                id: row.get("exclusion_id")?,
                user: row.get("user_id")?,
                user_name: row.get("name")?,
                agency_name: row.get("agency_name")?,
                reason: row.get("reason")?,
                words: row.get("words")?,
                since: row.get("recorded_at")?,
                made_by: row.get("made_by")?,
                may_end: maker.is_none() || maker != asker,
            })
        },
    )
}

/// Everyone of an agency who has an account that is not suspended, by name.
pub(super) fn list_staff(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<Excludable>, DbError> {
    tx.list(
        "select u.user_id, u.name, s.name as agency_name
         from user_state u
         join agency_state s on s.agency_id = u.agency_id and s.superseded_at is null
         where u.agency_id = $1 and u.superseded_at is null and u.status <> 'suspended'
         order by u.name, u.user_id",
        params![agency],
        |row| {
            Ok(Excludable {
                id: row.get("user_id")?,
                name: row.get("name")?,
                agency_name: row.get("agency_name")?,
            })
        },
    )
}
