//! Where somebody is, opened for a stated reason and for a moment.

use super::{
    PersonFile, list_records, read_person, record::RecordOfPerson, store, subjects_to_ask,
};
use crate::{
    ctx::{Ctx, Record},
    error::{Error, Refused},
    keys::{FieldBroken, Place, open_field},
    person::find_subject,
};
use domain::{
    ids::{PersonId, RecordId},
    person::OpeningReason,
    policy::Permission,
};
use std::collections::BTreeMap;

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
}

/// Where a person is, record by record.
#[derive(Debug, Clone)]
pub struct Opened {
    pub name: Option<String>,
    /// Those that hold anything.
    pub records: Vec<OpenedRecord>,
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
    let subject = find_subject(ctx, Permission::OpenWhereabouts, id)?;
    ctx.permit(Permission::OpenWhereabouts, subject)?;
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
    let open = subjects_to_ask(ctx, Permission::OpenWhereabouts, id)?;
    for subject in &open {
        let basis = ctx.permit(Permission::OpenWhereabouts, *subject)?;
        let classes = &["whereabouts"];
        ctx.record(Record::Read { basis: &basis, about: (*subject).into(), classes })?;
    }
    let records = list_records(ctx, id, &open)?;
    let name = records.iter().find_map(RecordOfPerson::name);
    let mut sealed: BTreeMap<RecordId, Sealed> = store::list_sealed(&mut ctx.tx, id)?
        .into_iter()
        .map(|sealed| (sealed.record, sealed))
        .collect();
    let mut opened = Vec::new();
    for record in records {
        let Some(sealed) = sealed.remove(&record.id) else { continue };
        let record = open_record(ctx, record, &sealed)?;
        if record.says_anything() {
            opened.push(record);
        }
    }
    let opening = (ctx.new_id(), id, ctx.signed()?.actor.id);
    let why = (request.reason.code(), request.words.as_str());
    let now = ctx.now();
    store::insert_opening(&mut ctx.tx, opening, why, now)?;
    Ok(Opened { name, records: opened })
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
