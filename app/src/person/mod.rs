//! People: what agencies sent about them, record by record, and which records are one person.

mod link;
mod record;
mod seal;
mod store;

#[cfg(feature = "testing")]
pub(crate) use self::link::take_links;
pub use self::link::{LinkProgress, LinkStage, Relinked, relink};
pub(crate) use self::{
    record::{RecordSaver, Source},
    seal::{SealedState, seal_state},
};

use crate::{ctx::Ctx, error::Error};

/// Says that linking and counting are owed to what was just saved.
pub(crate) fn owe(ctx: &mut Ctx<'_>, source: &Source) -> Result<(), Error> {
    let due = ctx.new_id();
    Ok(store::upsert_due(&mut ctx.tx, (source.kind, source.id), due)?)
}
