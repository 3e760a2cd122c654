//! Which duty teams a case is open to, for whoever holds it.

use super::store;
use crate::{
    agreement::list_classes,
    ctx::{Ctx, Record},
    error::Error,
    involvement::{self, InvolvingCase},
};
use domain::{
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
    let others = involvement::list_outside(ctx, &case)?;
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &["duty"] })?;
    Ok(DutyCalls { case, standing, others, basis })
}
