//! Tries are counted in the database, so that every server counts together and a restart forgets
//! nothing.
//!
//! Who tries too often is answered "wait", but whoever gives all three right things is let in all
//! the same: so an outsider who tries in somebody's name cannot lock that person out. Guessing is
//! stopped by the code: a wrong code behind the *right* password counts against the account, from
//! wherever it comes, and only someone who has the password can cause that.

use super::store;
use crate::{ctx::Ctx, error::Error};
use domain::ids::{SessionId, UserId};
use jiff::{SignedDuration, Timestamp};

const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Wrong sign-ins for one address from one place in a window; the next is told to wait.
pub(super) const TRIES_MOST: i64 = 10;
/// Wrong codes behind the right password in a window, after which no code is right. With three
/// valid steps among a million codes, that is a chance of 1 in 17,000 a window.
pub(super) const CODES_MOST: i64 = 20;

pub(super) enum Counted<'c> {
    /// Sign-ins for an address, whether or not anyone has it, from a network.
    Address { email: &'c str, network: &'c str },
    /// Codes behind the right password of a user.
    Code(UserId),
    /// Wrong passwords and codes within one session.
    Session(SessionId),
}

impl Counted<'_> {
    fn key(&self, ctx: &Ctx<'_>) -> [u8; 32] {
        let text = match self {
            Counted::Address { email, network } => format!("address|{network}|{email}"),
            Counted::Code(user) => format!("code|{user}"),
            Counted::Session(session) => format!("session|{session}"),
        };
        ctx.app().keyring().hash("throttle", text.as_bytes())
    }
}

fn window(ctx: &Ctx<'_>) -> Timestamp {
    ctx.now().saturating_sub(WINDOW).unwrap_or(ctx.now())
}

pub(super) fn is_used_up(
    ctx: &mut Ctx<'_>,
    counted: &Counted<'_>,
    most: i64,
) -> Result<bool, Error> {
    let (key, since) = (counted.key(ctx), window(ctx));
    Ok(most <= store::find_tries(ctx, key, since)?)
}

pub(super) fn count(ctx: &mut Ctx<'_>, counted: &Counted<'_>) -> Result<(), Error> {
    let (key, since) = (counted.key(ctx), window(ctx));
    store::update_tries(ctx, key, since)
}
