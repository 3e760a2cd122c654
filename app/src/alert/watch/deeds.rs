//! What entries of the ledger say that somebody did.

use super::store;
use crate::{clock::day_of, db::Tx, error::Error, ledger::is_own_exclusion};
use domain::{
    alert::{DETECTION_TODAY, Deed, Doing, FindingSubject},
    ids::{AgencyId, EntryId, PersonId, UserId},
    ledger::{Entry, EntryKind, Outcome, recall},
    policy::Permission,
};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The longest day, the one on which the clocks go back, and the hour before it.
const A_DAY: SignedDuration = SignedDuration::from_hours(26);

/// What a user did, the oldest first: from a day before the first of the new entries on, and the
/// glass that they broke from as long before as that is counted.
pub(super) fn list(
    tx: &mut Tx<'_>,
    user: UserId,
    new: &BTreeSet<EntryId>,
) -> Result<Vec<Deed>, Error> {
    let Some((first, last)) = new.first().zip(new.last()) else { return Ok(Vec::new()) };
    let mut entries = read(store::list_by_user(tx, user, (before(first.uuid(), A_DAY), *last))?)?;
    if entries.iter().any(|entry| is(entry, Permission::BreakGlass)) {
        let weeks = SignedDuration::from_hours(i64::from(DETECTION_TODAY.glass_days) * 24 + 24);
        let past = (before(first.uuid(), weeks), before(first.uuid(), A_DAY));
        let broken = read(store::list_broken(tx, user, past)?)?;
        let broken = broken.into_iter().filter(|entry| is(entry, Permission::BreakGlass));
        entries = broken.chain(entries).collect();
    }
    let searched: BTreeSet<Timestamp> = entries
        .iter()
        .filter(|entry| is(entry, Permission::SearchPeople))
        .map(|entry| entry.at)
        .collect();
    let found = match (searched.first(), searched.last()) {
        (Some(first), Some(last)) => store::list_searches(tx, user, (*first, *last))?,
        _ => BTreeMap::new(),
    };
    let mut deeds: Vec<Deed> = Vec::new();
    for entry in &entries {
        let Some(doing) = doing(entry, &searched, &found) else { continue };
        let deed = Deed {
            entry: EntryId::from_uuid(entry.id),
            at: entry.at,
            day: day_of(entry.at),
            doing,
        };
        // A page of a person leaves an entry for each agency whose records it shows.
        let is_same = |before: &Deed| before.at == deed.at && before.doing == deed.doing;
        if !deeds.iter().rev().take_while(|before| before.at == deed.at).any(is_same) {
            deeds.push(deed);
        }
    }
    Ok(deeds)
}

/// The first id of so long before another.
fn before(id: Uuid, ago: SignedDuration) -> Uuid {
    let millis = i64::try_from(id.as_u128() >> 80).unwrap_or(0);
    let at = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
    crate::entropy::first_id(at.saturating_sub(ago).unwrap_or(at))
}

fn read(lines: Vec<String>) -> Result<Vec<Entry>, Error> {
    let entry = |line: &String| recall(line).map_err(|error| Error::Broken(error.to_string()));
    lines.iter().map(entry).collect()
}

fn is(entry: &Entry, permission: Permission) -> bool {
    entry.doing == permission.code() && entry.outcome == Outcome::Done
}

/// Nothing for what is about no case and nobody: signing in, reading figures.
fn doing(
    entry: &Entry,
    searched: &BTreeSet<Timestamp>,
    found: &BTreeMap<Timestamp, u32>,
) -> Option<Doing> {
    if let Outcome::Refused { .. } = entry.outcome {
        return refused(entry);
    }
    let person = entry.subject.filter(|_| entry.subject_kind == "person");
    let person = person.map(PersonId::from_uuid);
    match (Permission::from_code(&entry.doing)?, person) {
        // A search whose row is gone is none of which one could say that it was in vain.
        (Permission::SearchPeople, _) => {
            Some(Doing::Search { found: found.get(&entry.at).copied().unwrap_or(1) })
        }
        // Whoever is read at the very instant of a search is one of its list.
        (Permission::ReadPerson, Some(person)) if searched.contains(&entry.at) => {
            Some(Doing::Listed(person))
        }
        (Permission::ReadPerson, Some(person)) => Some(Doing::Opened(person)),
        (Permission::OpenWhereabouts, Some(person)) => Some(Doing::OpenedWhereabouts(person)),
        (Permission::BreakGlass, _) => Some(Doing::BrokeGlass),
        (Permission::ReadLedger, _) => {
            let is_own = entry.classes.iter().any(|class| class == crate::ledger::OWN_LOOKS);
            is_own.then_some(Doing::ReadOwnDoings)
        }
        _ => is_work(entry).then_some(Doing::Worked),
    }
}

/// Changes, and looks at anything that is about somebody.
fn is_work(entry: &Entry) -> bool {
    let is_about_somebody = ["person", "case", "link"].contains(&entry.subject_kind.as_str());
    match entry.kind {
        EntryKind::Change | EntryKind::Disclosure => true,
        EntryKind::Read => is_about_somebody,
        EntryKind::Refusal | EntryKind::SignIn | EntryKind::System => false,
    }
}

/// The policy by which the door says no to whoever would settle what is about themselves.
const ABOUT_ONESELF: &str = "no-settling-about-oneself";

fn refused(entry: &Entry) -> Option<Doing> {
    let is_by = |policy: &str| entry.basis.iter().any(|basis| basis == policy);
    if is_by(ABOUT_ONESELF) {
        return Some(Doing::TriedOwnAlert);
    }
    let kind = ["person", "case", "link"].into_iter().find(|kind| *kind == entry.subject_kind)?;
    let holder = AgencyId::from_uuid(entry.subject_agency?);
    let subject = FindingSubject { kind, id: entry.subject? };
    is_own_exclusion(entry).then_some(Doing::MetExclusion { subject, holder })
}
