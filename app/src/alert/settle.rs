//! An officer says what came of an alert.

use super::store;
use crate::{
    ctx::{Ctx, Record},
    error::{Error, Refused},
    ledger::Shut,
};
use domain::{
    alert::{AlertOutcome, AlertWords},
    ids::AlertId,
    policy::{Permission, Subject},
};

/// Settles an alert, once. Nobody settles one about themselves or learns that there is one; the try
/// is found by a detector.
///
/// # Errors
/// [`Refused::AlertSettled`]; [`Error::NotFound`] as in [`super::read_alert`]; [`Error::Denied`].
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
    if !store::update_settled(ctx, id, (outcome, words))? {
        return Err(Refused::AlertSettled.into());
    }
    ctx.record(Record::Changed { basis: &basis, about: subject.into() })
}
