//! How declarations are sealed and opened.

use crate::{
    ctx::Ctx,
    error::Error,
    keys::{FieldBroken, Place, open_field, seal_field},
};
use domain::{declaration::StaffDeclaration, ids::AgencyId};
use uuid::Uuid;

fn place(id: Uuid) -> Place {
    Place { table: "declaration", column: "content", row: id }
}

pub(super) fn seal(
    ctx: &mut Ctx<'_>,
    (id, agency): (Uuid, AgencyId),
    declared: &StaffDeclaration,
) -> Result<Vec<u8>, Error> {
    let spelt = serde_json::to_vec(declared).map_err(|error| Error::Broken(error.to_string()))?;
    let (keyring, now) = (ctx.app().keyring(), ctx.now());
    Ok(seal_field(&mut ctx.tx, &keyring, place(id), agency, (&spelt, now))?)
}

/// What was declared; nothing where its key was erased.
pub(super) fn open(
    ctx: &mut Ctx<'_>,
    id: Uuid,
    content: &[u8],
) -> Result<Option<StaffDeclaration>, Error> {
    let keyring = ctx.app().keyring();
    match open_field(&mut ctx.tx, &keyring, place(id), content) {
        Ok(plain) => {
            let declared = serde_json::from_slice(&plain);
            // The text of the error would repeat what was sealed.
            declared.map(Some).map_err(|_| Error::Broken("a sealed declaration is no JSON".into()))
        }
        Err(FieldBroken::Erased) => Ok(None),
        Err(error) => Err(Error::from(error)),
    }
}
