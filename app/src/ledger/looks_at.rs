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
/// people of any agency, the asker too. Refusals are for officers alone.
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
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let found = store::list_lookers(&mut ctx.tx, (id, own), before.map(Cursor::id), most)?;
    let looks = found.into_iter().map(look).collect::<Result<Vec<_>, Error>>()?;
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &["lookers"] })?;
    Ok((Page::of(looks, PAGE, |look| look.looked.id.uuid()), basis))
}

fn look(found: StoredLook) -> Result<LookAt, Error> {
    let StoredLook { stored, purpose, reason } = found;
    Ok(LookAt { looked: read(stored)?, purpose, reason })
}
