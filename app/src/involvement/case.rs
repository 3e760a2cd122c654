//! The incident or referral that agencies are involved in.

use super::store;
use crate::{agency, ctx::Ctx, error::Error, marac::Hearing, person};
use domain::{
    agency::AgencyStatus,
    ids::{AgencyId, MaracId},
    policy::Subject,
};
use jiff::civil::Date;
use uuid::Uuid;

/// An incident or a referral, as far as it takes to say who works on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvolvingCase {
    pub id: Uuid,
    pub is_referral: bool,
    /// The sender's own.
    pub reference: String,
    /// The day of the report or of the referral.
    pub on: Date,
    pub holder: AgencyId,
    pub holder_name: String,
    pub referred_by: Option<AgencyId>,
    /// Of a referral.
    pub marac: Option<MaracId>,
    /// Whether the asker hears it in place of somebody who is excluded from it.
    pub is_in_place: bool,
}

impl InvolvingCase {
    /// Whether an agency holds or referred it, and so is in it anyway.
    pub(crate) fn is_of(&self, agency: AgencyId) -> bool {
        agency == self.holder || self.referred_by == Some(agency)
    }
}

/// The agencies at work that a case is not of, by name: they could be asked in.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn list_outside(
    ctx: &mut Ctx<'_>,
    case: &InvolvingCase,
) -> Result<Vec<(AgencyId, String)>, Error> {
    let mut others = agency::store::list_agencies(ctx)?;
    others.retain(|other| !case.is_of(other.id) && other.status == AgencyStatus::Active);
    Ok(others.into_iter().map(|other| (other.id, other.name.to_string())).collect())
}

/// The case, and what the door is asked about it.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) fn find_case(ctx: &mut Ctx<'_>, id: Uuid) -> Result<(InvolvingCase, Subject), Error> {
    let mut case = store::find_case(&mut ctx.tx, id)?.ok_or(Error::NotFound)?;
    let excludes_asker = person::list_shut(ctx)?.contains(&id);
    let hearing = Hearing::find(ctx)?;
    let is_other_marac = hearing.is_elsewhere(case.marac, id);
    case.is_in_place = hearing.is_in_place(case.marac, id);
    let subject = Subject::Case { id, agency: case.holder, excludes_asker, is_other_marac };
    Ok((case, subject))
}
