//! Rows of `request`.

use super::RequestKey;
use crate::{
    ctx::Ctx,
    db::{DbError, Tx},
    error::Error,
    params,
};
use jiff::Timestamp;
use uuid::Uuid;

pub(super) struct Before {
    pub body_hash: [u8; 32],
    pub answer: Option<serde_json::Value>,
}

/// Whether the row is new.
pub(super) fn insert_request(ctx: &mut Ctx<'_>, key: RequestKey) -> Result<bool, Error> {
    let (actor, now) = (ctx.request_owner(), ctx.now());
    let inserted = ctx.tx.execute(
        "insert into request (actor, request_id, body_hash, made_at) values ($1, $2, $3, $4)
         on conflict (actor, request_id) do nothing",
        params![actor, key.id, key.body_hash, now],
    )?;
    Ok(inserted == 1)
}

pub(super) fn find_request(ctx: &mut Ctx<'_>, id: Uuid) -> Result<Option<Before>, Error> {
    let actor = ctx.request_owner();
    Ok(ctx.tx.find(
        "select body_hash, answer from request where actor = $1 and request_id = $2",
        params![actor, id],
        |row| Ok(Before { body_hash: row.get("body_hash")?, answer: row.get("answer")? }),
    )?)
}

pub(super) fn update_answer(
    ctx: &mut Ctx<'_>,
    id: Uuid,
    answer: serde_json::Value,
) -> Result<(), Error> {
    let actor = ctx.request_owner();
    ctx.tx.execute(
        "update request set answer = $3 where actor = $1 and request_id = $2",
        params![actor, id, answer],
    )?;
    Ok(())
}

/// Requests are kept long enough for any client to have given up.
pub(crate) fn delete_requests_before(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, DbError> {
    tx.execute("delete from request where made_at < $1", params![before])
}
