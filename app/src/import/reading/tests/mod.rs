//! Hostile and odd files: each is refused, or read with what is odd about it told.

mod cells;
mod files;
mod groups;
mod headers;
mod properties;
mod rows;

use std::{collections::BTreeSet, convert::Infallible, io::Cursor};

use domain::{incident::NewIncident, marac::NewReferral};

use super::{
    FileKind, FileNotes, FileRefused, Group, Known, ReadError, Refusal, Warning, WarningKind,
    read_file,
};

/// What came of a file.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub notes: FileNotes,
    pub incidents: Vec<NewIncident>,
    pub referrals: Vec<NewReferral>,
    pub refusals: Vec<Refusal>,
    pub warnings: Vec<Warning>,
    /// The references in the order in which they came.
    pub order: Vec<String>,
}

/// What a file must come to.
pub(super) enum Expect {
    /// Refused as a whole, with these words.
    File(&'static str),
    /// Read: rows taken in, rows refused, cells warned of, and what is said of the file.
    Read {
        accepted: u64,
        refused: Vec<(u64, &'static str, &'static str)>,
        warned: Vec<(u64, &'static str, WarningKind)>,
        said: Vec<&'static str>,
    },
}

pub(super) struct Case {
    pub name: &'static str,
    pub kind: FileKind,
    pub bytes: Vec<u8>,
    pub expect: Expect,
}

/// Reads a file and checks what holds for every file.
pub(super) fn read(kind: FileKind, bytes: &[u8]) -> Result<Seen, FileRefused> {
    let postcodes = |postcode: &str| match postcode {
        "CB1 2AB" => Some("E07000008".to_owned()),
        "PE13 1AB" => Some("Fenland".to_owned()),
        "ZZ1 1ZZ" => Some("Nowhere".to_owned()),
        _ => None,
    };
    let areas = [("E07000008", "Cambridge"), ("E07000010", "Fenland")];
    let areas = areas.map(|(code, name)| (code.to_owned(), name.to_owned()));
    let known = Known { areas: areas.into(), area_of_postcode: &postcodes };
    let mut seen = Seen::default();
    let mut lines = BTreeSet::new();
    let mut rows = 0;
    let mut each = |group: Group| {
        rows += group.rows();
        let (of_group, reference) = match group {
            Group::Incident { new, lines, warnings } => {
                let reference = new.reference.clone();
                seen.incidents.push(*new);
                seen.warnings.extend(warnings);
                (lines, reference)
            }
            Group::Referral { new, lines, warnings } => {
                let reference = new.reference.clone();
                seen.referrals.push(*new);
                seen.warnings.extend(warnings);
                (lines, reference)
            }
            Group::Refused { refusals, .. } => {
                let lines = refusals.iter().map(|refusal| refusal.line).collect();
                let reference = refusals[0].reference.clone();
                seen.refusals.extend(refusals);
                (lines, reference)
            }
        };
        seen.order.push(reference);
        for line in of_group {
            assert!(lines.insert(line), "line {line} came twice");
        }
        Ok::<(), Infallible>(())
    };
    match read_file(Cursor::new(bytes), kind, &known, &mut each) {
        Ok(notes) => seen.notes = notes,
        Err(ReadError::File(refused)) => return Err(refused),
        Err(other) => panic!("{other}"),
    }
    let notes = &seen.notes;
    assert_eq!(notes.rows, rows);
    assert_eq!(notes.rows, lines.len() as u64);
    assert_eq!(notes.rows, notes.rows_accepted + notes.rows_refused);
    assert_eq!(notes.rows_refused, seen.refusals.len() as u64);
    assert_eq!(notes.warnings, seen.warnings.len() as u64);
    seen.refusals.sort_by_key(|refusal| refusal.line);
    Ok(seen)
}

pub(super) fn check(case: &Case) {
    let name = case.name;
    let seen = read(case.kind, &case.bytes);
    let (accepted, refused, warned, said) = match (&case.expect, seen.as_ref()) {
        (Expect::File(words), Err(refused)) => {
            assert!(refused.to_string().contains(words), "{name}: {refused}");
            return;
        }
        (Expect::Read { accepted, refused, warned, said }, Ok(_)) => {
            (*accepted, refused, warned, said)
        }
        (_, seen) => panic!("{name}: {seen:?}"),
    };
    let seen = seen.unwrap();
    assert_eq!(seen.notes.rows_accepted, accepted, "{name}: {seen:?}");
    assert_eq!(seen.refusals.len(), refused.len(), "{name}: {:?}", seen.refusals);
    for (refusal, (line, column, words)) in seen.refusals.iter().zip(refused) {
        assert_eq!((refusal.line, refusal.column.as_str()), (*line, *column), "{name}");
        assert!(refusal.reason.contains(words), "{name}: {}", refusal.reason);
    }
    let warnings: Vec<_> = seen
        .warnings
        .iter()
        .map(|warning| (warning.line, warning.column.as_str(), warning.what))
        .collect();
    assert_eq!(&warnings, warned, "{name}");
    let sentences = seen.notes.sentences();
    assert_eq!(sentences.len(), said.len(), "{name}: {sentences:?}");
    for (sentence, words) in sentences.iter().zip(said) {
        assert!(sentence.contains(words), "{name}: {sentence}");
    }
}

pub(super) fn refused_whole(
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    words: &'static str,
) -> Case {
    let (kind, expect) = (FileKind::Incidents, Expect::File(words));
    Case { name, kind, bytes: bytes.into(), expect }
}

/// A file of incidents that is read.
pub(super) fn incidents(name: &'static str, bytes: impl Into<Vec<u8>>, accepted: u64) -> Case {
    let expect = Expect::Read { accepted, refused: vec![], warned: vec![], said: vec![] };
    Case { name, kind: FileKind::Incidents, bytes: bytes.into(), expect }
}

/// A file of referrals that is read.
pub(super) fn referrals(name: &'static str, bytes: impl Into<Vec<u8>>, accepted: u64) -> Case {
    Case { kind: FileKind::Referrals, ..incidents(name, bytes, accepted) }
}

impl Case {
    /// Adds a refusal: line, column, words of the reason.
    pub(super) fn refused(mut self, line: u64, column: &'static str, words: &'static str) -> Self {
        if let Expect::Read { refused, .. } = &mut self.expect {
            refused.push((line, column, words));
        }
        self
    }

    pub(super) fn warned(mut self, line: u64, column: &'static str, what: WarningKind) -> Self {
        if let Expect::Read { warned, .. } = &mut self.expect {
            warned.push((line, column, what));
        }
        self
    }

    pub(super) fn said(mut self, words: &'static str) -> Self {
        if let Expect::Read { said, .. } = &mut self.expect {
            said.push(words);
        }
        self
    }
}

/// The least header of incidents, and rows.
pub(super) fn short(rows: &str) -> String {
    format!("incident_ref,reported_on,area\n{rows}")
}

/// One incident with one more cell.
pub(super) fn with_cell(column: &str, cell: &str) -> String {
    let cell = cell.replace('"', "\"\"");
    format!("incident_ref,reported_on,area,{column}\nI1,2008-04-01,Fenland,\"{cell}\"\n")
}

/// One referral with one more cell.
pub(super) fn referral_with_cell(column: &str, cell: &str) -> String {
    let cell = cell.replace('"', "\"\"");
    format!(
        "referral_ref,marac,referred_on,referring_agency,{column}\n\
         R1,Fenland MARAC,2008-04-01,CAMBS-POLICE,\"{cell}\"\n"
    )
}

/// There are at least as many hostile and odd files as the house asks for.
#[test]
fn at_least_a_hundred_and_fifty_hostile_or_odd_files_are_tried() {
    let count =
        files::cases().len() + headers::cases().len() + rows::cases().len() + cells::cases().len();
    assert!(150 <= count, "{count}");
}
