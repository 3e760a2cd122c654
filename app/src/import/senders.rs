//! Whose files one may bring in.

use crate::{
    agency::{Agency, store},
    ctx::{About, Ctx, Record},
    error::Error,
};
use domain::{
    agency::AgencyStatus,
    policy::{Basis, Permission, Subject},
};

/// The active agencies whose files the asker may bring in, by name.
///
/// # Errors
/// [`Error::Denied`], or [`Error::NotFound`] where the asker may not even know.
pub fn list_senders(ctx: &mut Ctx<'_>) -> Result<(Vec<Agency>, Basis), Error> {
    let own = ctx.signed()?.actor.agency;
    let mut agencies = store::list_agencies(ctx)?;
    agencies.retain(|agency| {
        agency.status == AgencyStatus::Active
            && ctx.would_permit(Permission::ImportFile, agency.into())
    });
    let own = Subject::Agency { id: own, active: true };
    let subject = agencies.first().map_or(own, Subject::from);
    let basis = ctx.permit(Permission::ImportFile, subject)?;
    let about = About { kind: "import", id: None, agency: None };
    ctx.record(Record::Read { basis: &basis, about, classes: &["directory"] })?;
    Ok((agencies, basis))
}
