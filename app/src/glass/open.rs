//! What is open to somebody because they broke the glass.

use super::store;
use crate::{
    ctx::{Ctx, Record},
    db::DbError,
    error::Error,
    person::{self, Sight},
};
use domain::{
    ids::{GlassId, PersonId, RecordId},
    policy::{Basis, Permission, Subject},
};
use jiff::Timestamp;
use std::collections::{BTreeMap, btree_map::Entry};

/// A broken glass through which a person is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveGlass {
    pub id: GlassId,
    pub person: PersonId,
    pub since: Timestamp,
    /// The first instant at which nothing is shown any more.
    pub until: Timestamp,
}

/// A broken glass, and a record as it is today that was opened by it.
pub(super) struct OpenRecord {
    pub glass: LiveGlass,
    pub record: RecordId,
}

/// The glass that the asker is about to break: whoever may not is told so before they type, and
/// what they opened within the hour is found again when a page was closed.
///
/// # Errors
/// [`Error::Denied`].
pub fn offer_glass(ctx: &mut Ctx<'_>) -> Result<(Vec<LiveGlass>, Basis), Error> {
    let actor = ctx.signed()?.actor;
    let own = Subject::Agency { id: actor.agency, active: actor.agency_active };
    let basis = ctx.permit(Permission::BreakGlass, own)?;
    let now = ctx.now();
    let mut live: Vec<LiveGlass> = Vec::new();
    let mut seen: BTreeMap<PersonId, Vec<Sight>> = BTreeMap::new();
    for OpenRecord { glass, record } in store::list_open(&mut ctx.tx, actor.id, now)? {
        if let Entry::Vacant(new) = seen.entry(glass.person) {
            new.insert(person::list_readable(ctx, glass.person)?);
        }
        // Whoever was excluded since meets no sign of it here either, also where they see the
        // person in another case.
        if !live.contains(&glass) && seen[&glass.person].iter().any(|sight| sight.holds(record)) {
            live.push(glass);
        }
    }
    ctx.record(Record::Read { basis: &basis, about: own.into(), classes: &["own_account"] })?;
    Ok((live, basis))
}

/// The glass by which something was opened that the asker sees of a person, whoever the person was
/// when it was broken; of several the one that stays longest.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn find_live(
    ctx: &mut Ctx<'_>,
    person: PersonId,
    sights: &[Sight],
) -> Result<Option<LiveGlass>, DbError> {
    let Some(user) = ctx.hand() else { return Ok(None) };
    let now = ctx.now();
    let open = store::list_open(&mut ctx.tx, user, now)?.into_iter();
    let of_person = open.filter(|open| open.glass.person == person);
    let seen = of_person.filter(|open| sights.iter().any(|sight| sight.holds(open.record)));
    Ok(seen.map(|open| open.glass).max_by_key(|glass| glass.until))
}
