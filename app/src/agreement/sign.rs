//! An agency signs an agreement: from then on it gives and receives under it.

use super::{about, store};
use crate::{
    agency,
    ctx::{Ctx, Record},
    error::{Error, Refused},
};
use domain::{
    agreement::AgreementStanding,
    ids::AgreementId,
    policy::{Permission, Subject},
};

/// Signs an agreement for the asker's own agency.
///
/// # Errors
/// [`Refused::NoParty`], [`Refused::SignedAlready`], [`Refused::AgreementOver`];
/// [`Error::NotFound`]; [`Error::Denied`].
pub fn sign_agreement(ctx: &mut Ctx<'_>, id: AgreementId) -> Result<(), Error> {
    let agreement = store::find(&mut ctx.tx, id)?.ok_or(Error::NotFound)?.agreement;
    let own = ctx.signed()?.actor.agency;
    let own_agency = agency::store::find_agency(ctx, own)?;
    let basis = ctx.permit(Permission::SignAgreement, Subject::from(&own_agency))?;
    let on = ctx.today();
    match agreement.standing(on) {
        AgreementStanding::Ended | AgreementStanding::RunOut => {
            return Err(Refused::AgreementOver.into());
        }
        AgreementStanding::Draft
        | AgreementStanding::Ahead
        | AgreementStanding::InForce
        | AgreementStanding::DueForReview => {}
    }
    if agreement.parties.iter().all(|party| party.agency != own) {
        return Err(Refused::NoParty.into());
    }
    if !store::update_signed(ctx, id, own, on)? {
        return Err(Refused::SignedAlready.into());
    }
    ctx.record(Record::Changed { basis: &basis, about: about(Some(id)) })?;
    ctx.change_epoch()
}
