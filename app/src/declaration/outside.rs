//! Whose officers decide about a match: never those of the agency of whoever declared.

use super::{search, store};
use crate::{
    alert,
    ctx::Ctx,
    db::{DbError, Tx},
    error::Error,
    exclusion,
    job::enqueue_job,
};
use domain::{
    ids::{AgencyId, PersonId},
    user::Role,
};
use jiff::civil::Date;

/// The agencies whose officers may decide about what was found of somebody of `own`, the one to be
/// told first: the partnership. Of its own people those agencies that hold or referred the person
/// and have an officer who may know of them; where none of these has one, the first agency that
/// has. It learns that somebody is on file whom it does not know: else nobody would ever look at
/// those who see the most.
pub(super) fn list_deciding(
    tx: &mut Tx<'_>,
    (own, person): (AgencyId, PersonId),
    on: Date,
) -> Result<Vec<AgencyId>, DbError> {
    let partnership = alert::find_partnership(tx)?;
    if partnership != Some(own) {
        return Ok(partnership.into_iter().collect());
    }
    let mut able = Vec::new();
    for (officer, agency) in store::list_officers(tx)? {
        let is_new = agency != own && !able.contains(&agency);
        if is_new && !exclusion::excludes(tx, officer, person)? {
            able.push(agency);
        }
    }
    let mut deciding = store::list_knowing(tx, person, on)?;
    deciding.retain(|agency| able.contains(agency));
    if deciding.is_empty() {
        deciding.extend(able.first());
    }
    Ok(deciding)
}

/// Whether there is anybody outside an agency who decides about its people, as far as the directory
/// tells: whatever was found, and whether anything was.
pub(super) fn has_deciding(tx: &mut Tx<'_>, own: AgencyId) -> Result<bool, DbError> {
    let partnership = alert::find_partnership(tx)?;
    let decides = |agency: AgencyId| match partnership == Some(own) {
        true => agency != own,
        false => partnership == Some(agency),
    };
    Ok(store::list_officers(tx)?.into_iter().any(|(_, agency)| decides(agency)))
}

/// Who decides may be somebody else from now on, for an officer came or went: looks, by a job,
/// whether anything waits of which nobody who can decide was told. Put there whether or not
/// anything waits, so that it tells nothing.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn enqueue_telling(ctx: &mut Ctx<'_>) -> Result<(), Error> {
    if store::find_newest(&mut ctx.tx)?.is_none() {
        // Nobody is on file whom anybody could know.
        return Ok(());
    }
    let (now, key) = (ctx.now(), ctx.new_id().to_string());
    let payload = serde_json::json!({ "officers": true });
    enqueue_job(&mut ctx.tx, (search::MATCH, &key), payload, now)?;
    Ok(())
}

/// As [`enqueue_telling`], where one of the roles that somebody had or has is that of an officer.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn tell_if_officer<const N: usize>(
    ctx: &mut Ctx<'_>,
    roles: [Role; N],
) -> Result<(), Error> {
    match roles.contains(&Role::PrivacyOfficer) {
        true => enqueue_telling(ctx),
        false => Ok(()),
    }
}
