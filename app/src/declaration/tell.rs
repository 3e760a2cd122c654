//! Officers outside the agency of whoever declared are told that something waits for them.

use super::{decide::MatchAnswer, outside::list_deciding, store};
use crate::{
    alert::{self, NewAlert},
    ctx::Ctx,
    error::Error,
};
use domain::{
    alert::{AlertKind, AlertWords},
    ids::{PersonId, UserId},
};
use uuid::Uuid;

/// Which kind of record such an alert is about, as the ledger names it.
pub(super) const MATCH: &str = "match";

/// Raises the alert of a match, with those who decide about it. Where there is nobody it waits for
/// whoever comes: see [`untold`].
pub(super) fn officers(
    ctx: &mut Ctx<'_>,
    id: Uuid,
    (user, person): (UserId, PersonId),
) -> Result<(), Error> {
    let Some(own) = store::find_agency_of(&mut ctx.tx, user)? else { return Ok(()) };
    let on = ctx.today();
    let deciding = list_deciding(&mut ctx.tx, (own, person), on)?;
    let Some(agency) = deciding.first().copied() else { return Ok(()) };
    let (kind, due) = (AlertKind::WaitingMatch, alert::due(AlertKind::WaitingMatch, ctx.now()));
    let subject = Some((MATCH, id));
    alert::raise(ctx, NewAlert { agency, kind, about: Some(user), subject, due })?;
    Ok(())
}

/// Tells of what waits and of which nobody was told who decides about it today: there was nobody
/// when it was found, or they have left.
pub(super) fn untold(ctx: &mut Ctx<'_>) -> Result<(), Error> {
    let on = ctx.today();
    for kept in store::list_waiting(&mut ctx.tx)? {
        let deciding = list_deciding(&mut ctx.tx, (kept.agency, kept.person), on)?;
        let told = alert::list_open_of(&mut ctx.tx, (MATCH, kept.id))?;
        if !told.iter().any(|(_, agency)| deciding.contains(agency)) {
            officers(ctx, kept.id, (kept.user, kept.person))?;
        }
    }
    Ok(())
}

/// What was decided settles the alert.
pub(super) fn settle(ctx: &mut Ctx<'_>, id: Uuid, answer: &MatchAnswer) -> Result<(), Error> {
    let words = match answer {
        MatchAnswer::Conflict => "They are kept from this person.",
        MatchAnswer::None(_) => "Nothing keeps them from this person.",
    };
    alert::settle_decided(ctx, (MATCH, id), &AlertWords::parse(words)?)
}
