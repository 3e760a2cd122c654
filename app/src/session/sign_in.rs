//! Someone signs in: address, password and code at once.
//!
//! All three are asked on one page and answered with one word, so that nobody learns which of
//! them was wrong: not whether the address is known, and not whether a password is right.

use super::{
    store::{self, Known},
    throttle::{self, CODES_MOST, Counted, TRIES_MOST},
};
use crate::{
    app::App,
    ctx::{About, Ctx, Record, Visitor},
    error::Error,
    keys::open_field,
    user::{password, store::find_user},
};
use domain::{ids::UserId, ledger::Outcome, user::EmailAddress};

/// What was typed, and from where.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub email: String,
    pub password: String,
    /// Six digits of the code app, or a recovery code.
    pub code: String,
    /// The browser in words, for the list of sessions.
    pub device: String,
    /// The network address, for counting only: it is kept nowhere.
    pub network: String,
}

/// How a sign-in ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedIn {
    /// The secret for the cookie.
    Yes { secret: String },
    /// Something was wrong.
    No,
    /// Something was wrong, and it was so too often from here.
    Wait,
}

/// Signs in. Known or not, right or wrong, it costs the same work.
///
/// # Errors
/// Only what is not the visitor's: [`Error::Busy`], [`Error::Storage`].
pub fn sign_in(app: &App, credentials: Credentials) -> Result<SignedIn, Error> {
    let email = EmailAddress::parse(&credentials.email)
        .map_or_else(|_| credentials.email.trim().to_lowercase(), |email| email.to_string());
    let known = app.db().read(|tx| store::find_known(tx, &email))?;
    let is_password_right = check_password(app, known.as_ref(), &credentials.password);
    app.change(&Visitor::Stranger, move |ctx| {
        let user = known.as_ref().map(|known| known.user);
        let counted = Counted::Address { email: &email, network: &credentials.network };
        let reason = match &known {
            // The password was compared before this transaction: it may have changed since.
            Some(known) if is_password_right && store::is_still_known(ctx, known)? => {
                check_rest(ctx, known.user, &credentials.code)?
            }
            Some(_) => Some("wrong_password"),
            None => Some("unknown_address"),
        };
        let Some(reason) = reason else {
            let user = user.ok_or(Error::NotFound)?;
            let secret = store::insert_session(ctx, user, &credentials.device)?;
            record(ctx, Some(user), Outcome::Done)?;
            return Ok(SignedIn::Yes { secret });
        };
        throttle::count(ctx, &counted)?;
        record(ctx, user, Outcome::Refused { reason: reason.to_owned() })?;
        let is_too_often = throttle::is_used_up(ctx, &counted, TRIES_MOST + 1)?;
        Ok(if is_too_often { SignedIn::Wait } else { SignedIn::No })
    })
}

/// The same slow work whether or not there is anyone to compare with.
pub(super) fn check_password(app: &App, known: Option<&Known>, typed: &str) -> bool {
    let hash = known.and_then(|known| known.password_hash.as_deref());
    let is_right = password::is_right(typed, hash.unwrap_or(app.nobodys_password()));
    hash.is_some() && is_right
}

/// What else stands against letting the user in, once the password was right.
pub(super) fn check_rest(
    ctx: &mut Ctx<'_>,
    user: UserId,
    code: &str,
) -> Result<Option<&'static str>, Error> {
    let codes = Counted::Code(user);
    if throttle::is_used_up(ctx, &codes, CODES_MOST)? {
        return Ok(Some("too_many_codes"));
    }
    if !store::is_active(ctx, user)? {
        return Ok(Some("suspended"));
    }
    if use_code(ctx, user, code)? {
        return Ok(None);
    }
    throttle::count(ctx, &codes)?;
    Ok(Some("wrong_code"))
}

/// Uses up a code of the code app or a recovery code; each is good once.
fn use_code(ctx: &mut Ctx<'_>, user: UserId, code: &str) -> Result<bool, Error> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let is_app_code = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_app_code {
        let hash = crate::user::recovery_hash(&ctx.app().keyring(), user, code);
        return store::update_recovery_used(ctx, user, hash);
    }
    let Some((sealed, _)) = store::find_code_app(ctx, user)? else { return Ok(false) };
    let keyring = ctx.app().keyring();
    let place = crate::user::code_app_place(user);
    let secret = open_field(&mut ctx.tx, &keyring, place, &sealed)?;
    let code_app = password::code_app(&secret, "account")?;
    match password::step_of(&code_app, &digits, ctx.now()) {
        Some(step) => store::update_step(ctx, user, step),
        None => Ok(false),
    }
}

fn record(ctx: &mut Ctx<'_>, user: Option<UserId>, outcome: Outcome) -> Result<(), Error> {
    let about = match user {
        Some(id) => About::user(id, find_user(ctx, id)?.agency),
        None => About { kind: "user", id: None, agency: None },
    };
    ctx.record(Record::SignIn { doing: "sign_in", about, outcome })
}
