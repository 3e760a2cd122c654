//! Who may see what of a person: the door is asked for what each agency holds, class by class.

mod grounds;

use self::grounds::{Asker, Grounds};
use super::store;
use crate::{
    ctx::Ctx,
    db::{DbError, Tx},
    error::Error,
    exclusion,
    marac::Hearing,
};
use domain::{
    ids::{AgencyId, MaracId, PersonId, RecordId, UserId},
    person::PartyRole,
    policy::{FieldClass, Permission, Standing, Subject},
};
use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};
use uuid::Uuid;

/// What one agency holds about a person on one ground: the rules are asked about it as a whole, and
/// answer the same for all of it.
#[derive(Debug, Clone)]
pub(crate) struct Sight {
    records: BTreeSet<RecordId>,
    /// Those with which some of the records came.
    referrals: BTreeSet<Uuid>,
    person: PersonId,
    key: Key,
    /// Whether anything of it is read: see [`is_readable`].
    is_known: bool,
    opening_for: Option<(UserId, AgencyId)>,
}

/// One current record of a person, and what its grounds can hang on.
#[derive(Debug, Clone, Copy)]
pub(super) struct RecordStanding {
    pub id: RecordId,
    /// The record itself, or the first of those whose place it took, as long as they named the same
    /// person.
    pub root: RecordId,
    /// The incident or referral with which it came.
    pub source: Uuid,
    pub holder: AgencyId,
    pub referred_by: Option<AgencyId>,
    /// Of a referral.
    pub marac: Option<MaracId>,
    pub party: PartyRole,
}

/// Records with the same key stand towards the asker alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    holder: AgencyId,
    referred_by: Option<AgencyId>,
    is_excluded: bool,
    is_involved: bool,
    is_on_duty: bool,
    is_perpetrator_side: bool,
    is_of_perpetrator: bool,
    /// It came with a referral that the asker's MARACs do not hear.
    is_other_marac: bool,
    /// The asker hears it because whoever comes before them is excluded from it.
    is_in_place: bool,
    broke_glass: bool,
    has_second: bool,
    agreed: BTreeSet<FieldClass>,
    given: BTreeSet<FieldClass>,
}

impl Sight {
    /// Whether it is about this record.
    pub(crate) fn holds(&self, record: RecordId) -> bool {
        self.records.contains(&record)
    }

    /// The referrals that it is about, beside incidents.
    pub(crate) fn referrals(&self) -> &BTreeSet<Uuid> {
        &self.referrals
    }

    /// What the rules are asked about one class of it.
    pub(crate) fn of(&self, class: FieldClass) -> Subject {
        let key = &self.key;
        let asker = Standing {
            is_excluded: key.is_excluded,
            is_involved: key.is_involved,
            is_on_duty: key.is_on_duty,
            is_agreed: key.agreed.contains(&class),
            is_given: key.given.contains(&class),
            is_known: self.is_known,
            is_perpetrator_side: key.is_perpetrator_side,
            is_of_perpetrator: key.is_of_perpetrator,
            is_other_marac: key.is_other_marac,
            broke_glass: key.broke_glass,
            has_second: key.has_second,
            opening_for: self.opening_for,
        };
        let (agency, referred_by) = (key.holder, key.referred_by);
        Subject::Person { id: self.person, agency, referred_by, class, asker }
    }

    /// What the rules are asked for a permission.
    pub(crate) fn for_permission(&self, permission: Permission) -> Subject {
        match permission {
            Permission::OpenWhereabouts
            | Permission::KeepWhereabouts
            | Permission::AskSecond
            | Permission::SecondOpening => self.of(FieldClass::Whereabouts),
            _ => self.of(FieldClass::Identity),
        }
    }

    /// Whether the asker reads anything of it.
    pub(crate) fn is_known(&self) -> bool {
        self.is_known
    }

    /// Whether an agency holds or referred this, or works on it under an agreement: what is said of
    /// the case at a meeting is said to it. Not to whoever coordinates or chairs another MARAC.
    pub(crate) fn is_heard_by(&self, agency: AgencyId) -> bool {
        let key = &self.key;
        if key.is_other_marac {
            return false;
        }
        let works_on_it = key.is_involved && key.agreed.contains(&FieldClass::Case);
        key.holder == agency || key.referred_by == Some(agency) || works_on_it
    }

    /// Whether it came with a referral that the asker's MARACs do not hear.
    pub(crate) fn is_other_marac(&self) -> bool {
        self.key.is_other_marac
    }

