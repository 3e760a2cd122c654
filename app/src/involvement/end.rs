//! An agency's part in a case ends.

use super::{case::find_case, store};
use crate::{
    ctx::{Ctx, Record},
    error::Error,
};
use domain::{agreement::SharingWords, ids::InvolvementId, policy::Permission};
use uuid::Uuid;

/// Ends an agency's involvement in a case, from the next request on.
///
/// # Errors
/// [`Error::NotFound`], also when it has ended already; [`Error::Denied`].
pub fn end_involvement(
    ctx: &mut Ctx<'_>,
    case: Uuid,
    id: InvolvementId,
    why: &SharingWords,
) -> Result<(), Error> {
    let (_, subject) = find_case(ctx, case)?;
    let basis = ctx.permit(Permission::InvolveAgency, subject)?;
    if !store::update_ended(ctx, (case, id), why)? {
        return Err(Error::NotFound);
    }
    ctx.record(Record::Changed { basis: &basis, about: subject.into() })?;
    ctx.change_epoch()
}
