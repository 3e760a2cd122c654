//! Officers outside the agency of whoever declared are told that something waits for them.

use super::{decide::MatchAnswer, store};
use crate::{
    alert::{self, NewAlert},
    ctx::Ctx,
    db::{DbError, Tx},
    error::Error,
};
use domain::{
    alert::{AlertKind, AlertWords},
    ids::{AgencyId, PersonId, UserId},
};
use uuid::Uuid;

/// Which kind of record such an alert is about, as the ledger names it.
pub(super) const MATCH: &str = "match";

/// Raises the one alert of a match: to the partnership, or of somebody of the partnership to an
/// agency that holds or referred the person. Where nobody else knows the person nobody is told, and
/// it waits.
pub(super) fn officers(
    ctx: &mut Ctx<'_>,
    id: Uuid,
    (user, person): (UserId, PersonId),
) -> Result<(), Error> {
    let Some(agency) = whose(&mut ctx.tx, user, person)? else { return Ok(()) };
    let (kind, due) = (AlertKind::WaitingMatch, alert::due(AlertKind::WaitingMatch, ctx.now()));
    let subject = Some((MATCH, id));
    alert::raise(ctx, NewAlert { agency, kind, about: Some(user), subject, due })?;
    Ok(())
}

fn whose(tx: &mut Tx<'_>, user: UserId, person: PersonId) -> Result<Option<AgencyId>, DbError> {
    let (own, partnership) = (store::find_agency_of(tx, user)?, alert::find_partnership(tx)?);
    if own != partnership {
        return Ok(partnership);
    }
    let knowing = store::list_knowing(tx, person)?;
    Ok(knowing.into_iter().find(|agency| Some(*agency) != own))
}

/// What was decided settles the alert.
pub(super) fn settle(ctx: &mut Ctx<'_>, id: Uuid, answer: &MatchAnswer) -> Result<(), Error> {
    let words = match answer {
        MatchAnswer::Conflict => "They are kept from this person.",
        MatchAnswer::None(_) => "Nothing keeps them from this person.",
    };
    alert::settle_decided(ctx, (MATCH, id), &AlertWords::parse(words)?)
}
