//! A token is issued to oneself, and revoked.

use super::store;
use crate::{
    ctx::{About, Ctx, Record},
    entropy,
    error::{Error, Refused},
    user::{User, store::find_user},
};
use domain::{
    ids::TokenId,
    policy::{Permission, Subject},
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

const DAYS_MOST: i64 = 366;
const NAME_MOST: usize = 120;

/// A token of the asker, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub id: TokenId,
    pub name: String,
    pub made_at: Timestamp,
    pub ends_at: Timestamp,
}

/// A new token. Its secret is told here once and never again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    pub id: TokenId,
    /// Empty in the answer to a replay: a secret is not kept for one.
    #[serde(skip)]
    pub secret: String,
}

fn find_own(ctx: &mut Ctx<'_>) -> Result<User, Error> {
    let id = ctx.signed()?.actor.id;
    find_user(ctx, id)
}

/// Issues a token that may do what its owner may do without a fresh sign-in.
///
/// # Errors
/// [`Refused::TokenName`], [`Refused::TokenDays`]; [`Error::Denied`] without a fresh sign-in.
pub fn issue_token(ctx: &mut Ctx<'_>, name: &str, days: i64) -> Result<Issued, Error> {
    let user = find_own(ctx)?;
    let basis = ctx.permit(Permission::ChangeOwnAccount, Subject::from(&user))?;
    let name = name.trim();
    if name.is_empty() || NAME_MOST < name.chars().count() {
        return Err(Refused::TokenName.into());
    }
    if !(1..=DAYS_MOST).contains(&days) {
        return Err(Refused::TokenDays.into());
    }
    let ends_at = ctx
        .now()
        .checked_add(SignedDuration::from_hours(24 * days))
        .map_err(|_| Refused::TokenDays)?;
    let id = TokenId::from_uuid(ctx.new_id());
    let secret = format!("wicken_{}", entropy::token());
    store::insert_token(ctx, id, (user.id, name), crate::user::hash_of(&secret), ends_at)?;
    ctx.record(Record::Changed { basis: &basis, about: About::user(user.id, user.agency) })?;
    Ok(Issued { id, secret })
}

/// The asker's tokens that still hold.
///
/// # Errors
/// [`Error::SignInNeeded`].
pub fn list_tokens(ctx: &mut Ctx<'_>) -> Result<Vec<Token>, Error> {
    let user = find_own(ctx)?;
    let basis = ctx.permit(Permission::SeeOwnAccount, Subject::from(&user))?;
    let tokens = store::list_tokens(ctx, user.id)?;
    let about = About::user(user.id, user.agency);
    ctx.record(Record::Read { basis: &basis, about, classes: &["own_account"] })?;
    Ok(tokens)
}

/// Revokes one of the asker's tokens.
///
/// # Errors
/// [`Error::NotFound`] when it is not the asker's, or has ended.
pub fn revoke_token(ctx: &mut Ctx<'_>, id: TokenId) -> Result<(), Error> {
    let user = find_own(ctx)?;
    let basis = ctx.permit(Permission::EndOwnSession, Subject::from(&user))?;
    if !store::update_revoked(ctx, user.id, id)? {
        return Err(Error::NotFound);
    }
    ctx.record(Record::Changed { basis: &basis, about: About::user(user.id, user.agency) })
}
