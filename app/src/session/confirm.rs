//! Signing in again within a session, before something that needs it.

use super::{
    sign_in::{check_password, check_rest},
    store,
    throttle::{self, Counted, TRIES_MOST},
};
use crate::{
    app::App,
    ctx::{About, Record, Visitor},
    entropy,
    error::Error,
    user::hash_of,
};
use domain::ledger::Outcome;

/// Makes the session fresh for some minutes, and gives it a new secret: `None` when password or
/// code was wrong. After ten wrong ones nothing is right in this session for a quarter of an hour,
/// so that whoever found an unlocked screen cannot guess on; signing in anew stays possible.
///
/// # Errors
/// [`Error::SignInNeeded`].
pub fn confirm_sign_in(
    app: &App,
    visitor: &Visitor,
    password: &str,
    code: String,
) -> Result<Option<String>, Error> {
    let (user, agency) = app.read(visitor, |ctx| {
        let (user, _) = crate::user::show_own_account(ctx)?;
        Ok((user.id, user.agency))
    })?;
    let known = app.db().read(|tx| store::find_known_by_id(tx, user))?;
    let is_password_right = check_password(app, known.as_ref(), password);
    app.change(visitor, move |ctx| {
        let session = ctx.signed()?.session.ok_or(Error::SignInNeeded)?;
        let wrong = match known {
            _ if throttle::is_used_up(ctx, &Counted::Session(session), TRIES_MOST)? => {
                Some("too_many_tries")
            }
            Some(known) if is_password_right && store::is_still_known(ctx, &known)? => {
                check_rest(ctx, user, &code)?
            }
            Some(_) | None => Some("wrong_password"),
        };
        if wrong.is_some() {
            throttle::count(ctx, &Counted::Session(session))?;
        }
        let (outcome, secret) = match wrong {
            Some(reason) => (Outcome::Refused { reason: reason.to_owned() }, None),
            None => {
                let secret = entropy::token();
                let now = ctx.now();
                let until = now.saturating_add(ctx.app().limits().fresh).unwrap_or(now);
                store::update_fresh(ctx, session, hash_of(&secret), until)?;
                (Outcome::Done, Some(secret))
            }
        };
        let about = About::user(user, agency);
        ctx.record(Record::SignIn { doing: "confirm_sign_in", about, outcome })?;
        Ok(secret)
    })
}
