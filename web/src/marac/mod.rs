//! Who hears which MARAC, and the appointments to them.

pub(crate) mod appoint;
pub(crate) mod end;
pub(crate) mod list;
pub(crate) mod neighbour;

use app::{
    Ctx, Error,
    marac::{Marac, Maracs, list_maracs},
};
use domain::ids::MaracId;

/// Said wherever a case is shown to whoever took it over.
pub(crate) const IN_PLACE: &str =
    "You hear this case in place of its coordinator. Do not tell them of it.";

/// One MARAC of all, and what is known of the others.
fn find(ctx: &mut Ctx<'_>, id: MaracId) -> Result<(Marac, Maracs), Error> {
    let all = list_maracs(ctx)?;
    let marac = all.maracs.iter().find(|marac| marac.id == id).cloned();
    Ok((marac.ok_or(Error::NotFound)?, all))
}
