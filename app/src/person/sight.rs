//! Who may see what of a person: the door is asked for what each agency holds, class by class.

mod grounds;

use self::grounds::Grounds;
use super::store;
use crate::{ctx::Ctx, db::DbError, error::Error, exclusion};
use domain::{
    ids::{AgencyId, PersonId, UserId},
    policy::{FieldClass, Permission, Standing, Subject},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What one agency holds about a person on one ground: the rules are asked about it as a whole, and
/// answer the same for all of it.
#[derive(Debug, Clone)]
pub(crate) struct Sight {
    /// The incidents and referrals with which these records came.
    pub sources: BTreeSet<Uuid>,
    person: PersonId,
    key: Key,
    opening_for: Option<(UserId, AgencyId)>,
}

/// Records with the same key stand towards the asker alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    holder: AgencyId,
    referred_by: Option<AgencyId>,
    is_excluded: bool,
    is_involved: bool,
    broke_glass: bool,
    has_second: bool,
    agreed: BTreeSet<FieldClass>,
    given: BTreeSet<FieldClass>,
}

impl Sight {
    /// What the rules are asked about one class of it.
    pub(crate) fn of(&self, class: FieldClass) -> Subject {
        let key = &self.key;
        let asker = Standing {
            is_excluded: key.is_excluded,
            is_involved: key.is_involved,
            is_agreed: key.agreed.contains(&class),
            is_given: key.given.contains(&class),
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
    let is_excluded = match ctx.hand() {
        Some(user) => exclusion::excludes(&mut ctx.tx, user, id)?,
        None => false,
    };
    let shut = list_shut(ctx)?;
    let mut held = store::list_holders(&mut ctx.tx, id)?;
    // Of a person who excludes the asker the door says so itself, and the ledger keeps it.
    held.retain(|(source, ..)| is_excluded || !shut.contains(source));
    let mut grounds = Grounds::find(ctx, id, &held)?;
    let mut by_key: BTreeMap<Key, BTreeSet<Uuid>> = BTreeMap::new();
    for (source, holder, referred_by) in held {
        let key = Key {
            holder,
            referred_by,
            is_excluded,
            is_involved: grounds.involved.contains(&source),
            broke_glass: grounds.broken.contains(&source),
            has_second: grounds.seconded.contains(&source),
            agreed: grounds.agreed(ctx, holder)?,
            given: grounds.given.get(&source).cloned().unwrap_or_default(),
        };
        by_key.entry(key).or_default().insert(source);
    }
    let sight = |(key, sources)| Sight { sources, person: id, key, opening_for: None };
    Ok(by_key.into_iter().map(sight).collect())
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

/// Whether there is anything of a person that the asker may read.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn may_read(ctx: &mut Ctx<'_>, id: PersonId) -> Result<bool, Error> {
    let sights = list_sights(ctx, id)?;
    Ok(sights.iter().any(|sight| !list_classes(ctx, sight).is_empty()))
}

/// The incidents and referrals that are shut to the asker: none of their records is shown, of
/// nobody who stands there.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_shut(ctx: &mut Ctx<'_>) -> Result<BTreeSet<Uuid>, DbError> {
    match ctx.hand() {
        Some(user) => exclusion::list_shut_sources(&mut ctx.tx, user),
        None => Ok(BTreeSet::new()),
    }
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
