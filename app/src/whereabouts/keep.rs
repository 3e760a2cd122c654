//! How whereabouts that somebody wrote down are sealed, opened, and held to cases.

use super::store;
use crate::{
    ctx::Ctx,
    error::Error,
    keys::{FieldBroken, Place, open_field, seal_field},
};
use domain::{ids::AgencyId, whereabouts::WhereaboutsNote};
use uuid::Uuid;

fn place(state: Uuid) -> Place {
    Place { table: "whereabouts_state", column: "content", row: state }
}

/// Saves what is true of it from now on, sealed under a key of its own.
pub(super) fn save_state(
    ctx: &mut Ctx<'_>,
    (id, agency): (Uuid, AgencyId),
    note: &WhereaboutsNote,
    is_right: bool,
) -> Result<(), Error> {
    let spelt = serde_json::to_vec(note).map_err(|error| Error::Broken(error.to_string()))?;
    let (state, now, hand) = (ctx.new_id(), ctx.now(), ctx.hand());
    let keyring = ctx.app().keyring();
    let content = seal_field(&mut ctx.tx, &keyring, place(state), agency, (&spelt, now))?;
    store::supersede(&mut ctx.tx, id, now)?;
    store::insert_state(&mut ctx.tx, (state, id), (content, is_right), (now, hand))?;
    Ok(())
}

/// What a state says; nothing where its key was erased.
pub(super) fn open_note(
    ctx: &mut Ctx<'_>,
    state: Uuid,
    content: &[u8],
) -> Result<Option<WhereaboutsNote>, Error> {
    let keyring = ctx.app().keyring();
    match open_field(&mut ctx.tx, &keyring, place(state), content) {
        Ok(plain) => {
            let note = serde_json::from_slice(&plain);
            // The text of the error would repeat what was sealed.
            note.map(Some).map_err(|_| Error::Broken("sealed whereabouts are no JSON".into()))
        }
        Err(FieldBroken::Erased) => Ok(None),
        Err(error) => Err(Error::from(error)),
    }
}
