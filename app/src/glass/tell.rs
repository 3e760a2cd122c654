//! Privacy officers are told that somebody broke the glass.

use super::{break_glass::Broken, store};
use crate::{
    alert::{self, NewAlert},
    ctx::Ctx,
    error::Error,
};
use domain::{alert::AlertKind, glass::GlassOutcome, ids::AgencyId};
use std::collections::BTreeSet;

/// Raises an alert with the agency of whoever broke it, and with those whose records it opened.
///
/// That somebody met their own exclusion is told besides, outside their agency: to an agency that
/// holds the person, or else to the partnership. The own officers read of nobody found.
pub(super) fn officers(
    ctx: &mut Ctx<'_>,
    broken: &Broken,
    holders: &BTreeSet<AgencyId>,
) -> Result<(), Error> {
    let own = broken.agency;
    let told: BTreeSet<AgencyId> = match broken.outcome {
        GlassOutcome::Opened => holders.iter().copied().chain([own]).collect(),
        GlassOutcome::Again | GlassOutcome::Nobody | GlassOutcome::Excluded => [own].into(),
    };
    for agency in told {
        raise(ctx, broken, (agency, AlertKind::BreakGlass))?;
    }
    if broken.outcome == GlassOutcome::Excluded {
        let outside = holders.iter().copied().find(|holder| *holder != own);
        raise(ctx, broken, (outside.unwrap_or(own), AlertKind::ExcludedHit))?;
    }
    Ok(())
}

fn raise(
    ctx: &mut Ctx<'_>,
    broken: &Broken,
    (agency, kind): (AgencyId, AlertKind),
) -> Result<(), Error> {
    let new = NewAlert {
        agency,
        kind,
        about: Some(broken.user),
        subject: Some(("glass", broken.id.uuid())),
        due: alert::due(kind, broken.at),
    };
    let alert = alert::raise(ctx, new)?;
    store::insert_notice(&mut ctx.tx, broken.id, agency, alert)
}
