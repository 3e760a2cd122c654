//! Rows of `gift` and `gift_anchor`.

use super::{
    give::NewGift,
    list::{Gift, Received},
};
use crate::{
    ctx::Ctx,
    db::{DbError, Row, Tx},
    error::Error,
    involvement, params,
};
use domain::{
    agency::AgencyKind,
    ids::{AgencyId, GiftId, PersonId, RecordId, UserId},
    policy::FieldClass,
    user::{EmailAddress, Role},
};
use jiff::{Timestamp, civil::Date};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Whoever is given something.
pub(super) struct Recipient {
    pub user: UserId,
    pub agency: AgencyId,
    pub kind: AgencyKind,
    pub role: Role,
}

/// Who uses Wicken under an address at present.
pub(super) fn find_recipient(
    tx: &mut Tx<'_>,
    email: &EmailAddress,
) -> Result<Option<Recipient>, DbError> {
    tx.find(
        "select u.user_id, u.agency_id, u.role, s.kind from user_state u
         join agency_state s on s.agency_id = u.agency_id and s.superseded_at is null
         where u.email = $1 and u.superseded_at is null and u.status = 'active'
               and s.status = 'active'",
        params![email.as_str()],
        |row| {
            let (user, agency) = (row.get("user_id")?, row.get("agency_id")?);
            Ok(Recipient { user, agency, kind: row.get("kind")?, role: row.get("role")? })
        },
    )
}

/// Whether somebody's agency works on the side of the alleged perpetrator in a case in which
/// `own` holds records of a person. Of another's cases it says nothing.
pub(super) fn is_on_perpetrator_side(
    tx: &mut Tx<'_>,
    to: &Recipient,
    (own, person): (AgencyId, PersonId),
    on: Date,
) -> Result<bool, DbError> {
    let (_, side) = involvement::list_involved(tx, to.agency, person, on)?;
    Ok(list_held(tx, own, person)?.iter().any(|(source, _)| side.contains(source)))
}

/// The current records of a person that an agency holds, by incident or referral and root.
fn list_held(
    tx: &mut Tx<'_>,
    own: AgencyId,
    person: PersonId,
) -> Result<Vec<(Uuid, Uuid)>, DbError> {
    tx.list(
        "select distinct r.source_id, m.root_id
         from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         where m.person_id = $1 and m.superseded_at is null and r.agency_id = $2",
        params![person, own],
        |row| Ok((row.get("source_id")?, row.get("root_id")?)),
    )
}

fn classes(row: &Row<'_>) -> Result<BTreeSet<FieldClass>, DbError> {
    let name = "classes";
    serde_json::from_value(row.get(name)?)
        .map_err(|error| DbError::Column { name, why: error.to_string() })
}

pub(super) fn insert(
    ctx: &mut Ctx<'_>,
    (id, own, to): (GiftId, AgencyId, UserId),
    new: &NewGift,
    ends_at: Timestamp,
) -> Result<(), Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    let terms = &new.terms;
    let classes: Vec<&str> = terms.classes.iter().map(|class| class.code()).collect();
    ctx.tx.execute(
        "insert into gift (gift_id, person_id, agency_id, user_id, gateway, classes, necessity,
                           decided_by, ends_at, recorded_at, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            id,
            new.person,
            own,
            to,
            terms.gateway,
            serde_json::json!(classes),
            terms.necessity.as_str(),
            terms.decided_by.as_str(),
            ends_at,
            now,
            hand,
        ],
    )?;
    Ok(())
}

/// Holds the gift to the agency's records that are this person now, without what is shut to whoever
/// gives.
pub(super) fn insert_anchors(
    tx: &mut Tx<'_>,
    (id, own, person): (GiftId, AgencyId, PersonId),
    shut: &BTreeSet<Uuid>,
) -> Result<(), DbError> {
    for (source, root) in
        list_held(tx, own, person)?.into_iter().filter(|(source, _)| !shut.contains(source))
    {
        tx.execute(
            "insert into gift_anchor (gift_id, source_id, root_id) values ($1, $2, $3)",
            params![id, source, root],
        )?;
    }
    Ok(())
}

