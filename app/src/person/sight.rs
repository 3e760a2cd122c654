//! Who may see what of a person: the door is asked for every agency whose records are the person.

use super::store;
use crate::{ctx::Ctx, db::DbError, error::Error, exclusion};
use domain::{
    ids::PersonId,
    policy::{Permission, Subject},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What the rules are asked about a person: one subject for each agency that holds a current
/// record, apart by who referred it, in a fixed order. Empty when there is no such person, and when
/// everything about them is shut to the asker because of whom they stand beside.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn list_subjects(ctx: &mut Ctx<'_>, id: PersonId) -> Result<Vec<Subject>, Error> {
    let excludes_asker = match ctx.hand() {
        Some(user) => exclusion::excludes(&mut ctx.tx, user, id)?,
        None => false,
    };
    let shut = list_shut(ctx)?;
    let held = store::list_holders(&mut ctx.tx, id)?;
    // Of a person who excludes the asker the door says so itself, and the ledger keeps it.
    let held = held.into_iter().filter(|(source, ..)| excludes_asker || !shut.contains(source));
    let held: BTreeSet<_> = held.map(|(_, agency, referred_by)| (agency, referred_by)).collect();
    let subject =
        |(agency, referred_by)| Subject::Person { id, agency, referred_by, excludes_asker };
    Ok(held.into_iter().map(subject).collect())
}

/// The incidents and referrals that are shut to the asker: none of their records is shown, of
/// nobody who stands there.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_shut(ctx: &mut Ctx<'_>) -> Result<BTreeSet<Uuid>, DbError> {
    match ctx.hand() {
        Some(user) => exclusion::list_shut_sources(&mut ctx.tx, user),
        None => Ok(BTreeSet::new()),
    }
}

/// Which of [`list_subjects`] to ask the door for a person as a whole: the first for which it
/// opens, else the first of all, whose refusal is then what the ledger keeps.
///
/// # Errors
/// [`Error::NotFound`] where there is no such person.
pub(crate) fn find_subject(
    ctx: &mut Ctx<'_>,
    permission: Permission,
    id: PersonId,
) -> Result<Subject, Error> {
    let subjects = list_subjects(ctx, id)?;
    let first =
        |permission| subjects.iter().find(|subject| ctx.would_permit(permission, **subject));
    // Whoever may read some of it is told that they may not do this, and not that there is nobody.
    let open = first(permission).or_else(|| first(Permission::ReadPerson));
    open.or_else(|| subjects.first()).copied().ok_or(Error::NotFound)
}
