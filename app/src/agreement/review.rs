//! An agreement was looked at again, and goes on until the next time.

use super::{about, store};
use crate::{
    ctx::{Ctx, Record},
    db::DbError,
    error::{Conflict, Error, Refused},
};
use domain::{
    agreement::SharingWords,
    ids::AgreementId,
    policy::{Permission, Subject},
};
use jiff::civil::Date;

/// What came of a review, and when the next one is.
#[derive(Debug, Clone)]
pub struct NewReview {
    pub seen_version: i64,
    pub review_on: Date,
    pub words: SharingWords,
}

/// Records that an agreement was reviewed. The new version.
///
/// # Errors
/// [`Conflict::Changed`] where somebody else reviewed it since it was seen;
/// [`Refused::ReviewPast`]; [`Refused::AgreementOver`]; [`Error::NotFound`]; [`Error::Denied`].
pub fn review_agreement(ctx: &mut Ctx<'_>, id: AgreementId, new: &NewReview) -> Result<i64, Error> {
    let found = store::find(&mut ctx.tx, id)?.ok_or(Error::NotFound)?;
    let basis = ctx.permit(Permission::KeepAgreements, Subject::System)?;
    if found.agreement.ended_on.is_some() {
        return Err(Refused::AgreementOver.into());
    }
    if new.review_on <= ctx.today() {
        return Err(Refused::ReviewPast.into());
    }
    let conflict = Conflict::Changed { version: found.version };
    if found.version != new.seen_version {
        return Err(conflict.into());
    }
    let version = found.version + 1;
    match store::insert_review(ctx, id, (version, new.review_on), Some(&new.words)) {
        Err(Error::Storage(DbError::Unique(_))) => return Err(conflict.into()),
        inserted => inserted?,
    }
    ctx.record(Record::Changed { basis: &basis, about: about(Some(id)) })?;
    ctx.change_epoch()?;
    Ok(version)
}
