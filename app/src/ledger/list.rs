//! "Who looked": the entries that one may read, newest first.

use super::{
    shown::Shown,
    store::{self, Stored},
};
use crate::{
    ctx::{Ctx, Record},
    db::{Cursor, Page},
    error::Error,
};
use domain::{
    ids::{EntryId, PersonId, UserId},
    ledger::{Entry, EntryKind, decode},
    policy::{Basis, Permission, Subject},
};

const PAGE: usize = 50;

/// The class of what an officer reads about their own doings.
pub(crate) const OWN_LOOKS: &str = "own_looks";

/// Which entries are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct LookFilter {
    pub kind: Option<EntryKind>,
    pub user: Option<UserId>,
    /// What was done to one person, whoever their records were at the time.
    pub person: Option<PersonId>,
    pub before: Option<Cursor>,
}

/// One entry, with the names that its ids have today.
#[derive(Debug, Clone)]
pub struct Looked {
    pub id: EntryId,
    pub entry: Entry,
    pub user_name: Option<String>,
    pub agency_name: Option<String>,
    pub subject_name: Option<String>,
}

/// Lists entries by the staff of the asker's agency or about its records; for the privacy officer
/// of the partnership body all of them. His own looks are among them, this one too. Nobody reads
/// about somebody from whom they are excluded, or that a colleague met their own exclusion.
///
/// # Errors
/// [`Error::Denied`].
pub fn list_looks(ctx: &mut Ctx<'_>, filter: LookFilter) -> Result<(Page<Looked>, Basis), Error> {
    let actor = ctx.signed()?.actor;
    let agency = (!actor.agency_is_partnership).then_some(actor.agency);
    let subject = Subject::Ledger { agency };
    let basis = ctx.permit(Permission::ReadLedger, subject)?;
    let kind = filter.kind.map(store::kind_code);
    let mut before = filter.before.map(Cursor::id);
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let shown = Shown::find(ctx)?;
    let mut looks = Vec::new();
    loop {
        let tx = &mut ctx.tx;
        let found = match filter.person {
            Some(person) => store::list_entries_at(tx, (person, agency), kind, before, most)?,
            None => store::list_entries(tx, agency, (kind, filter.user), before, most)?,
        };
        before = found.last().map(|stored| stored.id.uuid());
        let is_last = found.len() <= PAGE;
        for stored in found {
            looks.extend(read(stored)?.shown_by(|entry| match filter.person {
                Some(_) => shown.of_person(entry),
                None => shown.of(entry),
            })?);
        }
        if is_last || PAGE < looks.len() {
            break;
        }
    }
    let is_own = filter.user == Some(actor.id);
    let classes: &[&'static str] = if is_own { &["ledger", OWN_LOOKS] } else { &["ledger"] };
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes })?;
    Ok((Page::of(looks, PAGE, |look| look.id.uuid()), basis))
}

impl Looked {
    /// As whoever reads it is shown it; what is about nobody any more names nobody.
    pub(super) fn shown_by(
        self,
        show: impl FnOnce(Entry) -> Result<Option<Entry>, Error>,
    ) -> Result<Option<Looked>, Error> {
        let subject = self.entry.subject;
        let Some(entry) = show(self.entry)? else { return Ok(None) };
        let subject_name = self.subject_name.filter(|_| entry.subject == subject);
        Ok(Some(Looked { entry, subject_name, ..self }))
    }
}

pub(super) fn read(stored: Stored) -> Result<Looked, Error> {
    let entry = decode(&stored.line)
        .map_err(|error| Error::Broken(format!("entry {}: {error}", stored.id)))?;
    Ok(Looked {
        id: stored.id,
        entry,
        user_name: stored.user_name,
        agency_name: stored.agency_name,
        subject_name: stored.subject_name,
    })
}
