//! Rows of `api_token`.

use super::Token;
use crate::{
    ctx::Ctx,
    db::Tx,
    error::Error,
    params,
    session::{Signed, signed_actor},
    user::hash_of,
};
use domain::ids::{TokenId, UserId};
use jiff::Timestamp;

/// Whoever's token this is, if it still holds.
pub(crate) fn find_signed(tx: &mut Tx<'_>, secret: &str, now: Timestamp) -> Result<Signed, Error> {
    let found = tx.find(
        "select t.ends_at, u.user_id, u.role, u.name, u.status, u.agency_id, a.kind,
                a.name as agency_name, a.status as agency_status
         from api_token t
         join user_state u on u.user_id = t.user_id and u.superseded_at is null
         join agency_state a on a.agency_id = u.agency_id and a.superseded_at is null
         where t.token_hash = $1 and t.revoked_at is null and $2 < t.ends_at",
        params![hash_of(secret), now],
        |row| {
            let (actor, name, agency_name) = signed_actor(row)?;
            let ends_at = row.get("ends_at")?;
            let (session, seen_at, fresh_until) = (None, None, None);
            Ok(Signed { actor, name, agency_name, session, seen_at, fresh_until, ends_at })
        },
    )?;
    found
        .filter(|signed| signed.actor.active && signed.actor.agency_active)
        .ok_or(Error::SignInNeeded)
}

pub(super) fn insert_token(
    ctx: &mut Ctx<'_>,
    id: TokenId,
    (user, name): (UserId, &str),
    hash: [u8; 32],
    ends_at: Timestamp,
) -> Result<(), Error> {
    let now = ctx.now();
    ctx.tx.execute(
        "insert into api_token (token_id, user_id, name, token_hash, made_at, ends_at)
         values ($1, $2, $3, $4, $5, $6)",
        params![id, user, name, hash, now, ends_at],
    )?;
    Ok(())
}

pub(super) fn list_tokens(ctx: &mut Ctx<'_>, user: UserId) -> Result<Vec<Token>, Error> {
    let now = ctx.now();
    Ok(ctx.tx.list(
        "select token_id, name, made_at, ends_at from api_token
         where user_id = $1 and revoked_at is null and $2 < ends_at order by token_id desc",
        params![user, now],
        |row| {
            Ok(Token {
                id: row.get("token_id")?,
                name: row.get("name")?,
                made_at: row.get("made_at")?,
                ends_at: row.get("ends_at")?,
            })
        },
    )?)
}

pub(super) fn update_revoked(ctx: &mut Ctx<'_>, user: UserId, id: TokenId) -> Result<bool, Error> {
    let now = ctx.now();
    let revoked = ctx.tx.execute(
        "update api_token set revoked_at = $3
         where token_id = $2 and user_id = $1 and revoked_at is null",
        params![user, id, now],
    )?;
    Ok(revoked == 1)
}
