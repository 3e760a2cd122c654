//! Officers are told where nobody is left who may hear a case, or who may represent an agency in
//! one. Not why: that somebody is excluded is for those who may see the exclusion.

use super::store::{self, CaseDesk};
use crate::{
    alert::{self, NewAlert},
    ctx::Ctx,
    db::{DbError, Tx},
    error::Error,
    exclusion,
};
use domain::{
    alert::AlertKind,
    ids::{AgencyId, MaracId, PersonId, UserId},
    marac::{OfficeHolder, office::is_nobody_left},
    user::Role,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// From which incidents and referrals people are excluded, each asked for once.
#[derive(Default)]
struct ShutBy(BTreeMap<UserId, BTreeSet<Uuid>>);

impl ShutBy {
    fn holds(&mut self, tx: &mut Tx<'_>, user: UserId, source: Uuid) -> Result<bool, DbError> {
        if let Some(known) = self.0.get(&user) {
            return Ok(known.contains(&source));
        }
        let found = exclusion::list_shut_sources(tx, user)?;
        let is_shut = found.contains(&source);
        self.0.insert(user, found);
        Ok(is_shut)
    }
}

/// Tells where the exclusion of `excluded` from a person leaves a case with nobody, in the
/// transaction that saves it. The officers of another agency are told: a colleague could warn
/// whoever is excluded.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn tell_if_nobody_left(
    ctx: &mut Ctx<'_>,
    excluded: UserId,
    person: PersonId,
) -> Result<(), Error> {
    let Some(desk) = store::find_desk(&mut ctx.tx, excluded)? else { return Ok(()) };
    let mut shut = ShutBy::default();
    let holders = match desk.role {
        Role::Coordinator => store::list_holders(&mut ctx.tx)?,
        _ => BTreeMap::new(),
    };
    for source in exclusion::list_sources_of(&mut ctx.tx, person)? {
        let today = ctx.today();
        let Some(case) = store::find_case_desk(&mut ctx.tx, source, today)? else { continue };
        let of_marac = case.marac.and_then(|marac| holders.get(&marac));
        let is_unheard = match of_marac {
            Some(holders) => is_unheard(ctx, (holders, excluded), source, &mut shut)?,
            None => false,
        };
        if is_unheard {
            tell(ctx, &case, desk.agency, (AlertKind::NobodyLeft, source))?;
        }
        if is_unrepresented(ctx, (&desk, &case), source, &mut shut)? {
            tell(ctx, &case, desk.agency, (AlertKind::NobodyRepresents, source))?;
        }
    }
    Ok(())
}

/// Whether nobody hears the case now, of whom `excluded` would have been one.
fn is_unheard(
    ctx: &mut Ctx<'_>,
    (holders, excluded): (&[OfficeHolder], UserId),
    source: Uuid,
    shut: &mut ShutBy,
) -> Result<bool, DbError> {
    let mut kept_away = BTreeSet::new();
    for holder in holders.iter().filter(|holder| holder.is_there) {
        if shut.holds(&mut ctx.tx, holder.user, source)? {
            kept_away.insert(holder.user);
        }
    }
    let was_one = !is_nobody_left(holders, |user| user != excluded);
    Ok(was_one && is_nobody_left(holders, |user| kept_away.contains(&user)))
}

/// Whether nobody of the excluded user's agency, which is in the case, represents it there now.
fn is_unrepresented(
    ctx: &mut Ctx<'_>,
    (desk, case): (&store::Desk, &CaseDesk),
    source: Uuid,
    shut: &mut ShutBy,
) -> Result<bool, DbError> {
    let represents = matches!(desk.role, Role::Representative | Role::Deputy);
    let is_in_it = case.agencies().any(|agency| agency == desk.agency);
    if !represents || !is_in_it {
        return Ok(false);
    }
    for other in store::list_representatives(&mut ctx.tx, desk.agency)? {
        if !shut.holds(&mut ctx.tx, other, source)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn tell(
    ctx: &mut Ctx<'_>,
    case: &CaseDesk,
    inside: AgencyId,
    (kind, source): (AlertKind, Uuid),
) -> Result<(), Error> {
    let partnership = alert::find_partnership(&mut ctx.tx)?;
    let outside = partnership.into_iter().chain(case.agencies()).find(|agency| *agency != inside);
    // Where nobody else is in the case there is nobody outside to tell.
    let agency = outside.or(partnership).unwrap_or(inside);
    let (about, subject) = (None, Some(("case", source)));
    let due = alert::due(kind, ctx.now());
    alert::raise_once(ctx, &NewAlert { agency, kind, about, subject, due })
}

/// Tells of a MARAC to which a referral came and which nobody coordinates: once, until somebody
/// has said what came of it. The sentence for whoever sent the referral; nothing where somebody
/// coordinates it.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn tell_if_unheard(
    ctx: &mut Ctx<'_>,
    (marac, name): (MaracId, &str),
) -> Result<Option<String>, Error> {
    let holders = store::list_holders(&mut ctx.tx)?;
    if holders.get(&marac).is_some_and(|holders| holders.iter().any(OfficeHolder::coordinates)) {
        return Ok(None);
    }
    if let Some(agency) = alert::find_partnership(&mut ctx.tx)? {
        let kind = AlertKind::NobodyLeft;
        let due = alert::due(kind, ctx.now());
        let subject = Some(("marac", marac.uuid()));
        alert::raise_once(ctx, &NewAlert { agency, kind, about: None, subject, due })?;
    }
    Ok(Some(format!("Nobody coordinates the MARAC {name}: a grantor has to appoint somebody.")))
}
