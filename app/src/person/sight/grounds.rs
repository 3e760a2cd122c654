//! On what else than holding or referring somebody may see a person: each ground is one question
//! to the street that keeps it.

use super::RecordStanding;
use crate::{
    agreement, clock::day_of, ctx::Ctx, disclosure, error::Error, glass, involvement, whereabouts,
};
use domain::{
    ids::{AgencyId, PersonId, RecordId},
    policy::FieldClass,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What is true of the asker towards one person.
pub(super) struct Grounds {
    /// The incidents and referrals on which the asker's agency works.
    pub involved: BTreeSet<Uuid>,
    /// Those on which it works on the side of the alleged perpetrator.
    pub perpetrator_side: BTreeSet<Uuid>,
    /// What was given to the asker by name, by the roots of records.
    pub given: BTreeMap<RecordId, BTreeSet<FieldClass>>,
    /// The roots of what is open because the asker broke the glass.
    pub broken: BTreeSet<RecordId>,
    /// The roots of that of which a second person opened the whereabouts to the asker.
    pub seconded: BTreeSet<RecordId>,
    today: Date,
    own: Option<AgencyId>,
    /// By holder, each asked once.
    agreements: BTreeMap<AgencyId, BTreeSet<FieldClass>>,
}

impl Grounds {
    /// `held` is what is held about the person. Of what the own agency holds or referred no other
    /// ground is looked for.
    pub(super) fn find(
        ctx: &mut Ctx<'_>,
        id: PersonId,
        held: &[RecordStanding],
    ) -> Result<Grounds, Error> {
        let now = ctx.now();
        let mut grounds = Grounds {
            involved: BTreeSet::new(),
            perpetrator_side: BTreeSet::new(),
            given: BTreeMap::new(),
            broken: BTreeSet::new(),
            seconded: BTreeSet::new(),
            today: day_of(now),
            own: None,
            agreements: BTreeMap::new(),
        };
        let Ok(asker) = ctx.signed().map(|signed| signed.actor) else { return Ok(grounds) };
        grounds.own = Some(asker.agency);
        let is_own = |record: &RecordStanding| {
            record.holder == asker.agency || record.referred_by == Some(asker.agency)
        };
        if held.iter().all(is_own) {
            return Ok(grounds);
        }
        let (tx, today) = (&mut ctx.tx, grounds.today);
        let involved = involvement::list_involved(tx, asker.agency, id, today)?;
        (grounds.involved, grounds.perpetrator_side) = involved;
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
        let works_on_none = self.involved.is_empty() && self.perpetrator_side.is_empty();
        if works_on_none || holder == own {
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
