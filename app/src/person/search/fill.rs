//! The index that a search goes through: keyed hashes of what each record can be found by.

use super::{sought, store};
use crate::{
    app::App,
    error::Error,
    keys::{BulkOpener, Keyring, Place},
};
use domain::{
    ids::{AgencyId, RecordId},
    person::Sex,
};
use jiff::civil::Date;
use linkage::online::{Key, Known, Online};
use std::collections::HashSet;
use uuid::Uuid;

/// One row of `person_key`.
pub(super) type KeyRow = (KeyHash, RecordId);

pub(super) type KeyHash = [u8; KEY_BYTES];

/// Half of a hash: enough that no two values ever share one by chance.
pub(super) const KEY_BYTES: usize = 16;

/// A named record of a source that was saved and is not counted yet.
pub(super) struct DueRecord {
    pub id: RecordId,
    pub agency: AgencyId,
    /// Whoever referred the case, where the record came with a referral.
    pub referred_by: Option<AgencyId>,
    pub given_names: Option<String>,
    pub family_name: Option<String>,
    pub other_names: serde_json::Value,
    pub date_of_birth: Option<Date>,
    pub age: Option<i64>,
    pub seen_on: Date,
    pub sex: Option<Sex>,
    pub nhs_number: Option<String>,
    /// Postcode, phone and email.
    pub sealed: [Option<Vec<u8>>; 3],
    pub key: Option<(Uuid, Vec<u8>)>,
}

/// Sources that are read at a time.
const PAGE: i64 = 2_000;
/// Rows that are sorted in memory before they are written: 32 MB of them.
const SORTED_MOST: usize = 1_000_000;
/// Rows of one statement.
const TOGETHER: usize = store::KEYS_TOGETHER;

/// Gives every record that linking is owed its keys, and takes away those of what the same sources
/// said before: who was told of by mistake, or is in hiding under a number that was taken out, is
/// tried for by nobody, not even with the key of the hashes. A person can be found once linked, and
/// so the keys come just before: in the order of the index, which touches each of its pages once,
/// where keys of single records would touch a page each.
///
/// A key holds for one agency, the sender or whoever referred: what others hold costs a search no
/// time and so tells it nothing. Stopped and run again, it writes the same rows.
///
/// # Errors
/// [`Error::Storage`]; [`Error::Broken`] when a sealed cell does not open.
pub(crate) fn fill_keys(app: &App) -> Result<(), Error> {
    let mut online = Online::new();
    let (mut rows, mut gone) = (Vec::new(), Vec::new());
    for kind in ["incident", "referral"] {
        let mut after = Uuid::nil();
        while let Some(page) = read_page(app, &mut online, (kind, after))? {
            after = page.last;
            rows.extend(page.rows);
            gone.extend(page.gone);
            if SORTED_MOST < rows.len() + gone.len() {
                forget(app, std::mem::take(&mut gone))?;
                save(app, std::mem::take(&mut rows))?;
            }
        }
    }
    forget(app, gone)?;
    save(app, rows)
}

/// What one page of sources comes to.
struct Page {
    last: Uuid,
    rows: Vec<KeyRow>,
    /// Rows that may be there and should not.
    gone: Vec<KeyRow>,
}

/// Nothing where no more sources are due.
fn read_page(
    app: &App,
    online: &mut Online,
    (kind, after): (&str, Uuid),
) -> Result<Option<Page>, Error> {
    let keyring = app.keyring();
    app.db().read(|tx| {
        let Some(last) = store::find_last_due(tx, kind, (after, PAGE))? else { return Ok(None) };
        let opener = BulkOpener::new(tx, &keyring)?;
        let mut keys_of = |records: &[DueRecord]| {
            let mut rows = Vec::new();
            for record in records {
                take(online, &keyring, (record, open(&opener, record)?), &mut rows);
            }
            Ok::<_, Error>(rows)
        };
        let rows = keys_of(&store::list_due(tx, kind, (after, PAGE))?)?;
        let mut gone = keys_of(&store::list_before(tx, kind, (after, PAGE))?)?;
        if !gone.is_empty() {
            let stays: HashSet<&KeyRow> = rows.iter().collect();
            gone.retain(|row| !stays.contains(row));
        }
        Ok(Some(Page { last, rows, gone }))
    })
}

