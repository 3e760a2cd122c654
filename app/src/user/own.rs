//! One's own account.

use super::{User, accept::store_recovery_codes, password, store};
use crate::{
    app::App,
    ctx::{About, Ctx, Record, Visitor},
    error::{Error, Refused},
    session,
};
use domain::{
    ledger::Outcome,
    policy::{Basis, Permission, Subject},
    user::check_password,
};

/// The asker's own account.
///
/// # Errors
/// [`Error::SignInNeeded`].
pub fn show_own_account(ctx: &mut Ctx<'_>) -> Result<(User, Basis), Error> {
    let user = find_own(ctx)?;
    let basis = ctx.permit(Permission::SeeOwnAccount, Subject::from(&user))?;
    let about = About::user(user.id, user.agency);
    ctx.record(Record::Read { basis: &basis, about, classes: &["own_account"] })?;
    Ok((user, basis))
}

fn find_own(ctx: &mut Ctx<'_>) -> Result<User, Error> {
    let id = ctx.signed()?.actor.id;
    store::find_user(ctx, id)
}

/// A new password for oneself. All other sessions end, and all tokens.
///
/// # Errors
/// [`Refused::WrongPassword`], [`Refused::Password`]; [`Error::Denied`] without a fresh sign-in.
pub fn change_password(app: &App, visitor: &Visitor, old: &str, new: &str) -> Result<(), Error> {
    let (user, hash) = app.read(visitor, |ctx| {
        let (user, _) = show_own_account(ctx)?;
        // Asked before the old password is compared: it is nobody's to guess in a stale session.
        ctx.permit(Permission::ChangeOwnAccount, Subject::from(&user))?;
        let hash = store::find_password(ctx, user.id)?;
        Ok((user, hash))
    })?;
    if !hash.is_some_and(|hash| password::is_right(old, &hash)) {
        return record_wrong(app, visitor, &user);
    }
    check_password(new, &user.email, &user.name)?;
    let hash = app.password_cost().hash(new)?;
    app.change(visitor, move |ctx| {
        let user = find_own(ctx)?;
        let basis = ctx.permit(Permission::ChangeOwnAccount, Subject::from(&user))?;
        store::update_password(ctx, user.id, &hash)?;
        session::end_others_of(ctx, user.id)?;
        ctx.record(Record::Changed { basis: &basis, about: About::user(user.id, user.agency) })
    })
}

fn record_wrong(app: &App, visitor: &Visitor, user: &User) -> Result<(), Error> {
    let about = About::user(user.id, user.agency);
    app.change(visitor, move |ctx| {
        let outcome = Outcome::Refused { reason: "wrong_password".to_owned() };
        ctx.record(Record::SignIn { doing: "change_password", about, outcome })
    })?;
    Err(Refused::WrongPassword.into())
}

/// New recovery codes; the old ones are dead. Told once.
///
/// # Errors
/// [`Error::Denied`] without a fresh sign-in.
pub fn renew_recovery_codes(ctx: &mut Ctx<'_>) -> Result<Vec<String>, Error> {
    let user = find_own(ctx)?;
    let basis = ctx.permit(Permission::ChangeOwnAccount, Subject::from(&user))?;
    let codes = password::recovery_codes();
    store_recovery_codes(ctx, user.id, &codes)?;
    ctx.record(Record::Changed { basis: &basis, about: About::user(user.id, user.agency) })?;
    Ok(codes)
}
