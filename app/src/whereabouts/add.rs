//! Somebody writes down where a person is.

use super::{keep::save_state, store};
use crate::{
    ctx::{Ctx, Record},
    error::Error,
    person::{PersonFile, list_roots, read_person, sights_to_ask},
};
use domain::{ids::PersonId, policy::Permission, whereabouts::WhereaboutsNote};
use uuid::Uuid;

/// What is written down, of whom.
#[derive(Debug, Clone)]
pub struct NewWhereabouts {
    pub person: PersonId,
    pub note: WhereaboutsNote,
}

/// The person of whom the asker is about to write something down: whoever may not is told so before
/// they write it.
///
/// # Errors
/// As [`add_whereabouts`].
pub fn offer_to_keep(ctx: &mut Ctx<'_>, id: PersonId) -> Result<PersonFile, Error> {
    let permission = Permission::KeepWhereabouts;
    let sights = sights_to_ask(ctx, permission, id)?;
    let sight = sights.first().ok_or(Error::NotFound)?;
    ctx.permit(permission, sight.for_permission(permission))?;
    read_person(ctx, id)
}

/// Seals what somebody wrote down of where a person is. It is a record of the writer's agency, and
/// opens to whoever may open whereabouts in the cases through which the writer sees the person: it
/// holds to those, and a link brings it before nobody else.
///
/// # Errors
/// [`Error::NotFound`] where the person is not the asker's to see; [`Error::Denied`].
pub fn add_whereabouts(ctx: &mut Ctx<'_>, new: &NewWhereabouts) -> Result<Uuid, Error> {
    let permission = Permission::KeepWhereabouts;
    let sights = sights_to_ask(ctx, permission, new.person)?;
    for sight in &sights {
        let subject = sight.for_permission(permission);
        let basis = ctx.permit(permission, subject)?;
        ctx.record(Record::Changed { basis: &basis, about: subject.into() })?;
        ctx.looked_at(sight.referrals());
    }
    let (id, agency) = (ctx.new_id(), ctx.signed()?.actor.agency);
    let (now, hand) = (ctx.now(), ctx.hand());
    store::insert(&mut ctx.tx, (id, agency), (now, hand))?;
    let roots = list_roots(&mut ctx.tx, new.person, &sights)?;
    store::insert_anchors(&mut ctx.tx, id, &roots)?;
    save_state(ctx, (id, agency), &new.note, true)?;
    Ok(id)
}
