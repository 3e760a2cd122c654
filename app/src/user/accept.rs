//! An invited person takes up the invitation: a password, and a code app.

use super::{
    invite::hash_of,
    password::{self, SECRET_BYTES},
    store::{self, State},
};
use crate::{
    app::App,
    ctx::{About, Ctx, Record, Visitor},
    declaration,
    error::{Error, Refused},
    keys::{Keyring, Place, seal_field},
};
use domain::{
    ids::UserId,
    ledger::Outcome,
    user::{DisplayName, EmailAddress, UserStatus, UserStep, check_password},
};
use jiff::Timestamp;
use totp_rs::Secret;

/// What the invited person is shown.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub name: DisplayName,
    pub email: EmailAddress,
    /// For the code app: the address that its QR code carries, and the secret to type instead.
    pub code_address: String,
    pub code_secret: String,
}

/// What the invited person chose.
#[derive(Debug, Clone)]
pub struct Acceptance {
    pub secret: String,
    pub password: String,
    pub code: String,
}

/// Told once: the codes for when the phone is lost.
#[derive(Debug, Clone)]
pub struct Accepted {
    pub recovery_codes: Vec<String>,
}

/// The invitation behind a link. Looking at it changes nothing: the code app's secret is made
/// from the link itself until the invitation is taken up.
///
/// # Errors
/// [`Refused::Invitation`].
pub fn show_invitation(app: &App, secret: &str) -> Result<Invitation, Error> {
    let now = app.clock().now();
    let found = app.db().read(|tx| store::find_invited(tx, hash_of(secret), now))?;
    let invited = found.ok_or(Refused::Invitation)?;
    let bytes = code_secret(&app.keyring(), secret);
    let code_app = password::code_app(&bytes, invited.email.as_str())?;
    Ok(Invitation {
        name: invited.name,
        email: invited.email,
        code_address: code_app.to_url().map_err(|error| Error::Broken(error.to_string()))?,
        code_secret: code_app.secret().to_base32(),
    })
}

/// The code that the invited person's app shows at `now`: the demo county and tests have no app.
///
/// # Errors
/// [`Error::Broken`].
pub fn current_code(invitation: &Invitation, now: Timestamp) -> Result<String, Error> {
    code_of(&invitation.code_secret, now)
}

/// The code of `now` for a secret in base 32.
///
/// # Errors
/// [`Error::Broken`].
pub fn code_of(secret: &str, now: Timestamp) -> Result<String, Error> {
    let secret =
        Secret::try_from_base32(secret).map_err(|error| Error::Broken(error.to_string()))?;
    password::code_at(secret.as_bytes(), now)
}

fn code_secret(keyring: &Keyring, secret: &str) -> [u8; SECRET_BYTES] {
    let hash = keyring.hash("code app", secret.as_bytes());
    hash[..SECRET_BYTES].try_into().expect("a hash is longer than the secret")
}

/// Takes up an invitation. The person can sign in from then on.
///
/// # Errors
/// [`Refused::Invitation`], [`Refused::Password`], [`Refused::Code`].
pub fn accept_invitation(app: &App, acceptance: Acceptance) -> Result<Accepted, Error> {
    let now = app.clock().now();
    let hash = hash_of(&acceptance.secret);
    let found = app.db().read(|tx| store::find_invited(tx, hash, now))?;
    let invited = found.ok_or(Refused::Invitation)?;
    check_password(&acceptance.password, &invited.email, &invited.name)?;
    let code_secret = code_secret(&app.keyring(), &acceptance.secret);
    let code_app = password::code_app(&code_secret, invited.email.as_str())?;
    let step = password::step_of(&code_app, &acceptance.code, now).ok_or(Refused::Code)?;
    let password_hash = app.password_cost().hash(&acceptance.password)?;
    let codes = password::recovery_codes();
    let accepted = Accepted { recovery_codes: codes.clone() };
    app.change(&Visitor::Stranger, move |ctx| {
        take_up(ctx, invited.user, hash)?;
        store::update_password(ctx, invited.user, &password_hash)?;
        store_code_app(ctx, invited.user, &code_secret, step)?;
        store_recovery_codes(ctx, invited.user, &codes)?;
        let about = About::user(invited.user, invited.agency);
        let doing = "accept_invitation";
        ctx.record(Record::SignIn { doing, about, outcome: Outcome::Done })?;
        ctx.change_epoch()
    })?;
    Ok(accepted)
}

/// Uses the invitation up, once, whoever comes at the same time.
fn take_up(ctx: &mut Ctx<'_>, id: UserId, hash: [u8; 32]) -> Result<(), Error> {
    if !store::update_invitation_used(ctx, hash)? {
        return Err(Refused::Invitation.into());
    }
    let user = store::find_user(ctx, id)?;
    match user.status {
        UserStatus::Invited => {
            let status = user.status.after(UserStep::Accept)?;
            store::supersede(ctx, id, &State { status, ..State::after(&user) })?;
            declaration::tell_if_officer(ctx, [user.role])
        }
        // The sign-in of someone active was reset.
        UserStatus::Active => Ok(()),
        UserStatus::Suspended => Err(Refused::Invitation.into()),
    }
}

fn store_code_app(ctx: &mut Ctx<'_>, id: UserId, secret: &[u8], step: i64) -> Result<(), Error> {
    let agency = store::find_user(ctx, id)?.agency;
    let (keyring, now) = (ctx.app().keyring(), ctx.now());
    let place = code_app_place(id);
    let sealed = seal_field(&mut ctx.tx, &keyring, place, agency, (secret, now))?;
    store::update_code_app(ctx, id, sealed, step)
}

/// Where the code app's secret is sealed.
pub(crate) fn code_app_place(id: UserId) -> Place {
    Place { table: "second_factor", column: "secret", row: id.uuid() }
}

pub(super) fn store_recovery_codes(
    ctx: &mut Ctx<'_>,
    id: UserId,
    codes: &[String],
) -> Result<(), Error> {
    let keyring = ctx.app().keyring();
    store::delete_recovery_codes(ctx, id)?;
    for code in codes {
        store::insert_recovery_code(ctx, id, recovery_hash(&keyring, id, code))?;
    }
    Ok(())
}

/// Keyed, so that a stolen table of 50-bit codes cannot be tried out.
pub(crate) fn recovery_hash(keyring: &Keyring, id: UserId, code: &str) -> [u8; 32] {
    let text = format!("{id}|{}", password::plain_code(code));
    keyring.hash("recovery code", text.as_bytes())
}
