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
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};
use uuid::Uuid;

/// From which incidents and referrals people are excluded, each asked for once.
#[derive(Default)]
struct ShutBy(BTreeMap<UserId, BTreeSet<Uuid>>);

impl ShutBy {
    fn of(&mut self, tx: &mut Tx<'_>, user: UserId) -> Result<&BTreeSet<Uuid>, DbError> {
        match self.0.entry(user) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(new) => Ok(new.insert(exclusion::list_shut_sources(tx, user)?)),
        }
    }
}

/// What is heard at one moment, taken before something changes that may leave nobody: an
/// exclusion, the end of an appointment, an account or an agency that is suspended, another role,
/// another neighbour.
pub(crate) struct Heard {
    /// The MARACs whose hearings somebody prepares, as far as nobody is excluded.
    maracs: BTreeSet<MaracId>,
    /// Those of their cases from which all are excluded who would, with the agencies of these.
    left: BTreeMap<Uuid, BTreeSet<AgencyId>>,
}

impl Heard {
    /// # Errors
    /// When the database cannot answer.
    pub(crate) fn find(ctx: &mut Ctx<'_>) -> Result<Heard, DbError> {
        let (today, tx) = (ctx.today(), &mut ctx.tx);
        let (mut shut, mut left) = (ShutBy::default(), BTreeMap::new());
        let holders = store::list_holders(tx)?;
        let is_heard = |holders: &Vec<OfficeHolder>| !is_nobody_left(holders, |_| false);
        let heard: Vec<_> = holders.into_iter().filter(|(_, of)| is_heard(of)).collect();
        for (marac, holders) in &heard {
            let prepare = holders.iter().filter(|holder| holder.prepares());
            let users: BTreeSet<UserId> = prepare.map(|holder| holder.user).collect();
            for source in list_shut_to_all(tx, &users, (*marac, today), &mut shut)? {
                left.insert(source, list_agencies(tx, &users)?);
            }
        }
        Ok(Heard { maracs: heard.into_iter().map(|(marac, _)| marac).collect(), left })
    }

    /// Tells of each MARAC and each case that somebody heard then and nobody hears now, in the
    /// transaction that leaves nobody. Of a MARAC the partnership's officers; of a case those of
    /// an agency none of whose people is excluded from it: a colleague could warn them.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub(crate) fn tell_if_nobody_left(self, ctx: &mut Ctx<'_>) -> Result<(), Error> {
        let now = Heard::find(ctx)?;
        for marac in self.maracs.difference(&now.maracs) {
            tell_of_marac(ctx, *marac)?;
        }
        for (source, inside) in now.left {
            if !self.left.contains_key(&source) {
                tell_of_case(ctx, source, (AlertKind::NobodyLeft, &inside))?;
            }
        }
        Ok(())
    }
}

/// Tells of the cases that nobody hears and of which nobody was ever told: a link can make somebody
/// of a case the person from whom its coordinator is excluded.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn tell_of_untold(ctx: &mut Ctx<'_>) -> Result<(), Error> {
    for (source, inside) in Heard::find(ctx)?.left {
        if !alert::is_told(&mut ctx.tx, AlertKind::NobodyLeft, source)? {
            tell_of_case(ctx, source, (AlertKind::NobodyLeft, &inside))?;
        }
    }
    Ok(())
}

/// The cases of a MARAC from which each of some people is excluded.
fn list_shut_to_all(
    tx: &mut Tx<'_>,
    users: &BTreeSet<UserId>,
    (marac, today): (MaracId, Date),
    shut: &mut ShutBy,
) -> Result<Vec<Uuid>, DbError> {
    let mut to_all: Option<BTreeSet<Uuid>> = None;
    for user in users {
        let of_user = shut.of(tx, *user)?;
        let both = to_all.map_or_else(|| of_user.clone(), |before| &before & of_user);
        to_all = Some(both);
    }
    let mut cases = Vec::new();
    for source in to_all.into_iter().flatten() {
        let case = store::find_case_desk(tx, source, today)?;
        if case.is_some_and(|case| case.marac == Some(marac)) {
            cases.push(source);
        }
    }
    Ok(cases)
}

fn list_agencies(tx: &mut Tx<'_>, users: &BTreeSet<UserId>) -> Result<BTreeSet<AgencyId>, DbError> {
    let mut agencies = BTreeSet::new();
    for user in users {
        agencies.extend(store::find_desk(tx, *user)?.map(|desk| desk.agency));
    }
    Ok(agencies)
}

/// Tells where the exclusion of `excluded` from a person leaves their agency with nobody who
/// represents it in a case, in the transaction that saves it.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn tell_if_unrepresented(
    ctx: &mut Ctx<'_>,
    excluded: UserId,
    person: PersonId,
) -> Result<(), Error> {
    let Some(desk) = store::find_desk(&mut ctx.tx, excluded)? else { return Ok(()) };
    if !matches!(desk.role, Role::Representative | Role::Deputy) {
        return Ok(());
    }
    let (today, mut shut) = (ctx.today(), ShutBy::default());
    for source in exclusion::list_sources_of(&mut ctx.tx, person)? {
        let Some(case) = store::find_case_desk(&mut ctx.tx, source, today)? else { continue };
        if is_unrepresented(&mut ctx.tx, (desk.agency, &case), source, &mut shut)? {
            let inside = BTreeSet::from([desk.agency]);
            tell_of_case(ctx, source, (AlertKind::NobodyRepresents, &inside))?;
        }
    }
    Ok(())
}

/// Whether nobody of an agency, which is in the case, represents it there now.
fn is_unrepresented(
    tx: &mut Tx<'_>,
    (agency, case): (AgencyId, &CaseDesk),
    source: Uuid,
    shut: &mut ShutBy,
) -> Result<bool, DbError> {
    if !case.agencies().any(|other| other == agency) {
        return Ok(false);
    }
    for other in store::list_representatives(tx, agency)? {
        if !shut.of(tx, other)?.contains(&source) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `inside` are the agencies of those whom it is not told.
fn tell_of_case(
    ctx: &mut Ctx<'_>,
    source: Uuid,
    (kind, inside): (AlertKind, &BTreeSet<AgencyId>),
) -> Result<(), Error> {
    let today = ctx.today();
    let Some(case) = store::find_case_desk(&mut ctx.tx, source, today)? else { return Ok(()) };
    let partnership = alert::find_partnership(&mut ctx.tx)?;
    let mut of_case = partnership.into_iter().chain(case.agencies());
    let outside = of_case.find(|agency| !inside.contains(agency));
    // Where nobody else is in the case there is nobody outside to tell.
    let told = outside.or(partnership).or(inside.first().copied());
    let Some(agency) = told else { return Ok(()) };
    let (about, subject) = (None, Some(("case", source)));
    let due = alert::due(kind, ctx.now());
    alert::raise_once(ctx, &NewAlert { agency, kind, about, subject, due })
}

fn tell_of_marac(ctx: &mut Ctx<'_>, marac: MaracId) -> Result<(), Error> {
    let Some(agency) = alert::find_partnership(&mut ctx.tx)? else { return Ok(()) };
    let kind = AlertKind::NobodyLeft;
    let (about, subject) = (None, Some(("marac", marac.uuid())));
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
    tell_of_marac(ctx, marac)?;
    Ok(Some(format!("Nobody coordinates the MARAC {name}: a grantor has to appoint somebody.")))
}
