//! Where somebody is, opened for a stated reason and for a moment.

use super::{keep::open_note, store};
use crate::{
    ctx::{Ctx, Record},
    error::{Error, Refused},
    keys::{FieldBroken, Place, open_field},
    person::{
        PersonFile, RecordOfPerson, Sight, list_classes, list_records, list_shut, read_person,
        sights_to_ask,
    },
};
use domain::{
    ids::{PersonId, RecordId},
    person::OpeningReason,
    policy::{Basis, FieldClass, Permission},
    whereabouts::WhereaboutsNote,
};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What whereabouts are opened for: a reason of the list, and it in one's own words.
#[derive(Debug, Clone)]
pub struct OpeningRequest {
    pub reason: OpeningReason,
    words: String,
}

const WORDS: std::ops::RangeInclusive<usize> = 3..=500;

impl OpeningRequest {
    /// # Errors
    /// [`Refused::OpeningWords`] where they are none, or more than anybody reads.
    pub fn new(reason: OpeningReason, words: &str) -> Result<OpeningRequest, Refused> {
        let words = words.trim().to_owned();
        let is_fit = WORDS.contains(&words.chars().count());
        if is_fit { Ok(OpeningRequest { reason, words }) } else { Err(Refused::OpeningWords) }
    }

    pub(super) fn words(&self) -> &str {
        &self.words
    }
}

/// Where a person is: what agencies sent, record by record, and what people wrote down.
#[derive(Debug, Clone)]
pub struct Opened {
    pub name: Option<String>,
    /// Those that hold anything.
    pub records: Vec<OpenedRecord>,
    /// By class, and of each class the newest first; of those that were never right none.
    pub entries: Vec<OpenedEntry>,
    /// Whether the asker could write some down.
    pub may_keep: bool,
}

/// What one record says of where a person is. Danger: nothing of it may be written anywhere.
#[derive(Clone)]
pub struct OpenedRecord {
    pub record: RecordOfPerson,
    pub address: Option<String>,
    pub postcode: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    /// Cells that could not be read, by their column, as they came.
    pub odd: BTreeMap<String, String>,
}

/// What somebody wrote down of where a person is. Danger: nothing of it may be written anywhere.
#[derive(Debug, Clone)]
pub struct OpenedEntry {
    pub id: Uuid,
    pub note: WhereaboutsNote,
    pub agency_name: String,
    /// By name; nothing where nobody is known.
    pub by: Option<String>,
    pub at: Timestamp,
    /// How often it was corrected or ended.
    pub changes: i64,
    /// Whether the asker could correct it: it is the own agency's.
    pub may_change: bool,
}

impl std::fmt::Debug for OpenedRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenedRecord").field("record", &self.record.id).finish_non_exhaustive()
    }
}

/// The sealed cells of a record.
pub(super) struct Sealed {
    pub record: RecordId,
    pub address: Option<Vec<u8>>,
    pub postcode: Option<Vec<u8>>,
    pub phone: Option<Vec<u8>>,
    pub email: Option<Vec<u8>>,
    pub odd: Option<Vec<u8>>,
}

/// The person whose whereabouts the asker is about to open: whoever may not is told so before
/// they say why.
///
/// # Errors
/// As [`open_whereabouts`].
pub fn offer_whereabouts(ctx: &mut Ctx<'_>, id: PersonId) -> Result<PersonFile, Error> {
    let permission = Permission::OpenWhereabouts;
    let sights = sights_to_ask(ctx, permission, id)?;
    let sight = sights.first().ok_or(Error::NotFound)?;
    ctx.permit(permission, sight.for_permission(permission))?;
    read_person(ctx, id)
}

/// Opens where a person is, as far as the records are the asker's to open. Why is kept with who
/// and when, and the ledger has an entry of its own for each agency's records.
///
/// # Errors
/// [`Error::Denied`], without a fresh sign-in too; [`Error::NotFound`] as in [`read_person`].
pub fn open_whereabouts(
    ctx: &mut Ctx<'_>,
    id: PersonId,
    request: &OpeningRequest,
) -> Result<Opened, Error> {
    let permission = Permission::OpenWhereabouts;
    let sights = sights_to_ask(ctx, permission, id)?;
    let asks = |sight: &Sight| ctx.permit(permission, sight.for_permission(permission));
    let bases: Vec<Basis> = sights.iter().map(asks).collect::<Result<_, _>>()?;
    let records = list_records(ctx, id, &sights)?;
    let name = records.iter().find_map(RecordOfPerson::name);
    let mut sealed: BTreeMap<RecordId, Sealed> = store::list_sealed(&mut ctx.tx, id)?
        .into_iter()
        .map(|sealed| (sealed.record, sealed))
        .collect();
    let mut opened = Vec::new();
    for record in records {
        let Some(sealed) = sealed.remove(&record.id) else { continue };
        let mut record = open_record(ctx, record, &sealed)?;
        record.keep_odd_of(&classes_open(ctx, &sights, record.record.id));
        if record.says_anything() {
            opened.push(record);
        }
    }
    for (sight, basis) in sights.iter().zip(&bases) {
        let about = sight.for_permission(permission).into();
        let shown = opened.iter().filter(|record| sight.holds(record.record.id));
        let classes: BTreeSet<FieldClass> = shown.flat_map(OpenedRecord::classes).collect();
        let classes: Vec<&str> = classes.iter().map(|class| class.code()).collect();
        ctx.record(Record::Read { basis, about, classes: &classes })?;
        ctx.looked_at(sight.referrals());
    }
    let entries = open_entries(ctx, id, &sights)?;
    let opening = (ctx.new_id(), id, ctx.signed()?.actor.id);
    let why = (request.reason.code(), request.words());
    let now = ctx.now();
    store::insert_opening(&mut ctx.tx, opening, why, now)?;
    let keep = Permission::KeepWhereabouts;
    let may_keep = sights.iter().any(|sight| ctx.would_permit(keep, sight.for_permission(keep)));
    Ok(Opened { name, records: opened, entries, may_keep })
}

