//! An agency gets another name or kind.

use super::store::{self, State};
use crate::{
    ctx::{About, Ctx, Record},
    error::Error,
};
use domain::{
    agency::{AgencyKind, AgencyName},
    ids::AgencyId,
    policy::{Permission, Subject},
};

/// What an editor saw, and what it is to become.
#[derive(Debug, Clone)]
pub struct AgencyChange {
    pub seen_version: i64,
    pub name: AgencyName,
    pub kind: AgencyKind,
}

/// Changes name and kind; the former ones are kept with their dates. The new version.
///
/// # Errors
/// [`crate::Conflict::Changed`] when someone else changed it since it was seen.
pub fn change_agency(ctx: &mut Ctx<'_>, id: AgencyId, change: AgencyChange) -> Result<i64, Error> {
    let agency = store::find_agency(ctx, id)?;
    let basis = ctx.permit(Permission::ChangeAgency, Subject::from(&agency))?;
    let state = State {
        version: change.seen_version.saturating_add(1),
        name: change.name,
        kind: change.kind,
        status: agency.status,
    };
    store::supersede(ctx, id, &state)?;
    ctx.record(Record::Changed { basis: &basis, about: About::agency(id) })?;
    ctx.change_epoch()?;
    Ok(state.version)
}
