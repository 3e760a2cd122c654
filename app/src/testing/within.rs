//! What somebody is shown inside a transaction of the caller's, also one that will be undone.

use crate::{
    app::App,
    ctx::{Ctx, Visitor},
    db::Tx,
    error::Error,
};

/// Asks as `visitor` would, by what is true inside `tx`. No entry is left: what is shown to
/// anybody goes through [`App::read`].
///
/// # Errors
/// The operation's own.
pub fn ask_within<T>(
    app: &App,
    tx: &mut Tx<'_>,
    visitor: &Visitor,
    verb: impl FnOnce(&mut Ctx<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut ctx = Ctx::enter(app.clone(), tx.reborrow(), visitor, app.clock().now())?;
    verb(&mut ctx)
}
