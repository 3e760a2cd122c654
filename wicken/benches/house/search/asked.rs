//! Whom a search asks for: victims as the file of the next year has them, known and new.

use crate::main_job::County;
use app::{db::Database, params, person::BirthPart};
use domain::{ids::PersonId, person::NhsNumber};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Somebody as an agency writes them down a year later.
pub(super) struct Asked {
    pub given: String,
    pub family: String,
    pub born: Option<BirthPart>,
    pub nhs_number: Option<NhsNumber>,
    pub postcode: String,
    pub phone: String,
    /// As whom they are on file; nobody where nobody has sent them yet.
    pub on_file: BTreeSet<PersonId>,
    pub is_known: bool,
}

/// The cells of one row by their columns.
type Cells<'f> = BTreeMap<&'f str, &'f str>;

/// Up to `most` of those who are known and of those who are new, from all parts of the file: told
/// of by both names, in incidents that were not told of before.
pub(super) fn sample(county: &County, db: &Database, most: usize) -> Vec<Asked> {
    let references: HashSet<&str> =
        county.file.text.lines().filter_map(|line| line.split(',').next()).collect();
    let mut known: BTreeMap<u64, Vec<(&str, &str)>> = BTreeMap::new();
    for (key, number) in &county.truth {
        let Some((agency_and_reference, party)) = key.rsplit_once('/') else { continue };
        let reference = agency_and_reference.split_once('/').map(|(_, reference)| reference);
        if let Some(reference) = reference.filter(|reference| references.contains(reference)) {
            known.entry(*number).or_default().push((reference, party));
        }
    }
    let candidates =
        told(county).into_iter().filter(|(row, _)| !references.contains(reference(row)));
    let (of_known, of_new): (Vec<_>, Vec<_>) =
        candidates.partition(|(_, number)| known.contains_key(number));
    let some = |all: Vec<(Cells<'_>, u64)>| {
        let step = (all.len() / most).max(1);
        let taken = all.into_iter().step_by(step).take(most);
        taken.map(|(row, number)| asked(db, &row, known.get(&number))).collect::<Vec<_>>()
    };
    let mut all = some(of_known);
    all.extend(some(of_new));
    all
}

fn reference<'f>(row: &Cells<'f>) -> &'f str {
    row["incident_ref"]
}

/// Victims with both names, with their number.
fn told(county: &County) -> Vec<(Cells<'_>, u64)> {
    let mut lines = county.next.text.trim_start_matches('\u{feff}').lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let mut before = "";
    let mut told = Vec::new();
    for line in lines.filter(|line| !line.contains('"')) {
        let row: Cells<'_> = head.iter().copied().zip(line.split(',')).collect();
        // Of several rows of one incident the first one tells whom the truth calls `victim`.
        let is_first = reference(&row) != before;
        before = reference(&row);
        let has = |column| row.get(column).is_some_and(|cell| !cell.is_empty());
        if is_first && has("victim_given_names") && has("victim_family_name") {
            let key = format!("{}/{before}/victim", county.next.agency);
            told.extend(county.truth.get(&key).map(|number| (row, *number)));
        }
    }
    told
}

fn asked(db: &Database, row: &Cells<'_>, parties: Option<&Vec<(&str, &str)>>) -> Asked {
    let cell = |name| row.get(name).copied().unwrap_or_default().to_owned();
    let parties = parties.map_or(&[][..], Vec::as_slice);
    Asked {
        given: cell("victim_given_names"),
        family: cell("victim_family_name"),
        born: day(&cell("victim_date_of_birth")).map(BirthPart::Day),
        nhs_number: NhsNumber::parse(&cell("victim_nhs_number")).ok(),
        postcode: cell("victim_postcode"),
        phone: cell("victim_phone"),
        on_file: parties.iter().flat_map(|party| list_persons(db, *party)).collect(),
        is_known: !parties.is_empty(),
    }
}

/// `1984-03-09` or `09/03/1984`.
fn day(text: &str) -> Option<Date> {
    match text.split('/').collect::<Vec<_>>()[..] {
        [day, month, year] => {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
        }
        _ => text.parse().ok(),
    }
}

fn list_persons(db: &Database, (reference, party): (&str, &str)) -> Vec<PersonId> {
    let party = match party.starts_with("victim") {
        true => "victim",
        false => "perpetrator",
    };
    let sql = "select m.person_id from incident i
               join person_record r on r.source_id = i.incident_id and r.superseded_at is null
               join membership m on m.record_id = r.record_id and m.superseded_at is null
               where i.agency_id = (select agency_id from agency where code = $1)
                 and i.reference = $2 and r.party = $3";
    let read = |row: &app::db::Row<'_>| row.get("person_id");
    let agency = crate::county::POLICE;
    db.read(|tx| tx.list(sql, params![agency, reference, party], read)).unwrap()
}
