//! Rows of `session`, `throttle`, and what is checked at a sign-in.

use super::{Session, Signed};
use crate::{
    app::App,
    ctx::Ctx,
    db::{DbError, Row, Tx},
    error::Error,
    params,
    user::store::find_user,
};
use domain::{
    agency::{AgencyKind, AgencyStatus},
    ids::{SessionId, UserId},
    policy::UserActor,
    user::{DisplayName, UserStatus},
};
use jiff::Timestamp;

/// The columns of whoever asks: who they are, whether they still may, and where.
pub(crate) fn signed_actor(row: &Row<'_>) -> Result<(UserActor, DisplayName, String), DbError> {
    let kind: AgencyKind = row.get("kind")?;
    let status: UserStatus = row.get("status")?;
    let agency_status: AgencyStatus = row.get("agency_status")?;
    let name: String = row.get("name")?;
    let name = DisplayName::parse(&name)
        .map_err(|error| DbError::Column { name: "name", why: error.to_string() })?;
    let actor = UserActor {
        id: row.get("user_id")?,
        role: row.get("role")?,
        agency: row.get("agency_id")?,
        agency_is_partnership: kind == AgencyKind::Partnership,
        active: status == UserStatus::Active,
        agency_active: agency_status == AgencyStatus::Active,
    };
    Ok((actor, name, row.get("agency_name")?))
}

/// Whoever holds `secret`, if the session has not ended. The user's role and status are read in
/// the same transaction as whatever follows: a revocation holds from the next request on.
pub(crate) fn find_signed(
    tx: &mut Tx<'_>,
    app: &App,
    secret: &str,
    now: Timestamp,
) -> Result<Signed, Error> {
    let limits = app.limits();
    let found = tx.find(
        "select s.session_id, s.seen_at, s.fresh_until, s.ends_at, u.user_id, u.role, u.name,
                u.status, u.agency_id, a.kind, a.name as agency_name, a.status as agency_status
         from session s
         join user_state u on u.user_id = s.user_id and u.superseded_at is null
         join agency_state a on a.agency_id = u.agency_id and a.superseded_at is null
         where s.token_hash = $1 and s.ended_at is null",
        params![crate::user::hash_of(secret)],
        |row| {
            let (actor, name, agency_name) = signed_actor(row)?;
            let seen_at: Timestamp = row.get("seen_at")?;
            let hard_end: Timestamp = row.get("ends_at")?;
            let idle_end = seen_at.saturating_add(limits.idle).unwrap_or(seen_at);
            if hard_end.min(idle_end) < now {
                return Ok(None);
            }
            // Whoever is doing something now is not idle: idleness counts from now.
            let idle_end = now.saturating_add(limits.idle).unwrap_or(now);
            Ok(Some(Signed {
                actor,
                name,
                agency_name,
                session: Some(row.get("session_id")?),
                seen_at: Some(seen_at),
                fresh_until: Some(row.get("fresh_until")?),
                ends_at: hard_end.min(idle_end),
            }))
        },
    )?;
    found
        .flatten()
        .filter(|signed| signed.actor.active && signed.actor.agency_active)
        .ok_or(Error::SignInNeeded)
}

pub(super) struct NewSession<'n> {
    pub id: SessionId,
    pub user: UserId,
    pub token_hash: [u8; 32],
    pub device: &'n str,
    pub fresh_until: Timestamp,
    pub ends_at: Timestamp,
}

pub(super) fn insert_row(ctx: &mut Ctx<'_>, new: &NewSession<'_>) -> Result<(), Error> {
    let now = ctx.now();
    ctx.tx.execute(
        "insert into session (session_id, user_id, token_hash, device, made_at, seen_at,
                              fresh_until, ends_at)
         values ($1, $2, $3, $4, $5, $5, $6, $7)",
        params![new.id, new.user, new.token_hash, new.device, now, new.fresh_until, new.ends_at,],
    )?;
    Ok(())
}

