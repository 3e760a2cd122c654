//! Rows of `duty_call`.

use super::{list::DutyCall, make::NewCall};
use crate::{
    ctx::Ctx,
    db::{DbError, Tx},
    error::Error,
    params,
};
use domain::ids::{AgencyId, DutyCallId, UserId};
use jiff::Timestamp;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A case that is open to somebody on duty.
pub(super) struct OpenCall {
    pub source: Uuid,
    pub why: String,
    pub until: Timestamp,
}

pub(super) fn insert(
    ctx: &mut Ctx<'_>,
    id: DutyCallId,
    new: &NewCall,
    until: Timestamp,
) -> Result<(), Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    ctx.tx.execute(
        "insert into duty_call (call_id, source_id, agency_id, why, until_at, recorded_at,
                                recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![id, new.case, new.agency, new.why.as_str(), until, now, hand],
    )?;
    Ok(())
}

pub(super) fn exists(tx: &mut Tx<'_>, (case, id): (Uuid, DutyCallId)) -> Result<bool, DbError> {
    let found = tx.find(
        "select call_id from duty_call where call_id = $1 and source_id = $2",
        params![id, case],
        |row| row.get::<DutyCallId>("call_id"),
    )?;
    Ok(found.is_some())
}

/// Whether it stood until now.
pub(super) fn update_ended(
    ctx: &mut Ctx<'_>,
    (case, id): (Uuid, DutyCallId),
) -> Result<bool, Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    let ended = ctx.tx.execute(
        "update duty_call set ended_at = $3, ended_by = $4
         where call_id = $1 and source_id = $2 and ended_at is null and $3 < until_at",
        params![id, case, now, hand],
    )?;
    Ok(ended == 1)
}

/// The calls to a case that stand at an instant, by agency.
pub(super) fn list_of_case(
    tx: &mut Tx<'_>,
    case: Uuid,
    at: Timestamp,
) -> Result<Vec<DutyCall>, DbError> {
    tx.list(
        "select c.call_id, c.agency_id, s.name as agency_name, c.why, c.recorded_at, c.until_at,
                u.name as made_by,
                (select count(*) from duty d
                 join user_state t on t.user_id = d.user_id and t.superseded_at is null
                      and t.agency_id = d.agency_id and t.status = 'active'
                 where d.agency_id = c.agency_id and d.from_at <= $2 and $2 < d.until_at
                       and d.ended_at is null) as on_duty
         from duty_call c
         join agency_state s on s.agency_id = c.agency_id and s.superseded_at is null
         join user_state u on u.user_id = c.recorded_by and u.superseded_at is null
         where c.source_id = $1 and $2 < c.until_at and c.ended_at is null
         order by s.name, c.call_id",
        params![case, at],
        |row| {
            Ok(DutyCall {
                id: row.get("call_id")?,
                agency: row.get("agency_id")?,
                agency_name: row.get("agency_name")?,
                why: row.get("why")?,
                at: row.get("recorded_at")?,
                until: row.get("until_at")?,
                made_by: row.get("made_by")?,
                on_duty: row.get("on_duty")?,
                classes: BTreeSet::new(),
            })
        },
    )
}

/// The cases that are open to somebody who is on duty at an instant, the latest call first.
pub(super) fn list_open(
    tx: &mut Tx<'_>,
    (user, agency): (UserId, AgencyId),
    at: Timestamp,
) -> Result<Vec<OpenCall>, DbError> {
    tx.list(
        "select c.source_id, c.why, c.until_at from duty_call c
         where c.agency_id = $2 and $3 < c.until_at and c.ended_at is null
               and exists (select 1 from duty d
                           where d.user_id = $1 and d.agency_id = $2 and d.from_at <= $3
                                 and $3 < d.until_at and d.ended_at is null)
         order by c.recorded_at desc, c.call_id",
        params![user, agency, at],
        |row| {
            Ok(OpenCall {
                source: row.get("source_id")?,
                why: row.get("why")?,
                until: row.get("until_at")?,
            })
        },
    )
}

/// The incidents and referrals that are open at an instant to somebody of an agency, because its
/// duty team was called and they are on it.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_called(
    tx: &mut Tx<'_>,
    asker: (UserId, AgencyId),
    at: Timestamp,
) -> Result<BTreeSet<Uuid>, DbError> {
    Ok(list_open(tx, asker, at)?.into_iter().map(|call| call.source).collect())
}
