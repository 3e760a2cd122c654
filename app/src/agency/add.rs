//! An agency joins the partnership.

use super::store::{self, State};
use crate::{
    ctx::{About, Ctx, Record},
    db::DbError,
    error::{Error, Refused},
};
use domain::{
    agency::{AgencyCode, AgencyKind, AgencyName, AgencyStatus},
    ids::AgencyId,
    policy::{Permission, Subject},
};

/// What is asked of a new agency.
#[derive(Debug, Clone)]
pub struct NewAgency {
    pub code: AgencyCode,
    pub name: AgencyName,
    pub kind: AgencyKind,
}

/// Adds an agency; its staff can be invited from now on.
///
/// # Errors
/// [`Refused::AgencyCodeTaken`]; [`Error::Denied`].
pub fn add_agency(ctx: &mut Ctx<'_>, new: NewAgency) -> Result<AgencyId, Error> {
    let basis = ctx.permit(Permission::AddAgency, Subject::System)?;
    let id = AgencyId::from_uuid(ctx.new_id());
    match store::insert_agency(ctx, id, &new.code) {
        Err(Error::Storage(DbError::Unique(_))) => return Err(Refused::AgencyCodeTaken.into()),
        inserted => inserted?,
    }
    let state = State { version: 1, name: new.name, kind: new.kind, status: AgencyStatus::Active };
    store::insert_state(ctx, id, &state)?;
    ctx.record(Record::Changed { basis: &basis, about: About::agency(id) })?;
    ctx.change_epoch()?;
    Ok(id)
}