type Opened = [Option<String>; 3];

/// A record whose key was erased has nothing to open.
fn open(opener: &BulkOpener, record: &DueRecord) -> Result<Opened, Error> {
    const COLUMNS: [&str; 3] = ["postcode", "phone", "email"];
    let mut opened = Opened::default();
    let Some((secret, wrapped)) = &record.key else { return Ok(opened) };
    if record.sealed.iter().all(Option::is_none) {
        return Ok(opened);
    }
    let row = record.id.uuid();
    let key = opener.record_key(row, (*secret, wrapped))?;
    for ((cell, sealed), column) in opened.iter_mut().zip(&record.sealed).zip(COLUMNS) {
        let place = Place { table: "person_record", column, row };
        *cell = sealed.as_ref().map(|sealed| key.open(place, sealed)).transpose()?;
    }
    Ok(opened)
}

fn take(
    online: &mut Online,
    keyring: &Keyring,
    (record, [postcode, phone, email]): (&DueRecord, Opened),
    rows: &mut Vec<KeyRow>,
) {
    let text = |cell: &'_ Option<String>| cell.as_deref().unwrap_or_default().to_owned();
    let (postcode, phone, email) = (text(&postcode), text(&phone), text(&email));
    let known = Known { postcode: &postcode, phone: &phone, email: &email, ..known(record) };
    let keys = online.keys(&known);
    let referrer = record.referred_by.filter(|referrer| *referrer != record.agency);
    for agency in [Some(record.agency), referrer].into_iter().flatten() {
        rows.extend(keys.iter().map(|key| (hash(keyring, agency, key), record.id)));
    }
}

fn known(record: &DueRecord) -> Known<'_> {
    let other_names = record.other_names.as_array().into_iter().flatten();
    Known {
        given_names: record.given_names.as_deref().unwrap_or_default(),
        family_name: record.family_name.as_deref().unwrap_or_default(),
        other_names: other_names.filter_map(serde_json::Value::as_str).collect(),
        born: record
            .date_of_birth
            .map(sought::born)
            .or_else(|| record.age.map(|age| sought::born_by_age(record.seen_on, age))),
        sex: record.sex.map_or("", Sex::code),
        national_id: record.nhs_number.as_deref().unwrap_or_default(),
        ..Known::default()
    }
}

/// What stands in the index for a key of an agency's.
pub(super) fn hash(keyring: &Keyring, agency: AgencyId, key: &Key) -> KeyHash {
    let mut value = Vec::with_capacity(KEY_BYTES + 1 + key.value.len());
    value.extend_from_slice(agency.uuid().as_bytes());
    value.push(key.rule.code());
    value.extend_from_slice(&key.value);
    let hash = keyring.hash("person key", &value);
    let mut half = [0; KEY_BYTES];
    half.copy_from_slice(&hash[..KEY_BYTES]);
    half
}

fn forget(app: &App, mut rows: Vec<KeyRow>) -> Result<(), Error> {
    rows.sort_unstable();
    rows.dedup();
    let delete = |tx: &mut crate::db::Tx<'_>, row| store::delete_key(tx, &row);
    Ok(app.db().write_each(rows, &mut |_| (), delete)?)
}

fn save(app: &App, mut rows: Vec<KeyRow>) -> Result<(), Error> {
    rows.sort_unstable();
    rows.dedup();
    let some: Vec<Vec<KeyRow>> = rows.chunks(TOGETHER).map(<[KeyRow]>::to_vec).collect();
    drop(rows);
    let insert = |tx: &mut crate::db::Tx<'_>, some: Vec<KeyRow>| store::insert_keys(tx, &some);
    Ok(app.db().write_each(some, &mut |_| (), insert)?)
}
