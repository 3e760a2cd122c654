//! Rows of `duty`, and of `duty_call` as far as its team is told.

use super::list::{OnDuty, TeamCall};
use crate::{
    ctx::Ctx,
    db::{DbError, Row, Tx},
    error::Error,
    params,
};
use domain::{
    duty::DutyHours,
    ids::{AgencyId, DutyId, UserId},
};
use jiff::Timestamp;

fn hours(row: &Row<'_>) -> Result<DutyHours, DbError> {
    Ok(DutyHours { from: row.get("from_at")?, until: row.get("until_at")? })
}

pub(super) fn insert(
    ctx: &mut Ctx<'_>,
    id: DutyId,
    (user, agency): (UserId, AgencyId),
    hours: DutyHours,
) -> Result<(), Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    ctx.tx.execute(
        "insert into duty (duty_id, user_id, agency_id, from_at, until_at, recorded_at,
                           recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![id, user, agency, hours.from, hours.until, now, hand],
    )?;
    Ok(())
}

/// Whose, and at which agency.
pub(super) fn find(tx: &mut Tx<'_>, id: DutyId) -> Result<Option<(UserId, AgencyId)>, DbError> {
    tx.find("select user_id, agency_id from duty where duty_id = $1", params![id], |row| {
        Ok((row.get("user_id")?, row.get("agency_id")?))
    })
}

/// Somebody's hours that are neither over nor ended.
pub(super) fn list_of_user(
    tx: &mut Tx<'_>,
    user: UserId,
    at: Timestamp,
) -> Result<Vec<DutyHours>, DbError> {
    tx.list(
        "select from_at, until_at from duty
         where user_id = $1 and $2 < until_at and ended_at is null",
        params![user, at],
        hours,
    )
}

/// Whether it stood until now.
pub(super) fn update_ended(ctx: &mut Ctx<'_>, id: DutyId) -> Result<bool, Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    let ended = ctx.tx.execute(
        "update duty set ended_at = $2, ended_by = $3
         where duty_id = $1 and ended_at is null and $2 < until_at",
        params![id, now, hand],
    )?;
    Ok(ended == 1)
}

/// Those of an agency whose hours are neither over nor ended and who work there still.
pub(super) fn list_team(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    at: Timestamp,
) -> Result<Vec<OnDuty>, DbError> {
    tx.list(
        "select d.duty_id, d.user_id, u.name, u.role, d.from_at, d.until_at, m.name as made_by
         from duty d
         join user_state u on u.user_id = d.user_id and u.superseded_at is null
              and u.agency_id = d.agency_id and u.status = 'active'
         join user_state m on m.user_id = d.recorded_by and m.superseded_at is null
         where d.agency_id = $1 and $2 < d.until_at and d.ended_at is null
         order by d.from_at, u.name, d.duty_id",
        params![agency, at],
        |row| {
            let hours = hours(row)?;
            Ok(OnDuty {
                id: row.get("duty_id")?,
                user: row.get("user_id")?,
                name: row.get("name")?,
                role: row.get("role")?,
                hours,
                is_now: hours.holds(at),
                made_by: row.get("made_by")?,
                may_end: false,
            })
        },
    )
}

/// The calls to an agency's team that stand, with the holder of the case.
pub(super) fn list_calls(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    at: Timestamp,
) -> Result<Vec<TeamCall>, DbError> {
    tx.list(
        "select h.name as holder_name, c.recorded_at, c.until_at
         from duty_call c
         left join incident n on n.incident_id = c.source_id
         left join referral f on f.referral_id = c.source_id
         join agency_state h on h.agency_id = coalesce(n.agency_id, f.agency_id)
              and h.superseded_at is null
         where c.agency_id = $1 and $2 < c.until_at and c.ended_at is null
         order by c.recorded_at desc, c.call_id",
        params![agency, at],
        |row| {
            Ok(TeamCall {
                agency_name: row.get("holder_name")?,
                at: row.get("recorded_at")?,
                until: row.get("until_at")?,
            })
        },
    )
}
