//! The incident or referral that agencies are involved in.

use super::store;
use crate::{ctx::Ctx, error::Error, person};
use domain::{ids::AgencyId, policy::Subject};
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
}

/// The case, and what the door is asked about it.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) fn find_case(ctx: &mut Ctx<'_>, id: Uuid) -> Result<(InvolvingCase, Subject), Error> {
    let case = store::find_case(&mut ctx.tx, id)?.ok_or(Error::NotFound)?;
    let excludes_asker = person::list_shut(ctx)?.contains(&id);
    let subject = Subject::Case { id, agency: case.holder, excludes_asker };
    Ok((case, subject))
}
