//! Whoever is shown something of a person leaves one entry for each agency whose records it is,
//! and whoever is shown nothing leaves none.

use crate::kit::County;
use app::db::{Tx, Value};
use domain::{
    ledger::{Entry, EntryKind, decode},
    policy::FieldClass,
};
use jiff::Timestamp;
use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};
use uuid::Uuid;

/// An entry that somebody read of a person's records.
pub(super) struct Read {
    person: Uuid,
    agency: Option<Uuid>,
    /// Who is excluded, or what was given, is asked by entries that say nothing of what a record
    /// holds: such a page need not show any of it.
    is_of_record: bool,
}

/// What the entries of a crawl came to.
#[derive(Default)]
pub(super) struct Sums {
    /// Answers that showed somebody, and somebody's records in them.
    pub answers: usize,
    pub people: usize,
    pub entries: usize,
    pub missing: Vec<String>,
    pub spurious: Vec<String>,
    pub twice: Vec<String>,
}

/// What a user left about people at one instant, and how many entries in all.
pub(super) fn at(county: &County, user: Uuid, at: Timestamp) -> (Vec<Read>, usize) {
    let count = Cell::new(0);
    let is_meant = |entry: &Entry| {
        count.set(count.get() + usize::from(entry.at == at));
        entry.at == at
    };
    (list(county, user, at, is_meant), count.get())
}

/// What a user left about people since an instant.
pub(super) fn since(county: &County, user: Uuid, begun: Timestamp) -> Vec<Read> {
    list(county, user, begun, |_| true)
}

fn list(
    county: &County,
    user: Uuid,
    begun: Timestamp,
    is_meant: impl Fn(&Entry) -> bool,
) -> Vec<Read> {
    let millis = u128::try_from(begun.as_millisecond()).unwrap_or_default();
    let first = Uuid::from_u128(millis << 80);
    let sql = "select line from ledger_entry where actor_user = $1 and entry_id >= $2";
    let values = [Value::Uuid(user), Value::Uuid(first)];
    let read = |tx: &mut Tx<'_>| tx.list(sql, &values, |row| row.get::<String>("line"));
    let lines = county.app().db().read(read).unwrap();
    let says = |class: &String| {
        FieldClass::from_code(class).is_some() || ["names", "evidence"].contains(&class.as_str())
    };
    let entries = lines.iter().map(|line| decode(line).unwrap());
    let entries = entries.filter(is_meant);
    let of_people = entries.filter(|it| it.kind == EntryKind::Read && it.subject_kind == "person");
    let read = |entry: Entry| {
        let is_of_record = entry.classes.iter().any(says);
        Some(Read { person: entry.subject?, agency: entry.subject_agency, is_of_record })
    };
    of_people.filter_map(read).collect()
}

impl Sums {
    pub fn hold(
        &mut self,
        about: &str,
        shown: &BTreeSet<&'static str>,
        left: &[Read],
        people: &BTreeMap<Uuid, &'static str>,
    ) {
        self.answers += usize::from(!shown.is_empty());
        self.people += shown.len();
        self.entries += left.len();
        let name = |id: &Uuid| people.get(id).copied().unwrap_or("somebody else");
        for person in shown {
            if left.iter().all(|read| name(&read.person) != *person) {
                self.missing.push(format!("{about} showed {person}"));
            }
        }
        let mut seen = BTreeSet::new();
        for read in left.iter().filter(|read| read.is_of_record) {
            let person = name(&read.person);
            if !shown.contains(person) {
                self.spurious.push(format!("{about} showed nothing of {person}"));
            }
            if !seen.insert((read.person, read.agency)) {
                self.twice.push(format!("{about}: {person}, of one agency"));
            }
        }
    }
}
