//! Requests that are sent twice: the answer is the same, and the change is one.

mod store;

use crate::{
    ctx::Ctx,
    error::{Conflict, Error},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// What a form or an API write carries: its id, and a hash of everything else in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestKey {
    pub id: Uuid,
    pub body_hash: [u8; 32],
}

pub(crate) enum Begun<T> {
    New,
    Before(T),
}

/// Takes the request's row, so that a second one with the same id waits for this one to end.
pub(crate) fn begin<T: DeserializeOwned>(
    ctx: &mut Ctx<'_>,
    key: RequestKey,
) -> Result<Begun<T>, Error> {
    ctx.set_request(key.id);
    if store::insert_request(ctx, key)? {
        return Ok(Begun::New);
    }
    let before = store::find_request(ctx, key.id)?.ok_or(Conflict::RequestUnderWay)?;
    if before.body_hash != key.body_hash {
        return Err(Conflict::RequestReused.into());
    }
    let answer = before.answer.ok_or(Conflict::RequestUnderWay)?;
    let answer = serde_json::from_value(answer)
        .map_err(|error| Error::Broken(format!("a kept answer cannot be read: {error}")))?;
    Ok(Begun::Before(answer))
}

pub(crate) fn finish<T: Serialize>(
    ctx: &mut Ctx<'_>,
    key: RequestKey,
    answer: &T,
) -> Result<(), Error> {
    let answer = serde_json::to_value(answer)
        .map_err(|error| Error::Broken(format!("an answer cannot be kept: {error}")))?;
    store::update_answer(ctx, key.id, answer)
}

pub(crate) use store::delete_requests_before;