/// Whether it stood.
pub(super) fn update_ended(
    ctx: &mut Ctx<'_>,
    (id, own, person): (GiftId, AgencyId, PersonId),
) -> Result<bool, Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    let ended = ctx.tx.execute(
        "update gift set ended_at = $4, ended_by = $5
         where gift_id = $1 and agency_id = $2 and person_id = $3 and ended_at is null
               and $4 < ends_at",
        params![id, own, person, now, hand],
    )?;
    Ok(ended == 1)
}

pub(super) fn list_of_person(
    tx: &mut Tx<'_>,
    own: AgencyId,
    person: PersonId,
    now: Timestamp,
) -> Result<Vec<Gift>, DbError> {
    tx.list(
        "select g.gift_id, u.name as to_name, s.name as to_agency, g.classes, g.gateway,
                g.necessity, g.decided_by, g.recorded_at, w.name as made_by, g.ends_at, g.ended_at
         from gift g
         join user_state u on u.user_id = g.user_id and u.superseded_at is null
         join agency_state s on s.agency_id = u.agency_id and s.superseded_at is null
         left join user_state w on w.user_id = g.recorded_by and w.superseded_at is null
         where g.person_id = $1 and g.agency_id = $2
         order by g.recorded_at desc, g.gift_id",
        params![person, own],
        |row| {
            let (ends_at, ended_at): (Timestamp, Option<Timestamp>) =
                (row.get("ends_at")?, row.get("ended_at")?);
            Ok(Gift {
                id: row.get("gift_id")?,
                to_name: row.get("to_name")?,
                to_agency: row.get("to_agency")?,
                classes: classes(row)?,
                gateway: row.get("gateway")?,
                necessity: row.get("necessity")?,
                decided_by: row.get("decided_by")?,
                at: row.get("recorded_at")?,
                made_by: row.get("made_by")?,
                ends_at,
                ended_at,
                is_live: ended_at.is_none() && now < ends_at,
            })
        },
    )
}

/// Each record that was given, with the gift, by whose record it is now.
pub(super) fn list_received(
    tx: &mut Tx<'_>,
    user: UserId,
    now: Timestamp,
) -> Result<Vec<(RecordId, Received)>, DbError> {
    tx.list(
        "select distinct r.record_id, m.person_id, s.name as from_agency, g.necessity, g.classes,
                g.ends_at, g.gift_id
         from gift g
         join gift_anchor a on a.gift_id = g.gift_id
         join person_record r on r.source_id = a.source_id and r.agency_id = g.agency_id
              and r.superseded_at is null
         join membership m on m.record_id = r.record_id and m.root_id = a.root_id
              and m.superseded_at is null
         join agency_state s on s.agency_id = g.agency_id and s.superseded_at is null
         where g.user_id = $1 and g.ended_at is null and $2 < g.ends_at
         order by g.ends_at, g.gift_id, m.person_id, r.record_id",
        params![user, now],
        |row| {
            let gift = Received {
                person: row.get("person_id")?,
                from_agency: row.get("from_agency")?,
                necessity: row.get("necessity")?,
                classes: classes(row)?,
                ends_at: row.get("ends_at")?,
            };
            Ok((row.get("record_id")?, gift))
        },
    )
}

pub(crate) type Given = BTreeMap<(PersonId, RecordId), BTreeSet<FieldClass>>;

/// What was given to a user and has not ended: the classes, by whose record it is today and by its
/// root. A gift holds to the records that it was made of, whoever they are linked with since.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_given(tx: &mut Tx<'_>, user: UserId, now: Timestamp) -> Result<Given, DbError> {
    let rows = tx.list(
        "select m.person_id, a.root_id, g.classes
         from gift g
         join gift_anchor a on a.gift_id = g.gift_id
         join person_record r on r.source_id = a.source_id and r.agency_id = g.agency_id
              and r.superseded_at is null
         join membership m on m.record_id = r.record_id and m.root_id = a.root_id
              and m.superseded_at is null
         where g.user_id = $1 and g.ended_at is null and $2 < g.ends_at",
        params![user, now],
        |row| Ok(((row.get("person_id")?, row.get("root_id")?), classes(row)?)),
    )?;
    let mut given = Given::new();
    for (root, classes) in rows {
        given.entry(root).or_default().extend(classes);
    }
    Ok(given)
}
