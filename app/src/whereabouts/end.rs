//! What somebody wrote down holds no longer, or never did.

use super::{
    correct::find_own,
    keep::{open_note, save_state},
};
use crate::{
    ctx::{Ctx, Record},
    error::Error,
    person::sights_to_ask,
};
use domain::{ids::PersonId, policy::Permission};
use uuid::Uuid;

/// How something ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It was right until today.
    Today,
    /// It was a mistake: it is shown no more.
    NeverRight,
}

/// Ends one entry of the own agency's. It stays in the history, sealed.
///
/// # Errors
/// [`Error::NotFound`], also where it is another agency's; [`Error::Denied`]; refused where it
/// begins later than today.
pub fn end_whereabouts(
    ctx: &mut Ctx<'_>,
    (person, id): (PersonId, Uuid),
    ending: Ending,
) -> Result<(), Error> {
    let permission = Permission::KeepWhereabouts;
    let sights = sights_to_ask(ctx, permission, person)?;
    for sight in &sights {
        let subject = sight.for_permission(permission);
        let basis = ctx.permit(permission, subject)?;
        ctx.record(Record::Changed { basis: &basis, about: subject.into() })?;
        ctx.looked_at(sight.referrals());
    }
    let kept = find_own(ctx, (person, id), &sights)?;
    let note = open_note(ctx, kept.state, &kept.content)?.ok_or(Error::NotFound)?;
    let own = (kept.id, kept.agency);
    match ending {
        Ending::Today => {
            let today = ctx.today();
            save_state(ctx, own, &note.ended(today)?, true)
        }
        Ending::NeverRight => save_state(ctx, own, &note, false),
    }
}
