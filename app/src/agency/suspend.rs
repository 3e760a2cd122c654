//! An agency is suspended: none of its staff can do anything from then on. Restoring undoes it.

use super::store::{self, State};
use crate::{
    ctx::{About, Ctx, Record},
    declaration,
    error::Error,
    marac,
};
use domain::{
    agency::AgencyStatus,
    ids::AgencyId,
    policy::{Permission, Subject},
};

/// Suspends an agency. Its sessions are not ended one by one: the door refuses them all.
///
/// # Errors
/// [`crate::Conflict::Changed`] when someone changed the agency since it was seen.
pub fn suspend_agency(ctx: &mut Ctx<'_>, id: AgencyId, seen_version: i64) -> Result<i64, Error> {
    set_status(ctx, id, seen_version, AgencyStatus::Suspended)
}

/// Restores a suspended agency.
///
/// # Errors
/// As [`suspend_agency`].
pub fn restore_agency(ctx: &mut Ctx<'_>, id: AgencyId, seen_version: i64) -> Result<i64, Error> {
    set_status(ctx, id, seen_version, AgencyStatus::Active)
}

fn set_status(
    ctx: &mut Ctx<'_>,
    id: AgencyId,
    seen_version: i64,
    status: AgencyStatus,
) -> Result<i64, Error> {
    let agency = store::find_agency(ctx, id)?;
    let basis = ctx.permit(Permission::SuspendAgency, Subject::from(&agency))?;
    let state = State {
        version: seen_version.saturating_add(1),
        name: agency.name,
        kind: agency.kind,
        status,
    };
    let before = marac::Heard::find(ctx)?;
    store::supersede(ctx, id, &state)?;
    before.tell_if_nobody_left(ctx)?;
    declaration::enqueue_telling(ctx)?;
    ctx.record(Record::Changed { basis: &basis, about: About::agency(id) })?;
    ctx.change_epoch()?;
    Ok(state.version)
}