    /// Whether the asker hears the case in place of somebody who is excluded from it.
    pub(crate) fn is_in_place(&self) -> bool {
        self.key.is_in_place
    }

    /// Whether an agency holds or referred this.
    pub(super) fn is_of(&self, agency: AgencyId) -> bool {
        self.key.holder == agency || self.key.referred_by == Some(agency)
    }

    pub(crate) fn holder(&self) -> AgencyId {
        self.key.holder
    }

    /// The same, asked on behalf of somebody who waits for a second person.
    pub(crate) fn opening_for(mut self, asker: (UserId, AgencyId)) -> Sight {
        self.opening_for = Some(asker);
        self
    }
}

/// What the rules are asked about a person: one sight for each holder and ground, in a fixed order.
/// Empty when there is no such person, and when everything about them is shut to the asker because
/// of whom they stand beside.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn list_sights(ctx: &mut Ctx<'_>, id: PersonId) -> Result<Vec<Sight>, Error> {
    let mut asker = Asker::find(ctx, false)?;
    list_towards(ctx, &mut asker, id)
}

/// The sights of many people of whom one operation asks: what is true of the asker whoever it is
/// about is looked up once, and each person is.
#[derive(Default)]
pub(crate) struct Sights {
    asker: Option<Asker>,
    known: BTreeMap<PersonId, Vec<Sight>>,
}

impl Sights {
    /// As [`list_sights`].
    ///
    /// # Errors
    /// As [`list_sights`].
    pub(crate) fn of(&mut self, ctx: &mut Ctx<'_>, id: PersonId) -> Result<&[Sight], Error> {
        self.find(ctx, id, true)
    }

    /// As [`Sights::of`], where the operation asks about some dozens at most: of an agency that
    /// works on thousands of cases not all are looked up.
    ///
    /// # Errors
    /// As [`list_sights`].
    pub(crate) fn of_few(&mut self, ctx: &mut Ctx<'_>, id: PersonId) -> Result<&[Sight], Error> {
        self.find(ctx, id, false)
    }

    fn find(
        &mut self,
        ctx: &mut Ctx<'_>,
        id: PersonId,
        is_about_many: bool,
    ) -> Result<&[Sight], Error> {
        let asker = match &mut self.asker {
            Some(asker) => asker,
            none => none.insert(Asker::find(ctx, is_about_many)?),
        };
        match self.known.entry(id) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(new) => Ok(new.insert(list_towards(ctx, asker, id)?)),
        }
    }
}

fn list_towards(ctx: &mut Ctx<'_>, asker: &mut Asker, id: PersonId) -> Result<Vec<Sight>, Error> {
    let is_excluded = asker.excluded.contains(&id);
    let mut held = store::list_standing(&mut ctx.tx, id)?;
    // Of a person who excludes the asker the door says so itself, and the ledger keeps it.
    held.retain(|record| is_excluded || !asker.shut.contains(&record.source));
    // No ground beats an exclusion, and of nobody none is looked for: by what is asked besides, the
    // one would wait longer than the other.
    let grounds = match is_excluded {
        true => Grounds::none(),
        false => asker.towards(ctx, id, &held)?,
    };
    type Of = (BTreeSet<RecordId>, BTreeSet<Uuid>);
    let mut by_key: BTreeMap<Key, Of> = BTreeMap::new();
    for record in held {
        let key = Key {
            holder: record.holder,
            referred_by: record.referred_by,
            is_excluded,
            is_involved: grounds.involved.contains(&record.source),
            is_on_duty: grounds.called.contains(&record.source),
            is_perpetrator_side: grounds.perpetrator_side.contains(&record.source),
            is_of_perpetrator: record.party == PartyRole::Perpetrator,
            is_other_marac: asker.hearing.is_elsewhere(record.marac, record.source),
            is_in_place: asker.hearing.is_in_place(record.marac, record.source),
            broke_glass: grounds.broken.contains(&record.root),
            has_second: grounds.seconded.contains(&record.root),
            agreed: asker.agreed(ctx, &grounds, record.holder)?,
            given: grounds.given.get(&record.root).cloned().unwrap_or_default(),
        };
        let (records, referrals) = by_key.entry(key).or_default();
        records.insert(record.id);
        referrals.extend(record.marac.map(|_| record.source));
    }
    let sight = |(key, (records, referrals))| {
        let (person, opening_for) = (id, None);
        let asked = Sight { records, referrals, person, key, is_known: false, opening_for };
        Sight { is_known: is_readable(ctx, &asked), ..asked }
    };
    Ok(by_key.into_iter().map(sight).collect())
}

