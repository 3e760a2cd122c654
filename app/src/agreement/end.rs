//! A person ends an agreement, having seen who loses what.

use super::{about, effect, store};
use crate::{
    ctx::{Ctx, Record},
    error::{Conflict, Error, Refused},
};
use domain::{
    agreement::SharingWords,
    ids::AgreementId,
    policy::{Permission, Subject},
};

/// Which agreement, why, and what whoever ends it was shown of what that does.
#[derive(Debug, Clone)]
pub struct Ending {
    pub id: AgreementId,
    /// [`super::EndingEffect::mark`] of what was shown.
    pub seen: i64,
    pub why: SharingWords,
}

/// Ends an agreement: it grants nothing from the next request on.
///
/// # Errors
/// [`Conflict::Changed`] where another case loses a reader than those that were shown;
/// [`Refused::AgreementOver`] the second time; [`Error::NotFound`]; [`Error::Denied`].
pub fn end_agreement(ctx: &mut Ctx<'_>, ending: &Ending) -> Result<(), Error> {
    let found = store::find(&mut ctx.tx, ending.id)?.ok_or(Error::NotFound)?;
    let basis = ctx.permit(Permission::KeepAgreements, Subject::System)?;
    let on = ctx.today();
    if found.agreement.ended_on.is_some() {
        return Err(Refused::AgreementOver.into());
    }
    let mark = effect::find(ctx, ending.id, &found.agreement)?.mark();
    if mark != ending.seen {
        return Err(Conflict::Changed { version: mark }.into());
    }
    if !store::update_ended(ctx, ending.id, on, &ending.why)? {
        return Err(Refused::AgreementOver.into());
    }
    ctx.record(Record::Changed { basis: &basis, about: about(Some(ending.id)) })?;
    ctx.change_epoch()
}
