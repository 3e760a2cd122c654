//! Which referrals a coordinator or a chair hears: worked out anew at each request, so that an
//! appointment that ends, an exclusion or a suspended account counts from the next one on.

use super::store;
use crate::{ctx::Ctx, db::DbError, exclusion};
use domain::{
    ids::{MaracId, UserId},
    marac::{Hears, OfficeHolder, Post, office::hears},
    user::Role,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What the asker hears.
#[derive(Debug)]
pub(crate) enum Hearing {
    /// Whoever neither coordinates nor chairs: no MARAC matters to what they see.
    NotAsked,
    Of {
        asker: UserId,
        /// By MARAC, those with whom the asker has anything to do.
        holders: BTreeMap<MaracId, Vec<OfficeHolder>>,
        /// From which incidents and referrals those are excluded who come before the asker.
        shut: BTreeMap<UserId, BTreeSet<Uuid>>,
    },
}

impl Hearing {
    /// One question to the database, and one more for each of those in whose place the asker may
    /// have to hear a case.
    ///
    /// # Errors
    /// When the database cannot answer.
    pub(crate) fn find(ctx: &mut Ctx<'_>) -> Result<Hearing, DbError> {
        let asker = match ctx.signed().map(|signed| signed.actor) {
            Ok(actor) if matches!(actor.role, Role::Coordinator | Role::Chair) => actor.id,
            Ok(_) | Err(_) => return Ok(Hearing::NotAsked),
        };
        let mut holders = store::list_holders(&mut ctx.tx)?;
        holders.retain(|_, holders| holders.iter().any(|holder| holder.user == asker));
        let mut shut = BTreeMap::new();
        for holder in holders.values().filter(|of| stands_in(of, asker)).flatten() {
            if holder.is_there && holder.post != Post::Neighbour {
                shut.entry(holder.user).or_insert_with(BTreeSet::new);
            }
        }
        for (user, sources) in &mut shut {
            *sources = exclusion::list_shut_sources(&mut ctx.tx, *user)?;
        }
        Ok(Hearing::Of { asker, holders, shut })
    }

    /// On what ground the asker hears a referral to a MARAC; nothing where they do not.
    fn ground(&self, marac: MaracId, referral: Uuid) -> Option<Hears> {
        let Hearing::Of { asker, holders, shut } = self else { return None };
        let holders = holders.get(&marac)?;
        let is_shut = |user| shut.get(&user).is_some_and(|shut| shut.contains(&referral));
        hears(holders, *asker, is_shut)
    }

    /// Whether it is a referral to a MARAC that the asker does not hear; never of an incident, nor
    /// of whoever's role hears no MARAC at all.
    pub(crate) fn is_elsewhere(&self, marac: Option<MaracId>, source: Uuid) -> bool {
        let Hearing::Of { .. } = self else { return false };
        marac.is_some_and(|marac| self.ground(marac, source).is_none())
    }

    /// Whether the asker hears it because whoever comes before them is excluded from it.
    pub(crate) fn is_in_place(&self, marac: Option<MaracId>, source: Uuid) -> bool {
        let ground = marac.and_then(|marac| self.ground(marac, source));
        ground == Some(Hears::InPlaceOfExcluded)
    }

    /// From which incidents and referrals anybody is excluded in whose place the asker may stand.
    pub(super) fn list_shut_to_others(&self) -> BTreeSet<Uuid> {
        match self {
            Hearing::NotAsked => BTreeSet::new(),
            Hearing::Of { shut, .. } => shut.values().flatten().copied().collect(),
        }
    }

    /// Whether all of a MARAC's referrals are the asker's to hear, as far as nobody is excluded:
    /// they hold its office, or nobody comes before them.
    pub(crate) fn is_whole(&self, marac: MaracId) -> bool {
        let Hearing::Of { asker, holders, .. } = self else { return true };
        let holders = holders.get(&marac);
        holders.is_some_and(|holders| hears(holders, *asker, |_| false).is_some())
    }

    /// How many referrals can have fallen to the asker because others are excluded from them.
    pub(crate) fn count_in_place(&self) -> usize {
        self.list_shut_to_others().len()
    }
}

/// Whether somebody may have to hear a case in place of others.
fn stands_in(holders: &[OfficeHolder], asker: UserId) -> bool {
    hears(holders, asker, |_| true).is_some_and(|ground| ground != Hears::ByOffice)
}