/// Opens a session for a user; its cookie's secret.
pub(crate) fn insert_session(
    ctx: &mut Ctx<'_>,
    user: UserId,
    device: &str,
) -> Result<String, Error> {
    let (limits, now) = (ctx.app().limits(), ctx.now());
    let secret = crate::entropy::token();
    let new = NewSession {
        id: SessionId::from_uuid(ctx.new_id()),
        user,
        token_hash: crate::user::hash_of(&secret),
        device,
        fresh_until: now.saturating_add(limits.fresh).unwrap_or(now),
        ends_at: now.saturating_add(limits.session).unwrap_or(now),
    };
    insert_row(ctx, &new)?;
    end_oldest_of(ctx, user)?;
    Ok(secret)
}

/// Nobody needs more than ten screens; the oldest session gives way.
fn end_oldest_of(ctx: &mut Ctx<'_>, user: UserId) -> Result<(), Error> {
    let now = ctx.now();
    ctx.tx.execute(
        "update session set ended_at = $2 where user_id = $1 and ended_at is null
           and session_id not in (
               select session_id from session where user_id = $1 and ended_at is null
               order by session_id desc limit 10)",
        params![user, now],
    )?;
    Ok(())
}

pub(crate) fn update_seen(
    tx: &mut Tx<'_>,
    session: SessionId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "update session set seen_at = $2
         where session_id = $1 and ended_at is null and seen_at < $2",
        params![session, now],
    )?;
    Ok(())
}

pub(super) fn update_fresh(
    ctx: &mut Ctx<'_>,
    session: SessionId,
    token_hash: [u8; 32],
    fresh_until: Timestamp,
) -> Result<(), Error> {
    let now = ctx.now();
    ctx.tx.execute(
        "update session set token_hash = $2, fresh_until = $3, seen_at = $4
         where session_id = $1 and ended_at is null",
        params![session, token_hash, fresh_until, now],
    )?;
    Ok(())
}

pub(super) fn end_session(
    ctx: &mut Ctx<'_>,
    user: UserId,
    session: SessionId,
) -> Result<bool, Error> {
    let now = ctx.now();
    let ended = ctx.tx.execute(
        "update session set ended_at = $3
         where session_id = $2 and user_id = $1 and ended_at is null",
        params![user, session, now],
    )?;
    Ok(ended == 1)
}

/// Every session and every token of a user.
pub(crate) fn end_all_of(ctx: &mut Ctx<'_>, user: UserId) -> Result<u64, Error> {
    let now = ctx.now();
    let ended = ctx.tx.execute(
        "update session set ended_at = $2 where user_id = $1 and ended_at is null",
        params![user, now],
    )?;
    Ok(ended + revoke_tokens_of(ctx, user)?)
}

fn revoke_tokens_of(ctx: &mut Ctx<'_>, user: UserId) -> Result<u64, Error> {
    let now = ctx.now();
    Ok(ctx.tx.execute(
        "update api_token set revoked_at = $2 where user_id = $1 and revoked_at is null",
        params![user, now],
    )?)
}

/// Every session of the asker but this one, and every token: who changes a password may have lost
/// it to somebody, who would have made themselves one.
pub(crate) fn end_others_of(ctx: &mut Ctx<'_>, user: UserId) -> Result<u64, Error> {
    let (own, now) = (ctx.signed()?.session, ctx.now());
    let ended = ctx.tx.execute(
        "update session set ended_at = $3
         where user_id = $1 and session_id <> $2 and ended_at is null",
        params![user, own, now],
    )?;
    Ok(ended + revoke_tokens_of(ctx, user)?)
}

pub(super) fn list_open(ctx: &mut Ctx<'_>, user: UserId) -> Result<Vec<Session>, Error> {
    let (own, now) = (ctx.signed()?.session, ctx.now());
    let idle_since = now.saturating_sub(ctx.app().limits().idle).unwrap_or(now);
    Ok(ctx.tx.list(
        "select session_id, device, made_at, seen_at from session
         where user_id = $1 and ended_at is null and $2 <= ends_at and $3 <= seen_at
         order by session_id desc",
        params![user, now, idle_since],
        |row| {
            let id = row.get("session_id")?;
            Ok(Session {
                id,
                device: row.get("device")?,
                made_at: row.get("made_at")?,
                seen_at: row.get("seen_at")?,
                is_this: own == Some(id),
            })
        },
    )?)
}

