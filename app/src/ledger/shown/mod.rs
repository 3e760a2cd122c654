//! What of the ledger an officer is shown: nothing about whoever excludes them, and of a colleague
//! who met their own exclusion what they would be shown if nobody had been there.

mod store;

use crate::{
    alert,
    ctx::Ctx,
    db::{DbError, Tx},
    error::Error,
    exclusion,
};
use domain::{
    ids::{AgencyId, UserId},
    ledger::{Entry, EntryActor, EntryKind, NewEntry, Outcome},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The policy by which the door says no to whoever is excluded.
const EXCLUDED: &str = "excluded";

/// Whether somebody met their own exclusion.
pub(crate) fn is_own_exclusion(entry: &Entry) -> bool {
    entry.kind == EntryKind::Refusal && entry.basis.iter().any(|policy| policy == EXCLUDED)
}

/// Whether somebody was refused what a declaration found.
fn is_refused_match(entry: &Entry) -> bool {
    entry.kind == EntryKind::Refusal && entry.subject_kind == "match"
}

/// Everything by whose id an officer would learn of somebody from whom they are excluded: the
/// people, their incidents and referrals, pairs of their records, glass broken for them, what a
/// declaration found of them, and the alerts about any of these. And what the declarations of their
/// own agency's people found, whoever it is: that is decided outside.
pub(crate) struct Shut(BTreeSet<Uuid>);

impl Shut {
    /// # Errors
    /// [`Error::SignInNeeded`], [`Error::Storage`].
    pub(crate) fn find(ctx: &mut Ctx<'_>) -> Result<Shut, Error> {
        let actor = ctx.signed()?.actor;
        Ok(Shut(list_shut(&mut ctx.tx, (actor.id, actor.agency))?))
    }

    pub(crate) fn holds(&self, id: Uuid) -> bool {
        self.0.contains(&id)
    }
}

fn list_shut(
    tx: &mut Tx<'_>,
    (asker, agency): (UserId, AgencyId),
) -> Result<BTreeSet<Uuid>, DbError> {
    let people = exclusion::list_excluded(tx, asker)?;
    let mut shut: BTreeSet<Uuid> = people.iter().map(|person| person.uuid()).collect();
    let sources = exclusion::list_shut_sources(tx, asker)?;
    for source in &sources {
        // Whoever stands beside them is shut where nothing else is known of them: their page would
        // tell of the case, and does not open either.
        for person in store::list_people_of(tx, *source)? {
            let open = store::list_sources_of(tx, person)?;
            if open.iter().all(|source| sources.contains(source)) {
                shut.insert(person);
            }
        }
        shut.extend(store::list_pairs_of(tx, *source)?);
    }
    shut.extend(sources);
    let people: Vec<Uuid> = shut.iter().copied().collect();
    for person in people {
        shut.extend(store::list_glass_of(tx, person)?);
        shut.extend(store::list_matches_of(tx, person)?);
    }
    shut.extend(store::list_matches_of_staff(tx, agency)?);
    if !shut.is_empty() {
        let about = store::list_subjects_of_alerts(tx)?;
        let about = about.into_iter().filter(|(_, subject)| shut.contains(subject));
        let alerts: Vec<Uuid> = about.map(|(alert, _)| alert).collect();
        shut.extend(alerts);
    }
    Ok(shut)
}

/// The entries that the asker reads, and how.
pub(crate) struct Shown {
    /// By whose staff or about whose records; nothing for those of all agencies.
    agency: Option<AgencyId>,
    partnership: Option<AgencyId>,
    shut: Shut,
}

impl Shown {
    /// # Errors
    /// [`Error::SignInNeeded`], [`Error::Storage`].
    pub(crate) fn find(ctx: &mut Ctx<'_>) -> Result<Shown, Error> {
        let actor = ctx.signed()?.actor;
        let agency = (!actor.agency_is_partnership).then_some(actor.agency);
        let partnership = alert::find_partnership(&mut ctx.tx)?;
        Ok(Shown { agency, partnership, shut: Shut::find(ctx)? })
    }

    pub(crate) fn shut(&self) -> &Shut {
        &self.shut
    }

    /// An entry as the asker reads it; nothing where they do not.
    ///
    /// Whoever met their own exclusion could be warned by a colleague who reads of it. To the
    /// officers of their agency the refusal looks as it does where nobody is: left out, it would
    /// tell by its absence. To those whose record it was it is told only if the alert is.
    pub(crate) fn of(&self, entry: Entry) -> Result<Option<Entry>, Error> {
        let by = match &entry.actor {
            EntryActor::User { agency, .. } => Some(*agency),
            EntryActor::Operator { .. } | EntryActor::Stranger => None,
        };
        let own = self.agency.map(AgencyId::uuid);
        let is_theirs = own.is_none() || own == by || own == entry.subject_agency;
        // Whoever tries what a declaration found may know that it is there, and so may not read
        // here that it is.
        if is_theirs && is_refused_match(&entry) && (own == by || self.is_shut(&entry)) {
            return nobody_there(&entry).map(Some);
        }
        if !is_theirs || self.is_shut(&entry) {
            return Ok(None);
        }
        if !is_own_exclusion(&entry) || own.is_none() || own == self.told(by, &entry) {
            return Ok(Some(entry));
        }
        if own == by { nobody_there(&entry).map(Some) } else { Ok(None) }
    }

    /// As [`Shown::of`], where one person was asked for: what looks as if nobody were there is
    /// about nobody.
    pub(crate) fn of_person(&self, entry: Entry) -> Result<Option<Entry>, Error> {
        let subject = entry.subject;
        let shown = self.of(entry)?;
        Ok(shown.filter(|shown| shown.subject == subject))
    }

    fn is_shut(&self, entry: &Entry) -> bool {
        entry.subject.is_some_and(|id| self.shut.holds(id))
    }

    /// Whose officers an alert about it goes to: see [`crate::alert`].
    fn told(&self, by: Option<Uuid>, entry: &Entry) -> Option<Uuid> {
        let partnership = self.partnership.map(AgencyId::uuid);
        if partnership == by { entry.subject_agency } else { partnership }
    }
}

/// What stands in the ledger of somebody who asked for what is not there.
fn nobody_there(entry: &Entry) -> Result<Entry, Error> {
    let nobody = NewEntry {
        doing: "find".to_owned(),
        subject_kind: "unknown".to_owned(),
        subject: None,
        subject_agency: None,
        classes: Vec::new(),
        basis: Vec::new(),
        outcome: Outcome::Refused { reason: "not_found".to_owned() },
        ..NewEntry::clone(entry)
    };
    Entry::new(nobody).map_err(|error| Error::Broken(error.to_string()))
}
