//! Somebody whose agency is new to a case asks for a second person.

use super::{super::open::OpeningRequest, store};
use crate::{
    ctx::{Ctx, Record},
    error::{Error, Refused},
    person::{PersonFile, read_person, sights_to_ask},
};
use domain::{ids::PersonId, policy::Permission};
use uuid::Uuid;

/// The person for whom the asker is about to ask for a second person: whoever may not is told so
/// before they say why.
///
/// # Errors
/// As [`ask_second`].
pub fn offer_second(ctx: &mut Ctx<'_>, id: PersonId) -> Result<PersonFile, Error> {
    let permission = Permission::AskSecond;
    let sights = sights_to_ask(ctx, permission, id)?;
    let sight = sights.first().ok_or(Error::NotFound)?;
    ctx.permit(permission, sight.for_permission(permission))?;
    read_person(ctx, id)
}

/// Asks whoever keeps the person safe in an agency that holds or referred the case to open where
/// they are. Nothing is opened by asking.
///
/// # Errors
/// [`Refused::SecondAsked`] while another request of the same person waits; [`Error::NotFound`];
/// [`Error::Denied`].
pub fn ask_second(
    ctx: &mut Ctx<'_>,
    person: PersonId,
    request: &OpeningRequest,
) -> Result<Uuid, Error> {
    let permission = Permission::AskSecond;
    let sights = sights_to_ask(ctx, permission, person)?;
    for sight in &sights {
        let subject = sight.for_permission(permission);
        let basis = ctx.permit(permission, subject)?;
        ctx.record(Record::Changed { basis: &basis, about: subject.into() })?;
        ctx.looked_at(sight.referrals());
    }
    let asker = ctx.signed()?.actor;
    let now = ctx.now();
    if store::is_waiting(&mut ctx.tx, asker.id, person, now)? {
        return Err(Refused::SecondAsked.into());
    }
    let id = ctx.new_id();
    let why = (request.reason.code(), request.words());
    store::insert(&mut ctx.tx, id, (person, asker.id, asker.agency), why, now)?;
    Ok(id)
}
