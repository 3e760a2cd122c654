//! The index that a search goes through: keyed hashes of what each record can be found by.

use super::{sought, store};
use crate::{
    app::App,
    ctx::Ctx,
    error::Error,
    keys::{BulkOpener, Keyring, Place},
};
use domain::{
    ids::{AgencyId, RecordId},
    person::Sex,
};
use jiff::civil::Date;
use linkage::online::{Key, Known, Online, Rule};
use std::collections::{BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// One row of `person_key`.
pub(super) type KeyRow = (KeyHash, RecordId);

pub(super) type KeyHash = [u8; KEY_BYTES];

/// Half of a hash: enough that no two values ever share one by chance.
pub(super) const KEY_BYTES: usize = 16;

/// A named record of a source that was saved and is not counted yet.
pub(super) struct DueRecord {
    pub id: RecordId,
    pub source: Uuid,
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

impl DueRecord {
    /// Whether there is something sealed that nobody can open: nobody finds it again.
    fn is_erased(&self) -> bool {
        self.key.is_none() && self.sealed.iter().any(Option::is_some)
    }
}

/// Whose people work on an incident or referral, or did.
pub(super) struct Part {
    pub source: Uuid,
    pub agency: AgencyId,
    pub is_standing: bool,
}

/// Of which of those that linking is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owed {
    All,
    /// Those that nobody had told of before.
    Fresh,
}

/// Of each source, those agencies.
type Parts = HashMap<Uuid, BTreeSet<AgencyId>>;

/// Sources that are read at a time.
const PAGE: i64 = 2_000;
/// Rows that are sorted in memory before they are written, 128 MB of them: less than linking the
/// same records takes afterwards. Each time the whole index is gone through.
const SORTED_MOST: usize = 4_000_000;
/// Rows of one statement.
const TOGETHER: usize = store::KEYS_TOGETHER;

/// Gives every record that linking is owed its keys, and takes away those of what the same sources
/// said before: who was told of by mistake, or is in hiding under a number that was taken out, is
/// tried for by nobody, not even with the key of the hashes. A person can be found once linked, and
/// so the keys come just before: in the order of the index, which touches each of its pages once,
/// where keys of single records would touch a page each.
///
/// A key holds for one agency, the sender, whoever referred or whoever works on the case: what
/// others hold costs a search no time and so tells it nothing. Stopped and run again, it writes the
/// same rows.
///
/// # Errors
/// [`Error::Storage`]; [`Error::Broken`] when a sealed cell does not open.
pub(crate) fn fill_keys(app: &App, owed: Owed) -> Result<(), Error> {
    let mut online = Online::new();
    let (mut rows, mut gone) = (Vec::new(), Vec::new());
    for kind in ["incident", "referral"] {
        let mut after = Uuid::nil();
        while let Some(page) = read_page(app, &mut online, (kind, owed, after))? {
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
    (kind, owed, after): (&str, Owed, Uuid),
) -> Result<Option<Page>, Error> {
    let (keyring, page) = (app.keyring(), (kind, owed, after, PAGE));
    app.db().read(|tx| {
        let Some(last) = store::find_last_due(tx, page)? else { return Ok(None) };
        let opener = BulkOpener::new(tx, &keyring)?;
        let parts = store::list_parts(tx, page)?;
        let (standing, ended) = (parts_of(&parts, true), parts_of(&parts, false));
        let mut keys_of = |records: &[DueRecord], all: &[&Parts], rows: &mut Vec<KeyRow>| {
            for record in records.iter().filter(|record| !record.is_erased()) {
                let opened = open(&opener, record)?;
                let whose = all.iter().filter_map(|parts| parts.get(&record.source)).flatten();
                take(online, &keyring, (record, opened), whose, rows);
            }
            Ok::<_, Error>(())
        };
        let (mut rows, mut gone) = (Vec::new(), Vec::new());
        let now = store::list_due(tx, page)?;
        keys_of(&now, &[&standing], &mut rows)?;
        let left: Vec<DueRecord> =
            now.into_iter().filter(|record| ended.contains_key(&record.source)).collect();
        keys_of(&left, &[&ended], &mut gone)?;
        keys_of(&store::list_before(tx, page)?, &[&standing, &ended], &mut gone)?;
        if !gone.is_empty() {
            let stays: HashSet<&KeyRow> = rows.iter().collect();
            gone.retain(|row| !stays.contains(row));
        }
        Ok(Some(Page { last, rows, gone }))
    })
}

fn parts_of(parts: &[Part], is_standing: bool) -> Parts {
    let mut of = Parts::new();
    for part in parts.iter().filter(|part| part.is_standing == is_standing) {
        of.entry(part.source).or_default().insert(part.agency);
    }
    of
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

/// The keys for whoever holds or referred a record, and for those who work on its case.
fn take<'p>(
    online: &mut Online,
    keyring: &Keyring,
    (record, [postcode, phone, email]): (&DueRecord, Opened),
    working: impl Iterator<Item = &'p AgencyId>,
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
    for agency in working {
        rows.extend(by_case(&keys).map(|key| (hash(keyring, *agency, key), record.id)));
    }
}

/// By what somebody is found of whom one knows through a case that is another agency's: not by
/// where they are, which is not read with a case.
pub(super) fn by_case(keys: &[Key]) -> impl Iterator<Item = &Key> {
    keys.iter().filter(|key| match key.rule {
        Rule::Phone | Rule::Email | Rule::PostcodeName => false,
        Rule::NationalId | Rule::FamilyBorn | Rule::GivenBorn | Rule::NamesYear | Rule::Names => {
            true
        }
    })
}

/// Gives whoever stands in a case their keys for an agency that works on it from now on: its people
/// find them at once, as far as the door opens. What is known of the case later gets its keys when
/// it is linked.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn key_case(ctx: &mut Ctx<'_>, case: Uuid, agency: AgencyId) -> Result<(), Error> {
    let (keyring, mut online) = (ctx.app().keyring(), Online::new());
    let mut rows = Vec::new();
    for record in store::list_of_source(&mut ctx.tx, case)? {
        let keys = online.keys(&record.known());
        rows.extend(by_case(&keys).map(|key| (hash(&keyring, agency, key), record.id)));
    }
    for some in rows.chunks(TOGETHER) {
        store::insert_keys(&mut ctx.tx, some)?;
    }
    Ok(())
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
