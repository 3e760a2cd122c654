//! "Who looked" at one person, for whoever answers for the record.

use super::{
    list::{Looked, read},
    store::{self, StoredLook},
};
use crate::{
    ctx::{Ctx, Record},
    db::{Cursor, Page},
    error::Error,
    person,
};
use domain::{
    ids::PersonId,
    person::{OpeningReason, SearchPurpose},
    policy::{Basis, Permission},
};
use std::collections::BTreeSet;
use uuid::Uuid;

const PAGE: usize = 50;

/// One look, and what was said about why.
#[derive(Debug, Clone)]
pub struct LookAt {
    pub looked: Looked,
    /// Where a search showed the person.
    pub purpose: Option<SearchPurpose>,
    /// Where their whereabouts were opened.
    pub reason: Option<OpeningReason>,
}

/// Lists who read or changed what the asker's agency holds about a person, the newest first:
/// people of any agency, the asker too. Refusals are for officers alone. Of referrals only looks
/// at those of which the asker may list them: where another MARAC hears one, whatever is not known
/// to have been at one of the asker's is not shown.
///
/// # Errors
/// [`Error::NotFound`], also where the person is not the asker's to see; [`Error::Denied`].
pub fn list_looks_at(
    ctx: &mut Ctx<'_>,
    id: PersonId,
    before: Option<Cursor>,
) -> Result<(Page<LookAt>, Basis), Error> {
    let subject = person::find_subject(ctx, Permission::ListLookers, id)?;
    let basis = ctx.permit(Permission::ListLookers, subject)?;
    let own = ctx.signed()?.actor.agency;
    let shown = Shown::find(ctx, id)?;
    let mut before = before.map(Cursor::id);
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut looks = Vec::new();
    loop {
        let found = store::list_lookers(&mut ctx.tx, (id, own), before, most)?;
        before = found.last().map(|found| found.stored.id.uuid());
        let is_last = found.len() <= PAGE;
        for found in found.into_iter().filter(|found| shown.shows(&found.referrals)) {
            looks.push(look(found)?);
        }
        if is_last || PAGE < looks.len() {
            break;
        }
    }
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &["lookers"] })?;
    Ok((Page::of(looks, PAGE, |look| look.looked.id.uuid()), basis))
}

/// Looks at which referrals of a person the asker may list.
struct Shown {
    referrals: BTreeSet<Uuid>,
    /// Whether the own agency holds no referral of the person that is not the asker's.
    is_all: bool,
}

impl Shown {
    fn find(ctx: &mut Ctx<'_>, id: PersonId) -> Result<Shown, Error> {
        let (own, mut shown) = (ctx.signed()?.actor.agency, BTreeSet::new());
        let mut is_all = true;
        for sight in person::list_sights(ctx, id)? {
            let asked = sight.for_permission(Permission::ListLookers);
            if ctx.would_permit(Permission::ListLookers, asked) {
                shown.extend(sight.referrals());
            } else if sight.holder() == own && !sight.referrals().is_empty() {
                is_all = false;
            }
        }
        Ok(Shown { referrals: shown, is_all })
    }

    fn shows(&self, at: &[Uuid]) -> bool {
        let is_any = at.iter().any(|referral| self.referrals.contains(referral));
        is_any || at.is_empty() && self.is_all
    }
}

fn look(found: StoredLook) -> Result<LookAt, Error> {
    let StoredLook { stored, purpose, reason, .. } = found;
    Ok(LookAt { looked: read(stored)?, purpose, reason })
}
