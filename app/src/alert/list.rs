//! The inbox of an officer.

use super::store::{self, Wanted};
use crate::{
    ctx::{Ctx, Record},
    db::{Cursor, Page},
    error::Error,
    ledger::Shut,
};
use domain::{
    alert::{AlertKind, AlertOutcome},
    ids::{AgencyId, AlertId, UserId},
    policy::{Basis, Permission, Subject},
};
use jiff::Timestamp;
use uuid::Uuid;

pub(super) const PAGE: usize = 25;

/// Which alerts are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlertFilter {
    pub state: AlertState,
    pub kind: Option<AlertKind>,
    /// For the partnership's officer: those of every agency, not only what is theirs to settle.
    pub every_agency: bool,
    pub before: Option<Cursor>,
}

/// Whether somebody said what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertState {
    Open,
    Settled,
}

/// Something that officers were told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    pub id: AlertId,
    /// Whose officers were told.
    pub agency: AgencyId,
    pub agency_name: String,
    pub kind: AlertKind,
    pub about: Option<UserId>,
    pub about_name: Option<String>,
    /// Where whoever it is about works.
    pub about_agency_name: Option<String>,
    /// Which kind of record it is about, and which. Never a name: whoever may read it can ask.
    pub subject: Option<(String, Uuid)>,
    pub raised_at: Timestamp,
    pub due_at: Timestamp,
    pub settled: Option<Settled>,
    /// Whether it was not settled in time: then it has gone to the partnership's officer as well.
    pub is_late: bool,
    /// Whether the agency has no officer, so that the partnership's sees to it.
    pub has_no_officer: bool,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    pub at: Timestamp,
    pub by: Option<String>,
    pub outcome: AlertOutcome,
    pub words: String,
}

impl Default for AlertFilter {
    /// What waits.
    fn default() -> AlertFilter {
        AlertFilter { state: AlertState::Open, kind: None, every_agency: false, before: None }
    }
}

/// Lists what the officers of the asker's agency were told, the newest first; for the officer of
/// the partnership also what other agencies did not settle in time, and what was told to those that
/// have no officer. Nobody is shown an alert about themselves, or one about somebody from whom they
/// are excluded.
///
/// # Errors
/// [`Error::Denied`].
pub fn list_alerts(ctx: &mut Ctx<'_>, filter: AlertFilter) -> Result<(Page<Alert>, Basis), Error> {
    let subject = own_ledger(ctx)?;
    let basis = ctx.permit(Permission::SeeAlerts, subject)?;
    let shut = Shut::find(ctx)?;
    let mut before = filter.before.map(Cursor::id);
    let mut shown = Vec::new();
    loop {
        let wanted = wanted(ctx, filter, before)?;
        let found = store::list_alerts(&mut ctx.tx, &wanted)?;
        before = found.last().map(|alert| alert.id.uuid());
        let is_last = found.len() < PAGE;
        shown.extend(found.into_iter().filter(|alert| !shut.holds(alert.id.uuid())));
        if is_last || PAGE < shown.len() {
            break;
        }
    }
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &["alerts"] })?;
    Ok((Page::of(shown, PAGE, |alert| alert.id.uuid()), basis))
}

fn wanted(ctx: &Ctx<'_>, filter: AlertFilter, before: Option<Uuid>) -> Result<Wanted, Error> {
    let actor = ctx.signed()?.actor;
    Ok(Wanted {
        asker: actor.id,
        agency: actor.agency,
        is_partnership: actor.agency_is_partnership,
        every_agency: filter.every_agency,
        state: filter.state,
        kind: filter.kind,
        before,
        now: ctx.now(),
        most: i64::try_from(PAGE).unwrap_or(i64::MAX),
    })
}

/// Whose alerts the asker may see: their own agency's, or in the partnership all.
pub(super) fn own_ledger(ctx: &Ctx<'_>) -> Result<Subject, Error> {
    let actor = ctx.signed()?.actor;
    Ok(Subject::Ledger { agency: (!actor.agency_is_partnership).then_some(actor.agency) })
}
