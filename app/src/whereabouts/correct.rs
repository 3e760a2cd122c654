//! What somebody wrote down is corrected: what stood there before stays in its history.

use super::{
    keep::{open_note, save_state},
    open::OpeningRequest,
    store,
};
use crate::{
    ctx::{Ctx, Record},
    error::{Conflict, Error},
    person::{Sight, sights_to_ask},
};
use domain::{
    ids::PersonId, person::OpeningReason, policy::Permission, whereabouts::WhereaboutsNote,
};
use uuid::Uuid;

/// What is right instead.
#[derive(Debug, Clone)]
pub struct Correction {
    pub person: PersonId,
    /// What is corrected.
    pub id: Uuid,
    /// How often it had been changed when its page was made.
    pub seen_version: i64,
    pub note: WhereaboutsNote,
}

/// One entry as it stands, and how often it was changed, to be corrected. It is an opening like any
/// other, and is kept as one.
///
/// # Errors
/// [`Error::NotFound`], also where it is another agency's; [`Error::Denied`], without a fresh
/// sign-in too.
pub fn open_to_correct(
    ctx: &mut Ctx<'_>,
    person: PersonId,
    id: Uuid,
) -> Result<(WhereaboutsNote, i64), Error> {
    let permission = Permission::OpenWhereabouts;
    let sights = sights_to_ask(ctx, permission, person)?;
    for sight in &sights {
        let subject = sight.for_permission(permission);
        let basis = ctx.permit(permission, subject)?;
        let classes = &["whereabouts"];
        ctx.record(Record::Read { basis: &basis, about: subject.into(), classes })?;
        ctx.looked_at(sight.referrals());
    }
    let kept = find_own(ctx, (person, id), &sights)?;
    let request = OpeningRequest::new(OpeningReason::Correction, "To correct one entry.")?;
    let opening = (ctx.new_id(), person, ctx.signed()?.actor.id);
    let why = (request.reason.code(), request.words());
    let now = ctx.now();
    store::insert_opening(&mut ctx.tx, opening, why, now)?;
    let note = open_note(ctx, kept.state, &kept.content)?.ok_or(Error::NotFound)?;
    Ok((note, kept.changes))
}

/// Puts what is right in the place of what stood there. Only the agency whose record it is.
///
/// # Errors
/// As [`open_to_correct`].
pub fn correct_whereabouts(ctx: &mut Ctx<'_>, correction: &Correction) -> Result<(), Error> {
    let permission = Permission::KeepWhereabouts;
    let sights = sights_to_ask(ctx, permission, correction.person)?;
    for sight in &sights {
        let subject = sight.for_permission(permission);
        let basis = ctx.permit(permission, subject)?;
        ctx.record(Record::Changed { basis: &basis, about: subject.into() })?;
        ctx.looked_at(sight.referrals());
    }
    let kept = find_own(ctx, (correction.person, correction.id), &sights)?;
    if kept.changes != correction.seen_version {
        return Err(Conflict::Changed { version: kept.changes }.into());
    }
    save_state(ctx, (kept.id, kept.agency), &correction.note, true)
}

/// The entry of the own agency, in one of the cases for which the door opened.
pub(super) fn find_own(
    ctx: &mut Ctx<'_>,
    (person, id): (PersonId, Uuid),
    sights: &[Sight],
) -> Result<store::Kept, Error> {
    let own = ctx.signed()?.actor.agency;
    let kept = store::list_kept(&mut ctx.tx, person)?.into_iter();
    let is_open = |kept: &store::Kept| sights.iter().any(|it| it.holds(kept.record));
    let mut found = kept.filter(|kept| kept.id == id && kept.agency == own && is_open(kept));
    found.next().ok_or(Error::NotFound)
}