/// The records of a person that some sights are about, each by its incident or referral and its
/// root: to these holds whatever must not move with the next link or with an amendment.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_roots(
    tx: &mut Tx<'_>,
    person: PersonId,
    sights: &[Sight],
) -> Result<Vec<(Uuid, RecordId)>, DbError> {
    let mut records = store::list_standing(tx, person)?;
    records.retain(|record| sights.iter().any(|sight| sight.holds(record.id)));
    Ok(records.into_iter().map(|record| (record.source, record.root)).collect())
}

/// The classes of fields that the asker may read of what a sight is about: none where they may not
/// read who it is and in which case, without which the rest tells nothing.
pub(crate) fn list_classes(ctx: &Ctx<'_>, sight: &Sight) -> Vec<FieldClass> {
    let may = |class| ctx.would_permit(Permission::ReadPerson, sight.of(class));
    if may(FieldClass::Identity) && may(FieldClass::Case) {
        FieldClass::HELD.iter().copied().filter(|class| may(*class)).collect()
    } else {
        Vec::new()
    }
}

/// Whether the asker is told of what a sight is about who it is and that somebody is at risk, and
/// nothing else: they work with an alleged perpetrator.
pub(crate) fn tells_of_risk(ctx: &Ctx<'_>, sight: &Sight) -> bool {
    let may = |class| ctx.would_permit(Permission::ReadPerson, sight.of(class));
    may(FieldClass::Identity) && may(FieldClass::RiskKnown) && !may(FieldClass::Case)
}

/// Whether there is anything of what a sight is about that the asker may read: what
/// [`list_classes`] or [`tells_of_risk`] asks first, and nothing where it is neither.
fn is_readable(ctx: &Ctx<'_>, sight: &Sight) -> bool {
    let may = |class| ctx.would_permit(Permission::ReadPerson, sight.of(class));
    may(FieldClass::Identity) && (may(FieldClass::Case) || may(FieldClass::RiskKnown))
}

/// The sights of a person of which the asker may read anything.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn list_readable(ctx: &mut Ctx<'_>, id: PersonId) -> Result<Vec<Sight>, Error> {
    let mut sights = list_sights(ctx, id)?;
    sights.retain(|sight| sight.is_known);
    Ok(sights)
}

/// Those of a person's referrals that the asker's MARACs do not hear.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_elsewhere(ctx: &mut Ctx<'_>, id: PersonId) -> Result<BTreeSet<Uuid>, DbError> {
    let hearing = Hearing::find(ctx)?;
    let held = store::list_standing(&mut ctx.tx, id)?.into_iter();
    let elsewhere = held.filter(|record| hearing.is_elsewhere(record.marac, record.source));
    Ok(elsewhere.map(|record| record.source).collect())
}

/// The incidents and referrals that are shut to the asker: none of their records is shown, of
/// nobody who stands there. To whoever is excluded from anybody those are shut, too, that came in a
/// moment ago and are not linked: whom they are about nobody knows yet.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_shut(ctx: &mut Ctx<'_>) -> Result<BTreeSet<Uuid>, DbError> {
    let Some(user) = ctx.hand() else { return Ok(BTreeSet::new()) };
    if exclusion::list_excluded(&mut ctx.tx, user)?.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut shut = exclusion::list_shut_sources(&mut ctx.tx, user)?;
    shut.extend(store::list_fresh_sources(&mut ctx.tx)?);
    Ok(shut)
}

/// What to ask the door about a person as a whole: the first of [`list_sights`] for which it opens,
/// else the first of all, whose refusal is then what the ledger keeps.
///
/// # Errors
/// [`Error::NotFound`] where there is no such person.
pub(crate) fn find_subject(
    ctx: &mut Ctx<'_>,
    permission: Permission,
    id: PersonId,
) -> Result<Subject, Error> {
    let sights = list_sights(ctx, id)?;
    let first = |asked: Permission| {
        sights.iter().find(|sight| ctx.would_permit(asked, sight.for_permission(asked)))
    };
    // Whoever may read some of it is told that they may not do this, and not that there is nobody.
    let open = first(permission).or_else(|| first(Permission::ReadPerson));
    let sight = open.or_else(|| sights.first()).ok_or(Error::NotFound)?;
    Ok(sight.for_permission(permission))
}