pub(crate) fn delete_ended_before(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, DbError> {
    tx.execute("delete from session where ends_at < $1", params![before])
}

/// What a sign-in is checked against.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub user: UserId,
    pub password_hash: Option<String>,
}

pub(super) fn find_known(tx: &mut Tx<'_>, email: &str) -> Result<Option<Known>, DbError> {
    tx.find(
        "select u.user_id, c.password_hash from user_state u
         left join credential c on c.user_id = u.user_id
         where u.email = $1 and u.superseded_at is null",
        params![email],
        |row| Ok(Known { user: row.get("user_id")?, password_hash: row.get("password_hash")? }),
    )
}

pub(super) fn find_known_by_id(tx: &mut Tx<'_>, id: UserId) -> Result<Option<Known>, DbError> {
    tx.find(
        "select user_id, password_hash from credential where user_id = $1",
        params![id],
        |row| Ok(Known { user: row.get("user_id")?, password_hash: row.get("password_hash")? }),
    )
}

/// Whether the password that was compared is still the user's. Holds its row: a change or a reset
/// of the sign-in at the same time comes before this one or after it, never in between.
pub(super) fn is_still_known(ctx: &mut Ctx<'_>, known: &Known) -> Result<bool, Error> {
    let held = ctx.tx.execute(
        "update credential set made_at = made_at where user_id = $1 and password_hash = $2",
        params![known.user, known.password_hash.as_deref()],
    )?;
    Ok(held == 1)
}

/// Whether the user and the user's agency are active.
pub(super) fn is_active(ctx: &mut Ctx<'_>, id: UserId) -> Result<bool, Error> {
    let user = find_user(ctx, id)?;
    let agency = crate::agency::store::find_agency(ctx, user.agency)?;
    Ok(user.status == UserStatus::Active && agency.status == AgencyStatus::Active)
}

pub(super) fn find_code_app(
    ctx: &mut Ctx<'_>,
    id: UserId,
) -> Result<Option<(Vec<u8>, i64)>, Error> {
    Ok(ctx.tx.find(
        "select secret, last_step from second_factor where user_id = $1",
        params![id],
        |row| Ok((row.get("secret")?, row.get("last_step")?)),
    )?)
}

/// Whether `step` was not used before; two servers at once cannot both be told so.
pub(super) fn update_step(ctx: &mut Ctx<'_>, id: UserId, step: i64) -> Result<bool, Error> {
    let used = ctx.tx.execute(
        "update second_factor set last_step = $2 where user_id = $1 and last_step < $2",
        params![id, step],
    )?;
    Ok(used == 1)
}

pub(super) fn update_recovery_used(
    ctx: &mut Ctx<'_>,
    id: UserId,
    hash: [u8; 32],
) -> Result<bool, Error> {
    let now = ctx.now();
    let used = ctx.tx.execute(
        "update recovery_code set used_at = $3
         where user_id = $1 and code_hash = $2 and used_at is null",
        params![id, hash, now],
    )?;
    Ok(used == 1)
}

/// How many tries there were since `since` under this key.
pub(super) fn find_tries(ctx: &mut Ctx<'_>, key: [u8; 32], since: Timestamp) -> Result<i64, Error> {
    Ok(ctx.tx.count(
        "select tries as count from throttle where throttle_key = $1 and $2 < since",
        params![key, since],
    )?)
}

/// Counts one more try; a window that has passed begins anew.
pub(super) fn update_tries(
    ctx: &mut Ctx<'_>,
    key: [u8; 32],
    since: Timestamp,
) -> Result<(), Error> {
    let now = ctx.now();
    ctx.tx.execute(
        "insert into throttle (throttle_key, tries, since) values ($1, 1, $3)
         on conflict (throttle_key) do update set
             tries = case when throttle.since <= $2 then 1 else throttle.tries + 1 end,
             since = case when throttle.since <= $2 then $3 else throttle.since end",
        params![key, since, now],
    )?;
    Ok(())
}

pub(crate) fn delete_throttles_before(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, DbError> {
    tx.execute("delete from throttle where since < $1", params![before])
}
