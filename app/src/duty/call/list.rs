//! Which duty teams a case is open to, for whoever holds it.

use super::store;
use crate::{
    agency,
    agreement::list_classes,
    ctx::{Ctx, Record},
    error::Error,
    involvement::{self, InvolvingCase},
};
use domain::{
    agency::AgencyStatus,
    ids::{AgencyId, DutyCallId},
    policy::{Basis, FieldClass, Permission},
};
use jiff::Timestamp;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A case is open to one agency's duty team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyCall {
    pub id: DutyCallId,
    pub agency: AgencyId,
    pub agency_name: String,
    pub why: String,
    pub at: Timestamp,
    pub until: Timestamp,
    /// Who called, by name.
    pub made_by: String,
    /// How many of its people are on duty now.
    pub on_duty: i64,
    /// What agreements let them read of the case today.
    pub classes: BTreeSet<FieldClass>,
}

/// A case and the duty teams it is open to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyCalls {
    pub case: InvolvingCase,
    /// Those that stand, by agency.
    pub standing: Vec<DutyCall>,
    /// The agencies whose team could be called, by name.
    pub others: Vec<(AgencyId, String)>,
    pub basis: Basis,
}

/// The duty teams to which a case is open.
///
/// # Errors
/// [`Error::NotFound`], also where the case is not the asker's to see; [`Error::Denied`].
pub fn list_calls(ctx: &mut Ctx<'_>, case: Uuid) -> Result<DutyCalls, Error> {
    let (case, subject) = involvement::find_case(ctx, case)?;
    let basis = ctx.permit(Permission::CallDuty, subject)?;
    let (now, on) = (ctx.now(), ctx.today());
    let mut standing = store::list_of_case(&mut ctx.tx, case.id, now)?;
    for call in &mut standing {
        call.classes = list_classes(&mut ctx.tx, case.holder, call.agency, on)?;
    }
    let others = agency::store::list_agencies(ctx)?.into_iter().filter(|agency| {
        let is_in_it = agency.id == case.holder || case.referred_by == Some(agency.id);
        !is_in_it && agency.status == AgencyStatus::Active
    });
    let others = others.map(|agency| (agency.id, agency.name.to_string())).collect();
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &["duty"] })?;
    Ok(DutyCalls { case, standing, others, basis })
}
