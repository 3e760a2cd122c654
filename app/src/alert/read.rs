//! One alert, with the lines of the ledger behind it.

use super::{
    list::{Alert, own_ledger},
    settle::is_of_match,
    store,
};
use crate::{
    ctx::{About, Ctx, Record},
    error::Error,
    ledger::{self, Looked, Shut},
};
use domain::{
    ids::AlertId,
    policy::{Basis, Permission, Subject},
};

/// An alert as an officer sees it.
#[derive(Debug, Clone)]
pub struct AlertFile {
    pub alert: Alert,
    /// The oldest first.
    pub lines: Vec<Looked>,
    /// Whether it waits and the asker may say what came of it.
    pub may_settle: bool,
    pub basis: Basis,
}

/// Reads one alert.
///
/// # Errors
/// [`Error::NotFound`], also where it is of another agency, about the asker, or about somebody from
/// whom the asker is excluded; [`Error::Denied`].
pub fn read_alert(ctx: &mut Ctx<'_>, id: AlertId) -> Result<AlertFile, Error> {
    let subject = own_ledger(ctx)?;
    let basis = ctx.permit(Permission::SeeAlerts, subject)?;
    let alert = find(ctx, id)?;
    let lines = ledger::list_behind(ctx, &alert)?;
    let settling = Subject::Alert { id, agency: alert.agency, about: alert.about };
    let may_settle = alert.settled.is_none()
        && ctx.would_permit(Permission::SettleAlert, settling)
        && !is_of_match(ctx, &alert)?;
    let about = About { kind: "alert", id: Some(id.uuid()), agency: Some(alert.agency) };
    ctx.record(Record::Read { basis: &basis, about, classes: &["alert"] })?;
    Ok(AlertFile { alert, lines, may_settle, basis })
}

/// An alert that the asker may know of.
fn find(ctx: &mut Ctx<'_>, id: AlertId) -> Result<Alert, Error> {
    let actor = ctx.signed()?.actor;
    let shut = Shut::find(ctx)?;
    let now = ctx.now();
    let alert = store::find_alert(&mut ctx.tx, id, now)?;
    let is_theirs = |alert: &Alert| actor.agency_is_partnership || alert.agency == actor.agency;
    let may_know = |alert: &Alert| {
        is_theirs(alert) && alert.about != Some(actor.id) && !shut.holds(alert.id.uuid())
    };
    alert.filter(may_know).ok_or(Error::NotFound)
}
