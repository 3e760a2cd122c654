//! The agencies that one may see.

use super::store;
use crate::{
    ctx::{About, Ctx, Record},
    error::Error,
};
use domain::{
    agency::{AgencyCode, AgencyKind, AgencyName, AgencyStatus},
    ids::AgencyId,
    policy::{Basis, Permission, Subject},
};

/// An agency as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    pub id: AgencyId,
    pub code: AgencyCode,
    pub name: AgencyName,
    pub kind: AgencyKind,
    pub status: AgencyStatus,
    /// What an editor must have seen.
    pub version: i64,
}

impl From<&Agency> for Subject {
    fn from(agency: &Agency) -> Subject {
        Subject::Agency { id: agency.id, active: agency.status == AgencyStatus::Active }
    }
}

/// Every agency that the asker may see, by name.
///
/// # Errors
/// [`Error::NotFound`] where it is none at all.
pub fn list_agencies(ctx: &mut Ctx<'_>) -> Result<Vec<Agency>, Error> {
    let own = ctx.signed()?.actor.agency;
    let own = Subject::from(&store::find_agency(ctx, own)?);
    let basis = ctx.permit(Permission::SeeDirectory, own)?;
    let mut agencies = store::list_agencies(ctx)?;
    agencies.retain(|agency| ctx.would_permit(Permission::SeeDirectory, agency.into()));
    let about = About { kind: "agency", id: None, agency: None };
    ctx.record(Record::Read { basis: &basis, about, classes: &["directory"] })?;
    Ok(agencies)
}

/// One agency, and why the asker sees it.
///
/// # Errors
/// [`Error::NotFound`], also where it is not the asker's to see.
pub fn show_agency(ctx: &mut Ctx<'_>, id: AgencyId) -> Result<(Agency, Basis), Error> {
    let agency = store::find_agency(ctx, id)?;
    let basis = ctx.permit(Permission::SeeDirectory, Subject::from(&agency))?;
    let about = About::agency(id);
    ctx.record(Record::Read { basis: &basis, about, classes: &["directory"] })?;
    Ok((agency, basis))
}