/// The classes of which the asker may be shown what could not be read of a record.
fn classes_open(ctx: &Ctx<'_>, sights: &[Sight], record: RecordId) -> Vec<FieldClass> {
    let sight = sights.iter().find(|sight| sight.holds(record));
    let read = sight.map(|sight| list_classes(ctx, sight)).unwrap_or_default();
    read.into_iter().chain([FieldClass::Whereabouts]).collect()
}

/// What people wrote down, of those cases for which the door opened.
fn open_entries(
    ctx: &mut Ctx<'_>,
    id: PersonId,
    sights: &[Sight],
) -> Result<Vec<OpenedEntry>, Error> {
    let own = ctx.signed()?.actor.agency;
    let shut = list_shut(ctx)?;
    let mut entries: Vec<OpenedEntry> = Vec::new();
    for kept in store::list_kept(&mut ctx.tx, id)? {
        let is_open = sights.iter().any(|sight| sight.holds(kept.record));
        let is_there = entries.iter().any(|entry| entry.id == kept.id);
        if !is_open || shut.contains(&kept.source) || is_there {
            continue;
        }
        let Some(note) = open_note(ctx, kept.state, &kept.content)? else { continue };
        entries.push(OpenedEntry {
            id: kept.id,
            note,
            agency_name: kept.agency_name,
            by: kept.by,
            at: kept.at,
            changes: kept.changes,
            may_change: kept.agency == own,
        });
    }
    entries.sort_by_key(|entry| (entry.note.class, std::cmp::Reverse(entry.at)));
    Ok(entries)
}

fn open_record(
    ctx: &mut Ctx<'_>,
    record: RecordOfPerson,
    sealed: &Sealed,
) -> Result<OpenedRecord, Error> {
    let row = record.id.uuid();
    let mut open = |column, cell: &Option<Vec<u8>>| {
        let Some(cell) = cell else { return Ok(None) };
        let keyring = ctx.app().keyring();
        let place = Place { table: "person_record", column, row };
        match open_field(&mut ctx.tx, &keyring, place, cell) {
            Ok(plain) => Ok(String::from_utf8(plain.to_vec()).ok()),
            // Its key was erased: there is nothing left to show.
            Err(FieldBroken::Erased) => Ok(None),
            Err(error) => Err(Error::from(error)),
        }
    };
    let odd = open("odd", &sealed.odd)?;
    Ok(OpenedRecord {
        address: open("address", &sealed.address)?,
        postcode: open("postcode", &sealed.postcode)?,
        phone: open("phone", &sealed.phone)?,
        email: open("email", &sealed.email)?,
        odd: odd.and_then(|odd| serde_json::from_str(&odd).ok()).unwrap_or_default(),
        record,
    })
}

impl OpenedRecord {
    /// Leaves out what could not be read in columns of other classes. What is left is opened here
    /// all the same, and never read along: a telephone number stands in many a wrong column.
    fn keep_odd_of(&mut self, classes: &[FieldClass]) {
        self.odd.retain(|column, _| classes.contains(&FieldClass::of_party_column(column)));
    }

    /// Of what classes it shows anything.
    fn classes(&self) -> impl Iterator<Item = FieldClass> {
        let odd = self.odd.keys().map(|column| FieldClass::of_party_column(column));
        odd.chain([FieldClass::Whereabouts])
    }

    fn says_anything(&self) -> bool {
        let cells = [&self.address, &self.postcode, &self.phone, &self.email];
        cells.into_iter().any(Option::is_some) || !self.odd.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_comes_with_words_that_somebody_can_read() {
        let is_fit = |words: &str| OpeningRequest::new(OpeningReason::Visit, words).is_ok();
        for (words, fits) in [("  ab ", false), ("abc", true), ("é".repeat(500).as_str(), true)] {
            assert_eq!(is_fit(words), fits, "{}", words.len());
        }
        assert!(!is_fit(&"a".repeat(501)));
    }
}
