//! Which MARAC stands in for which.

use super::{left::Heard, store};
use crate::{
    ctx::{About, Ctx, Record},
    error::{Error, Refused},
};
use domain::{
    ids::MaracId,
    policy::{Permission, Subject},
};

/// Says whose coordinators hear the cases of a MARAC that nobody of its own may hear; with nothing,
/// that nobody does. It takes the place of what was said before.
///
/// # Errors
/// [`Refused::OwnNeighbour`]; [`Error::NotFound`] where there is no such MARAC;
/// [`Error::Denied`].
pub fn name_neighbour(
    ctx: &mut Ctx<'_>,
    marac: MaracId,
    stand_in: Option<MaracId>,
) -> Result<(), Error> {
    let basis = ctx.permit(Permission::KeepMaracs, Subject::System)?;
    for named in [Some(marac), stand_in].into_iter().flatten() {
        if !store::is_marac(&mut ctx.tx, named)? {
            return Err(Error::NotFound);
        }
    }
    if stand_in == Some(marac) {
        return Err(Refused::OwnNeighbour.into());
    }
    let before = Heard::find(ctx)?;
    store::update_neighbour_ended(ctx, marac)?;
    if let Some(stand_in) = stand_in {
        store::insert_neighbour(ctx, marac, stand_in)?;
    }
    before.tell_if_nobody_left(ctx)?;
    let about = About { kind: "marac", id: Some(marac.uuid()), agency: None };
    ctx.record(Record::Changed { basis: &basis, about })?;
    ctx.change_epoch()
}
