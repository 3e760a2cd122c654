//! An agreement is drafted; it binds nobody before it is signed.

use super::{about, store};
use crate::{
    agency,
    ctx::{Ctx, Record},
    error::Error,
};
use domain::{
    agency::AgencyName,
    agreement::{Party, Terms},
    ids::{AgencyId, AgreementId},
    policy::{Permission, Subject},
};

/// The terms, and between whom.
#[derive(Debug, Clone)]
pub struct NewAgreement {
    pub terms: Terms,
    /// Each with the authority that it acts for, where it does.
    pub parties: Vec<(AgencyId, Option<AgencyName>)>,
}

/// Drafts an agreement and puts it before its parties.
///
/// # Errors
/// [`crate::Refused::Terms`] where it could not hold; [`Error::Denied`].
pub fn draft_agreement(ctx: &mut Ctx<'_>, new: NewAgreement) -> Result<AgreementId, Error> {
    let basis = ctx.permit(Permission::KeepAgreements, Subject::System)?;
    let mut parties = Vec::new();
    for (id, acts_for) in new.parties {
        let kind = agency::store::find_agency(ctx, id)?.kind;
        parties.push(Party { agency: id, kind, acts_for, signed_on: None });
    }
    new.terms.check(&parties)?;
    let id = AgreementId::from_uuid(ctx.new_id());
    store::insert(ctx, id, &new.terms)?;
    for party in &parties {
        store::insert_party(&mut ctx.tx, id, party)?;
    }
    store::insert_review(ctx, id, (1, new.terms.review_on), None)?;
    ctx.record(Record::Changed { basis: &basis, about: about(Some(id)) })?;
    ctx.change_epoch()?;
    Ok(id)
}
