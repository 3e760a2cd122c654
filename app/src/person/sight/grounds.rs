//! On what else than holding or referring somebody may see a person: each ground is one question
//! to the street that keeps it.

use crate::{
    agreement, clock::london, ctx::Ctx, disclosure, error::Error, glass, involvement, whereabouts,
};
use domain::{
    ids::{AgencyId, PersonId},
    policy::FieldClass,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What is true of the asker towards one person.
pub(super) struct Grounds {
    /// The incidents and referrals on which the asker's agency works.
    pub involved: BTreeSet<Uuid>,
    /// What was given to the asker by name, by incident or referral.
    pub given: BTreeMap<Uuid, BTreeSet<FieldClass>>,
    /// What is open because the asker broke the glass.
    pub broken: BTreeSet<Uuid>,
    /// Of what a second person opened the whereabouts to the asker.
    pub seconded: BTreeSet<Uuid>,
    today: Date,
    own: Option<AgencyId>,
    /// By holder, each asked once.
    agreements: BTreeMap<AgencyId, BTreeSet<FieldClass>>,
}

impl Grounds {
    /// `held` is what is held about the person: incident or referral, holder and referrer. Of what
    /// the own agency holds or referred no other ground is looked for.
    pub(super) fn find(
        ctx: &mut Ctx<'_>,
        id: PersonId,
        held: &[(Uuid, AgencyId, Option<AgencyId>)],
    ) -> Result<Grounds, Error> {
        let now = ctx.now();
        let mut grounds = Grounds {
            involved: BTreeSet::new(),
            given: BTreeMap::new(),
            broken: BTreeSet::new(),
            seconded: BTreeSet::new(),
            today: now.to_zoned(london()).date(),
            own: None,
            agreements: BTreeMap::new(),
        };
        let Ok(asker) = ctx.signed().map(|signed| signed.actor) else { return Ok(grounds) };
        grounds.own = Some(asker.agency);
        let is_own = |holder: &AgencyId, by: &Option<AgencyId>| {
            *holder == asker.agency || *by == Some(asker.agency)
        };
        if held.iter().all(|(_, holder, by)| is_own(holder, by)) {
            return Ok(grounds);
        }
        let (tx, today) = (&mut ctx.tx, grounds.today);
        grounds.involved = involvement::list_involved(tx, asker.agency, id, today)?;
        grounds.given = disclosure::list_given(tx, asker.id, id, now)?;
        grounds.broken = glass::list_broken(tx, asker.id, id, now)?;
        grounds.seconded = whereabouts::list_seconded(tx, asker.id, id, now)?;
        Ok(grounds)
    }

    /// The classes that agreements in force let `holder` share with the asker's agency. Asked only
    /// where the asker's agency works on any case of the person: without that they open nothing.
    pub(super) fn agreed(
        &mut self,
        ctx: &mut Ctx<'_>,
        holder: AgencyId,
    ) -> Result<BTreeSet<FieldClass>, Error> {
        let Some(own) = self.own else { return Ok(BTreeSet::new()) };
        if self.involved.is_empty() || holder == own {
            return Ok(BTreeSet::new());
        }
        if let Some(known) = self.agreements.get(&holder) {
            return Ok(known.clone());
        }
        let classes = agreement::list_classes(&mut ctx.tx, holder, own, self.today)?;
        self.agreements.insert(holder, classes.clone());
        Ok(classes)
    }
}
