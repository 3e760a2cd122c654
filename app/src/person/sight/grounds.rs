//! On what else than holding or referring somebody may see a person: each ground is one question
//! to the street that keeps it.

use super::RecordStanding;
use crate::{
    agreement,
    clock::day_of,
    ctx::Ctx,
    disclosure::{self, Given},
    duty,
    error::Error,
    exclusion, glass, involvement,
    marac::Hearing,
    whereabouts,
};
use domain::{
    ids::{AgencyId, PersonId, RecordId, UserId},
    policy::FieldClass,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What is true of the asker towards one person.
pub(super) struct Grounds {
    /// The incidents and referrals on which the asker's agency works.
    pub involved: BTreeSet<Uuid>,
    /// Those to which its duty team was called, where the asker is on duty.
    pub called: BTreeSet<Uuid>,
    /// Those on which it works on the side of the alleged perpetrator.
    pub perpetrator_side: BTreeSet<Uuid>,
    /// What was given to the asker by name, by the roots of records.
    pub given: BTreeMap<RecordId, BTreeSet<FieldClass>>,
    /// The roots of what is open because the asker broke the glass.
    pub broken: BTreeSet<RecordId>,
    /// The roots of that of which a second person opened the whereabouts to the asker.
    pub seconded: BTreeSet<RecordId>,
}

/// What is true of the asker whoever is asked about: each is looked up when it is first needed, and
/// once, however many people one operation asks about.
pub(super) struct Asker {
    /// Whether so many are asked about that all cases of the asker's agency are looked up at once.
    is_about_many: bool,
    today: Date,
    own: Option<(UserId, AgencyId)>,
    pub excluded: BTreeSet<PersonId>,
    /// The incidents and referrals that are shut to the asker.
    pub shut: BTreeSet<Uuid>,
    /// Which referrals the asker hears: looked for where there is one.
    pub hearing: Hearing,
    is_hearing_known: bool,
    opened: Option<Opened>,
    /// All cases of the asker's agency, where many are asked about.
    involved: Option<Involved>,
    /// By holder.
    agreements: BTreeMap<AgencyId, BTreeSet<FieldClass>>,
}

/// On which incidents and referrals the asker's agency works, and on which of them it does so on
/// the side of the alleged perpetrator.
type Involved = (BTreeSet<Uuid>, BTreeSet<Uuid>);

/// What opens records of others, besides that.
struct Opened {
    called: BTreeSet<Uuid>,
    given: Given,
    broken: BTreeSet<(PersonId, RecordId)>,
    seconded: BTreeSet<(PersonId, RecordId)>,
}

impl Asker {
    pub(super) fn find(ctx: &mut Ctx<'_>, is_about_many: bool) -> Result<Asker, Error> {
        let excluded = match ctx.hand() {
            Some(user) => exclusion::list_excluded(&mut ctx.tx, user)?,
            None => BTreeSet::new(),
        };
        Ok(Asker {
            is_about_many,
            today: day_of(ctx.now()),
            own: ctx.signed().ok().map(|signed| (signed.actor.id, signed.actor.agency)),
            excluded,
            shut: super::list_shut(ctx)?,
            hearing: Hearing::NotAsked,
            is_hearing_known: false,
            opened: None,
            involved: None,
            agreements: BTreeMap::new(),
        })
    }

    /// `held` is what is held about the person. Of what the own agency holds no other ground is
    /// looked for, unless another MARAC hears it.
    pub(super) fn towards(
        &mut self,
        ctx: &mut Ctx<'_>,
        id: PersonId,
        held: &[RecordStanding],
    ) -> Result<Grounds, Error> {
        let Some((_, own)) = self.own else { return Ok(Grounds::none()) };
        if !self.is_hearing_known && held.iter().any(|record| record.marac.is_some()) {
            self.hearing = Hearing::find(ctx)?;
            self.is_hearing_known = true;
        }
        let is_own = |record: &RecordStanding| {
            record.holder == own && !self.hearing.is_elsewhere(record.marac, record.source)
        };
        if held.iter().all(is_own) {
            return Ok(Grounds::none());
        }
        let sources: BTreeSet<Uuid> = held.iter().map(|record| record.source).collect();
        // A case, not a person: what else the asker's agency works on is no ground here.
        let here = |all: &BTreeSet<Uuid>| sources.intersection(all).copied().collect();
        let (involved, perpetrator_side) = self.involved(ctx, id, here)?;
        let opened = self.opened(ctx)?;
        let of_person = |roots: &BTreeSet<(PersonId, RecordId)>| {
            roots.iter().filter(|(of, _)| *of == id).map(|(_, root)| *root).collect()
        };
        let given = opened.given.iter().filter(|((of, _), _)| *of == id);
        Ok(Grounds {
            involved,
            called: here(&opened.called),
            perpetrator_side,
            given: given.map(|((_, root), classes)| (*root, classes.clone())).collect(),
            broken: of_person(&opened.broken),
            seconded: of_person(&opened.seconded),
        })
    }

    fn involved(
        &mut self,
        ctx: &mut Ctx<'_>,
        id: PersonId,
        here: impl Fn(&BTreeSet<Uuid>) -> BTreeSet<Uuid>,
    ) -> Result<Involved, Error> {
        let (_, own) = self.own.ok_or(Error::SignInNeeded)?;
        if !self.is_about_many {
            return Ok(involvement::list_involved(&mut ctx.tx, own, id, self.today)?);
        }
        if self.involved.is_none() {
            self.involved = Some(involvement::list_all_involved(&mut ctx.tx, own, self.today)?);
        }
        let of = |(involved, side): &Involved| (here(involved), here(side));
        Ok(self.involved.as_ref().map(of).unwrap_or_default())
    }

    fn opened(&mut self, ctx: &mut Ctx<'_>) -> Result<&Opened, Error> {
        let now = ctx.now();
        let asker = self.own.ok_or(Error::SignInNeeded)?;
        if self.opened.is_none() {
            let (tx, user) = (&mut ctx.tx, asker.0);
            self.opened = Some(Opened {
                called: duty::list_called(tx, asker, now)?,
                given: disclosure::list_given(tx, user, now)?,
                broken: glass::list_broken(tx, user, now)?,
                seconded: whereabouts::list_seconded(tx, user, now)?,
            });
        }
        self.opened.as_ref().ok_or(Error::NotFound)
    }

    /// The classes that agreements in force let `holder` share with the asker's agency. Asked only
    /// where the asker's agency works on any case of the person: without that they open nothing.
    pub(super) fn agreed(
        &mut self,
        ctx: &mut Ctx<'_>,
        grounds: &Grounds,
        holder: AgencyId,
    ) -> Result<BTreeSet<FieldClass>, Error> {
        let Some((_, own)) = self.own else { return Ok(BTreeSet::new()) };
        let grounds = [&grounds.involved, &grounds.called, &grounds.perpetrator_side];
        let works_on_none = grounds.into_iter().all(BTreeSet::is_empty);
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

impl Grounds {
    pub(super) fn none() -> Grounds {
        Grounds {
            involved: BTreeSet::new(),
            called: BTreeSet::new(),
            perpetrator_side: BTreeSet::new(),
            given: BTreeMap::new(),
            broken: BTreeSet::new(),
            seconded: BTreeSet::new(),
        }
    }
}
