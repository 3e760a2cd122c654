//! Those on file are compared with what was declared, by a job: after a declaration, and again when
//! records came in.

use super::{keep, store, tell};
use crate::{
    app::App,
    ctx::{Ctx, Record, Visitor},
    db::DbError,
    error::Error,
    exclusion,
    job::enqueue_job,
    marac,
    person::{self, Alike, BirthPart, Sought},
};
use domain::{
    alert::given_and_family,
    declaration::{MatchedBy, StaffDeclaration, Strength, Tie, declares, shuts_at_once},
    ids::{PersonId, UserId},
    policy::OperatorName,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The kind of this job.
pub const MATCH: &str = "match_declarations";

/// Records come in by the thousand: what came within so many seconds is compared together.
const EVERY_SECONDS: i64 = 300;
/// People whom one name proposes at most: of those who bear a common name the likeliest.
const OF_ONE_NAME: usize = 10;

/// Somebody whose declarations are compared.
pub(super) struct Compared {
    pub user: UserId,
    pub name: String,
}

/// A person on file who may be somebody who was meant.
#[derive(Clone)]
pub(super) struct Found {
    pub person: PersonId,
    pub declaration: Option<Uuid>,
    pub place: Option<i64>,
    pub is_other_party: bool,
    pub strength: Strength,
    pub reasons: Vec<String>,
    pub shuts: bool,
}

/// Puts the comparison of one declaration into the transaction that makes it.
pub(super) fn enqueue_of(ctx: &mut Ctx<'_>, user: UserId, declaration: Uuid) -> Result<(), Error> {
    let (now, key) = (ctx.now(), declaration.to_string());
    let payload = serde_json::json!({ "user": user });
    enqueue_job(&mut ctx.tx, (MATCH, &key), payload, now)?;
    Ok(())
}

/// Puts a comparison of everyone's among the jobs where somebody was linked since the last one.
pub(crate) fn enqueue_due(app: &App) -> Result<(), DbError> {
    if !app.db().read(store::is_anything_new)? {
        return Ok(());
    }
    let now = app.clock().now();
    let key = now.as_second().div_euclid(EVERY_SECONDS).to_string();
    let nobody = serde_json::Value::Null;
    app.db().write(move |tx| enqueue_job(tx, (MATCH, &key), nobody, now).map(drop))
}

/// Compares everyone's at once, where nobody waits for the next job.
pub(crate) fn compare_all(app: &App) -> Result<(), Error> {
    run(app, &serde_json::Value::Null)
}

/// The job: of one user where the payload names one, else of everybody. Twice does no harm: who was
/// found before is not found again.
pub(crate) fn run(app: &App, payload: &serde_json::Value) -> Result<(), Error> {
    let one: Option<UserId> =
        payload.get("user").and_then(|user| serde_json::from_value(user.clone()).ok());
    if payload.get("officers").is_some() {
        return app.change(&wicken()?, |ctx| save(ctx, Vec::new()));
    }
    let (newest, everybody) = app
        .db()
        .read(|tx| Ok::<_, DbError>((store::find_newest(tx)?, store::list_compared(tx)?)))?;
    let wicken = wicken()?;
    let mut new = Vec::new();
    for (compared, role) in everybody {
        let is_asked = one.is_none_or(|one| one == compared.user);
        if !is_asked || !declares(role) {
            continue;
        }
        let found = look(app, &wicken, &compared)?;
        new.extend(found.into_iter().map(|found| (compared.user, found)));
    }
    // One entry whatever was found: by one that came only then an officer would learn of it.
    app.change(&wicken, move |ctx| save(ctx, new))?;
    if one.is_none() {
        app.db().write(move |tx| store::update_progress(tx, newest))?;
    }
    Ok(())
}

fn wicken() -> Result<Visitor, Error> {
    let name = OperatorName::parse("wicken").map_err(|why| Error::Broken(why.to_string()))?;
    Ok(Visitor::Operator(name))
}

/// Whom somebody's declarations and their own name mean, as far as nobody was asked about it yet.
/// Like the watching of the ledger it looks in nobody's name and shows nobody anything, and so it
/// leaves no entry of its own.
fn look(app: &App, wicken: &Visitor, compared: &Compared) -> Result<Vec<Found>, Error> {
    let now = app.clock().now();
    app.db().read(|tx| {
        let mut ctx = Ctx::enter(app.clone(), tx.reborrow(), wicken, now)?;
        let mut found: BTreeMap<PersonId, Found> = BTreeMap::new();
        let mut own_born = None;
        for (id, content) in store::list_contents(&mut ctx.tx, compared.user)? {
            let Some(declared) = keep::open(&mut ctx, id, &content)? else { continue };
            own_born = own_born.or(declared.born);
            look_declared(&mut ctx, id, &declared, &mut found)?;
        }
        look_own(&mut ctx, &compared.name, own_born, &mut found)?;
        let mut new = Vec::new();
        for one in found.into_values() {
            if is_new(&mut ctx, compared.user, &one)? {
                new.push(one);
            }
        }
        Ok(new)
    })
}

fn look_own(
    ctx: &mut Ctx<'_>,
    name: &str,
    born: Option<Date>,
    found: &mut BTreeMap<PersonId, Found>,
) -> Result<(), Error> {
    let Some((given_names, family_name)) = given_and_family(name) else { return Ok(()) };
    let sought = Sought { given_names, family_name, born: day(born), ..Sought::default() };
    let by = MatchedBy::OwnName { has_born: born.is_some() };
    for alike in list(ctx, &sought)? {
        // Where nothing but a name is known, a name that sounds alike is nobody's.
        if born.is_some() || alike.agrees_in_names || Strength::Strong <= alike.strength {
            keep_best(found, new(alike, by, None));
        }
    }
    Ok(())
}

fn look_declared(
    ctx: &mut Ctx<'_>,
    id: Uuid,
    declared: &StaffDeclaration,
    found: &mut BTreeMap<PersonId, Found>,
) -> Result<(), Error> {
    for (place, named) in (0_i64..).zip(&declared.people) {
        let family_names: Vec<&str> = named.family_names().collect();
        for family_name in family_names {
            let sought = Sought {
                given_names: named.given_names.clone(),
                family_name: family_name.to_owned(),
                born: day(named.born),
                ..Sought::default()
            };
            let meant = list(ctx, &sought)?;
            let from = Some((id, place));
            if named.tie == Tie::ActsFor {
                look_other_parties(ctx, &meant, from, found)?;
            } else {
                for alike in meant {
                    keep_best(found, new(alike, MatchedBy::Declared(named.tie), from));
                }
            }
        }
    }
    Ok(())
}

fn list(ctx: &mut Ctx<'_>, sought: &Sought) -> Result<Vec<Alike>, Error> {
    match person::list_alike(ctx, sought, OF_ONE_NAME) {
        // A name of one letter in the directory: there is nobody to look for.
        Err(Error::Refused(_)) => Ok(Vec::new()),
        found => found,
    }
}

fn day(born: Option<Date>) -> Option<BirthPart> {
    born.map(BirthPart::Day)
}

fn new(alike: Alike, by: MatchedBy, from: Option<(Uuid, i64)>) -> Found {
    Found {
        person: alike.person,
        declaration: from.map(|(id, _)| id),
        place: from.map(|(_, place)| place),
        is_other_party: matches!(by, MatchedBy::ActsFor { .. }),
        strength: alike.strength,
        shuts: shuts_at_once(alike.strength, by),
        reasons: alike.reasons,
    }
}

/// Those who are victims where whoever somebody acts for is the perpetrator. Who acts for a victim
/// sees her case, and what is held of its other party with it: so whoever the one accuses in any
/// record that may be theirs is not shut at once.
fn look_other_parties(
    ctx: &mut Ctx<'_>,
    meant: &[Alike],
    from: Option<(Uuid, i64)>,
    found: &mut BTreeMap<PersonId, Found>,
) -> Result<(), Error> {
    let mut own = BTreeSet::new();
    for alike in meant {
        own.extend(person::list_guess_of(&mut ctx.tx, alike.person)?);
    }
    for alike in meant {
        for victim in list_victims_of(ctx, alike.person)?.difference(&own) {
            let accused = list_victims_of(ctx, *victim)?;
            let by = MatchedBy::ActsFor { accuse_each_other: !accused.is_disjoint(&own) };
            let other = Alike { person: *victim, ..alike.clone() };
            keep_best(found, new(other, by, from));
        }
    }
    Ok(())
}

/// Those who are victims where somebody, or whoever counts as one with them, is the perpetrator.
fn list_victims_of(ctx: &mut Ctx<'_>, one: PersonId) -> Result<BTreeSet<PersonId>, Error> {
    let mut victims = BTreeSet::new();
    for one in person::list_guess_of(&mut ctx.tx, one)? {
        victims.extend(store::list_victims_of(&mut ctx.tx, one)?);
    }
    Ok(victims)
}

fn keep_best(found: &mut BTreeMap<PersonId, Found>, one: Found) {
    let rank = |found: &Found| (found.shuts, found.strength);
    match found.get(&one.person) {
        Some(known) if rank(known) >= rank(&one) => {}
        Some(_) | None => drop(found.insert(one.person, one)),
    }
}

/// Whether somebody has to hear of it: who is kept from the person already, and whoever was asked
/// about when Wicken was as sure as now, is not.
fn is_new(ctx: &mut Ctx<'_>, user: UserId, found: &Found) -> Result<bool, Error> {
    if exclusion::excludes(&mut ctx.tx, user, found.person)? {
        return Ok(false);
    }
    let known = store::list_strengths(&mut ctx.tx, user, found.person)?;
    Ok(known.into_iter().all(|known| known < found.strength))
}

fn save(ctx: &mut Ctx<'_>, found: Vec<(UserId, Found)>) -> Result<(), Error> {
    for (user, one) in found {
        // Another server may have found it since.
        if !is_new(ctx, user, &one)? {
            continue;
        }
        let exclusion = match one.shuts {
            true => exclusion::keep_declared(ctx, user, one.person)?,
            false => None,
        };
        let id = store::insert_match(ctx, user, &one, exclusion)?;
        tell::officers(ctx, id, (user, one.person))?;
    }
    tell::untold(ctx)?;
    marac::tell_of_untold(ctx)?;
    ctx.record(Record::System { doing: MATCH })
}
