//! Someone signs out.

use super::store;
use crate::{
    ctx::{About, Ctx, Record},
    error::Error,
};
use domain::ledger::Outcome;

/// Ends the asker's own session; its cookie is worth nothing from then on. Asks no permission:
/// everyone may leave.
///
/// # Errors
/// [`Error::SignInNeeded`] when it has ended already.
pub fn sign_out(ctx: &mut Ctx<'_>) -> Result<(), Error> {
    let signed = ctx.signed()?.clone();
    let session = signed.session.ok_or(Error::SignInNeeded)?;
    store::end_session(ctx, signed.actor.id, session)?;
    let about = About::user(signed.actor.id, signed.actor.agency);
    ctx.record(Record::SignIn { doing: "sign_out", about, outcome: Outcome::Done })
}
