//! The incident or referral that agencies are involved in.

use super::store;
use crate::{ctx::Ctx, error::Error, marac::Hearing, person};
use domain::{
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
