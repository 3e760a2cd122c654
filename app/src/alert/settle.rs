//! An officer says what came of an alert.

use super::{list::Alert, store};
use crate::{
    ctx::{Ctx, Record},
    db::DbError,
    declaration,
    error::{Error, Refused},
    ledger::Shut,
};
use domain::{
    alert::{AlertKind, AlertOutcome, AlertWords},
    ids::AlertId,
    policy::{Permission, Subject},
};
use uuid::Uuid;

/// Settles an alert, once. Nobody settles one about themselves or learns that there is one; the try
/// is found by a detector.
///
/// # Errors
/// [`Refused::AlertSettled`]; [`Refused::AlertOfMatch`] for what is settled by deciding;
/// [`Error::NotFound`] as in [`super::read_alert`]; [`Error::Denied`].
pub fn settle_alert(
    ctx: &mut Ctx<'_>,
    id: AlertId,
    (outcome, words): (AlertOutcome, &AlertWords),
) -> Result<(), Error> {
    let now = ctx.now();
    let alert = store::find_alert(&mut ctx.tx, id, now)?.ok_or(Error::NotFound)?;
    if Shut::find(ctx)?.holds(id.uuid()) {
        return Err(Error::NotFound);
    }
    let subject = Subject::Alert { id, agency: alert.agency, about: alert.about };
    let is_own = alert.about.is_some() && alert.about == ctx.hand();
    let basis = match ctx.permit(Permission::SettleAlert, subject) {
        Err(Error::Denied(_)) if is_own => return Err(Error::NotFound),
        asked => asked?,
    };
    if is_of_match(ctx, &alert)? {
        return Err(Refused::AlertOfMatch.into());
    }
    if !store::update_settled(ctx, id, (outcome, words))? {
        return Err(Refused::AlertSettled.into());
    }
    ctx.record(Record::Changed { basis: &basis, about: subject.into() })
}

/// Whether an alert waits for what a declaration found to be decided about.
///
/// # Errors
/// When the database cannot answer.
pub(super) fn is_of_match(ctx: &mut Ctx<'_>, alert: &Alert) -> Result<bool, DbError> {
    match &alert.subject {
        Some((_, id)) if alert.kind == AlertKind::WaitingMatch => {
            declaration::is_waiting(&mut ctx.tx, *id)
        }
        Some(_) | None => Ok(false),
    }
}

/// Settles the alert about a record because of what was decided elsewhere, where it waits. It asks
/// no door and leaves no entry: whoever calls it does both.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn settle_decided(
    ctx: &mut Ctx<'_>,
    about: (&'static str, Uuid),
    words: &AlertWords,
) -> Result<(), Error> {
    for (id, _) in store::list_open_of(&mut ctx.tx, about)? {
        store::update_settled(ctx, id, (AlertOutcome::Decided, words))?;
    }
    Ok(())
}
