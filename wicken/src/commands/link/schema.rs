//! The schema file: which column is the identifier, and what the others hold.

use crate::config::Failure;
use linkage::{Column, Kind, Schema};
use serde::Deserialize;
use std::{fs, path::Path};

/// A schema file that was read and understood.
pub(super) struct LinkSchema {
    /// The file, for what is said about it.
    pub path: String,
    /// The column with the record's identifier.
    pub id: String,
    pub columns: Vec<Column>,
}

/// An unknown name is a mistake, not a comment.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SchemaFile {
    id: String,
    #[serde(default)]
    column: Vec<ColumnEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnEntry {
    name: String,
    kind: String,
}

impl LinkSchema {
    pub(super) fn read(path: &Path) -> Result<LinkSchema, Failure> {
        let shown = path.display();
        let wrong = |what: String| Failure::Usage(format!("--schema {shown}: {what}"));
        let text = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        let file: SchemaFile = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        let mut columns = Vec::new();
        for (at, entry) in file.column.into_iter().enumerate() {
            let Some(kind) = Kind::from_code(entry.kind.trim()) else {
                let kinds: Vec<_> = Kind::ALL.iter().map(|kind| kind.code()).collect();
                return Err(wrong(format!(
                    "[[column]] number {}, `{}`: there is no kind `{}`; say one of {}",
                    at + 1,
                    entry.name,
                    entry.kind,
                    kinds.join(", ")
                )));
            };
            columns.push(Column { name: entry.name.trim().to_owned(), kind });
        }
        if columns.is_empty() {
            let mend = "add a [[column]] with a name and a kind for each that is to be compared";
            return Err(wrong(format!("it names no column; {mend}")));
        }
        Ok(LinkSchema { path: shown.to_string(), id: file.id.trim().to_owned(), columns })
    }

    pub(super) fn schema(&self) -> Schema {
        Schema { columns: self.columns.clone() }
    }

    /// Where the identifier and each column stand among the columns of a file.
    pub(super) fn places(
        &self,
        file: &Path,
        header: &[String],
    ) -> Result<(usize, Vec<usize>), Failure> {
        let place = |name: &str| {
            header.iter().position(|one| one == name).ok_or_else(|| {
                Failure::Usage(format!(
                    "--schema {} names the column `{name}`, which {} does not have; it has {}",
                    self.path,
                    file.display(),
                    header.join(", ")
                ))
            })
        };
        let columns = self.columns.iter().map(|column| place(&column.name));
        Ok((place(&self.id)?, columns.collect::<Result<_, _>>()?))
    }
}
