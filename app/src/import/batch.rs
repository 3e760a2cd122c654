//! Groups of rows are saved in batches, each one transaction: a kill leaves whole groups only.

use super::{
    body::{Sender, Standing},
    reading::{Group, Refusal},
    run::ImportSummary,
    store,
};
use crate::{
    ctx::Ctx,
    error::Error,
    incident::{save_incident, sort_incident},
    keys::BulkSealer,
    marac::{Places, save_referral, sort_referral},
};
use domain::ids::{AgencyId, ImportId};
use std::time::{Duration, Instant};

/// How long a batch may go on taking groups. The one writer of an embedded database is held for
/// so long, and a page that saves something waits; the commit comes on top.
const BATCH_MOST: Duration = Duration::from_millis(30);

/// Which import the groups are of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Batch {
    pub import: ImportId,
    pub agency: AgencyId,
}

/// What one batch did.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// How many of the groups that it was given, from the first on.
    pub groups: usize,
    pub summary: ImportSummary,
    pub notices: Vec<String>,
}

impl Done {
    fn count(&mut self, group: &Group, standing: Option<Standing>) {
        let rows = group.rows();
        self.groups += 1;
        self.summary.rows += rows;
        match standing {
            Some(Standing::New) => self.summary.new += rows,
            Some(Standing::Amended) => self.summary.amended += rows,
            Some(Standing::Unchanged) => self.summary.unchanged += rows,
            None => self.summary.refused += rows,
        }
    }
}

/// Saves groups until the time of a batch is over, at least one.
pub(super) fn save(ctx: &mut Ctx<'_>, batch: Batch, groups: &[Group]) -> Result<Done, Error> {
    store::lock_sender(&mut ctx.tx, batch.agency)?;
    let began = Instant::now();
    let (now, keyring) = (ctx.now(), ctx.app().keyring());
    let sealer = BulkSealer::open(&mut ctx.tx, &keyring, batch.agency, now)?;
    let sender = Sender { agency: batch.agency, import: batch.import, sealer: &sealer };
    let (mut done, mut places) = (Done::default(), Places::default());
    for group in groups {
        let standing = match group {
            Group::Incident { new, .. } => Some(save_incident(ctx, &sender, new)?),
            Group::Referral { new, .. } => Some(save_referral(ctx, &sender, &mut places, new)?),
            Group::Refused { refusals, .. } => {
                refuse(ctx, batch.import, refusals)?;
                None
            }
        };
        done.count(group, standing);
        if BATCH_MOST <= began.elapsed() {
            break;
        }
    }
    done.notices = places.notices;
    Ok(done)
}

fn refuse(ctx: &mut Ctx<'_>, import: ImportId, refusals: &[Refusal]) -> Result<(), Error> {
    for refusal in refusals {
        store::insert_refusal(&mut ctx.tx, import, refusal)?;
    }
    Ok(())
}

/// Sorts groups as [`save`] would, and writes nothing. A sender who is not known yet has sent
/// nothing before, so all of theirs is new.
pub(super) fn try_out(
    ctx: &mut Ctx<'_>,
    agency: Option<AgencyId>,
    groups: &[Group],
) -> Result<Done, Error> {
    let mut done = Done::default();
    for group in groups {
        let standing = match (agency, group) {
            (_, Group::Refused { .. }) => None,
            (None, Group::Incident { .. } | Group::Referral { .. }) => Some(Standing::New),
            (Some(agency), Group::Incident { new, .. }) => {
                Some(sort_incident(ctx, agency, new)?.0.standing())
            }
            (Some(agency), Group::Referral { new, .. }) => {
                Some(sort_referral(ctx, agency, new)?.0.standing())
            }
        };
        done.count(group, standing);
    }
    Ok(done)
}
