//! The header of a file: which column stands where.

use std::collections::{BTreeSet, HashMap};

use super::{
    outcome::{Encoding, FileKind, FileRefused},
    record::{CELLS_MOST, Fault, Record},
    text::{clean, cut, decode},
};

/// The columns of one party, behind `victim_` and the like.
pub(super) const PARTY: &[&str] = &[
    "ref",
    "given_names",
    "family_name",
    "other_names",
    "date_of_birth",
    "age",
    "date_of_death",
    "sex",
    "address",
    "postcode",
    "phone",
    "email",
    "nhs_number",
    "ethnicity",
    "ethnicity_list",
    "gender_identity",
    "sexual_orientation",
    "religion",
    "disability",
    "nationality",
    "language",
    "employment",
    "education_level",
];

const INCIDENT: &[&str] = &[
    "incident_ref",
    "reported_on",
    "reported_at",
    "occurred_on",
    "area",
    "postcode",
    "record_status",
    "definition",
    "risk_grade",
    "relationship",
    "honour_based",
    "forced_marriage",
    "alcohol",
    "drugs",
    "crime_refs",
    "offence",
    "outcome",
    "children_present",
];

const REFERRAL: &[&str] = &[
    "referral_ref",
    "marac",
    "referred_on",
    "referring_agency",
    "status",
    "incident_on",
    "identified_on",
    "same_incident_as",
    "heard_on",
    "meeting_kind",
    "criteria",
    "checklist",
    "checklist_score",
    "referring_agency_kind",
    "area",
    "children_count",
    "pregnant",
    "honour_based",
    "forced_marriage",
    "relationship",
    "victim_aware",
    "victim_agrees",
    "victim_lgbt",
];

/// At most so many unknown columns are told by name.
const TOLD_MOST: usize = 100;
/// At most so many characters of a name are told.
const NAME_MOST: usize = 64;

/// The columns of a file by their names.
#[derive(Debug, Default)]
pub(super) struct Columns {
    index_of: HashMap<String, usize>,
    names: Vec<String>,
    pub unknown: Vec<String>,
    pub unnamed: u64,
}

impl Columns {
    /// Reads the header. Names are compared in lower case, without white space around them.
    pub(super) fn parse(
        record: &Record,
        kind: FileKind,
        encoding: Encoding,
    ) -> Result<Self, FileRefused> {
        let line = record.line;
        let known = known_columns(kind);
        let names: Vec<String> = record.cells().map(|cell| name(cell, encoding)).collect();
        if let Some(fault) = record.fault {
            return Err(broken(record, fault));
        }
        if !names.iter().any(|name| known.contains(name)) {
            return Err(match separator(&names, &known) {
                Some(by) => FileRefused::Separator { line, by },
                None => FileRefused::NoHeader { line, kind },
            });
        }
        let mut columns = Self::default();
        for (index, name) in names.iter().enumerate() {
            if name.is_empty() {
                columns.unnamed += 1;
            } else if columns.index_of.insert(name.clone(), index).is_some() {
                let column = cut(name, NAME_MOST);
                return Err(FileRefused::DuplicateColumn { line, column });
            } else if !known.contains(name) && columns.unknown.len() < TOLD_MOST {
                columns.unknown.push(cut(name, NAME_MOST));
            }
        }
        columns.names = names;
        Ok(columns)
    }

    pub(super) fn index(&self, name: &str) -> Option<usize> {
        self.index_of.get(name).copied()
    }

    pub(super) fn count(&self) -> usize {
        self.names.len()
    }

    /// What to call the column that stands there, from 1.
    pub(super) fn name_at(&self, column: usize) -> String {
        match self.names.get(column.wrapping_sub(1)) {
            Some(name) if !name.is_empty() => cut(name, NAME_MOST),
            _ => format!("column {column}"),
        }
    }
}

fn name(cell: &[u8], encoding: Encoding) -> String {
    clean(&decode(cell, encoding).0).0.to_lowercase()
}

fn known_columns(kind: FileKind) -> BTreeSet<String> {
    let (own, prefixes) = match kind {
        FileKind::Incidents => (INCIDENT, ["victim_", "suspect_"]),
        FileKind::Referrals => (REFERRAL, ["victim_", "perpetrator_"]),
    };
    let of_parties = prefixes
        .iter()
        .flat_map(|prefix| PARTY.iter().map(move |column| format!("{prefix}{column}")));
    own.iter().map(ToString::to_string).chain(of_parties).collect()
}

fn broken(record: &Record, fault: Fault) -> FileRefused {
    let column = match fault {
        Fault::TooManyCells => CELLS_MOST + 1,
        other => other.column().unwrap_or_else(|| record.cells().count().max(1)),
    };
    let fault = fault.to_string();
    FileRefused::BrokenHeader { line: record.line, column: column as u64, fault }
}

/// The separator, where another than the comma makes column names of the header.
fn separator(names: &[String], known: &BTreeSet<String>) -> Option<&'static str> {
    let line = names.join(",");
    let separators = [(';', "semicolons"), ('\t', "tabs"), ('|', "vertical bars"), (' ', "spaces")];
    let makes_names = |separator: char| {
        line.split(separator).any(|name| known.contains(name.trim().trim_matches('"')))
    };
    let found = separators.iter().find(|(separator, _)| makes_names(*separator));
    found.map(|(_, words)| *words)
}
