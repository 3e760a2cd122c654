//! A file that an agency sent is taken in: saved in batches, then linked and counted.

use super::{
    begin::{self, Begun},
    reading::{FileKind, FileNotes, FileRefused, Group, Known, ReadError, Refusal, read_file},
    save::Saving,
};
use crate::{
    app::App,
    area,
    ctx::Visitor,
    db::DbError,
    error::Error,
    person::{self, LinkProgress, Relinked},
};
use domain::{agency::AgencyCode, ids::ImportId};
use serde::{Deserialize, Serialize};
use std::{
    cell::RefCell,
    io::{self, Read, Seek},
};

/// Which file, and who sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRequest {
    pub kind: FileKind,
    /// The sender: the force, or the keeper of the register. Added on first use.
    pub agency: AgencyCode,
    /// Without its folder.
    pub file_name: String,
    /// Sorts and refuses, and writes nothing.
    pub dry_run: bool,
}

/// What came of a file, in rows: `rows` = `new` + `amended` + `unchanged` + `refused`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportSummary {
    pub rows: u64,
    pub new: u64,
    pub amended: u64,
    pub unchanged: u64,
    pub refused: u64,
    /// Records of people whom nobody had told of before.
    pub persons_new: u64,
    /// Records that were found to be of somebody known.
    pub linked_automatically: u64,
    /// Pairs of records that wait for somebody to look at them.
    pub for_review: u64,
    /// Cells that were not read as they stand.
    pub warnings: u64,
}

/// How far an import has come, and what it refuses on the way.
#[derive(Debug)]
pub enum Progress<'p> {
    /// So many rows are saved or refused.
    Rows(u64),
    Refused(&'p Refusal),
    Linking(LinkProgress),
}

/// What is told at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportOutcome {
    /// Nothing for a dry run.
    pub id: Option<ImportId>,
    pub summary: ImportSummary,
    /// What the sender should hear about the file, and what was added on first use.
    pub notes: Vec<String>,
    /// How often a column had which fault: column, words, times.
    pub warnings: Vec<(String, &'static str, u64)>,
}

/// An import did not come to its end. What was saved by then stays, whole references only; the
/// same file again goes on where it stopped.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    App(#[from] Error),
    #[error(transparent)]
    File(#[from] FileRefused),
    #[error("the file cannot be read: {0}")]
    Read(#[source] io::Error),
}

impl From<DbError> for ImportError {
    fn from(error: DbError) -> Self {
        ImportError::App(error.into())
    }
}

impl From<ReadError<ImportError>> for ImportError {
    fn from(error: ReadError<ImportError>) -> Self {
        match error {
            ReadError::File(refused) => ImportError::File(refused),
            ReadError::Io(error) => ImportError::Read(error),
            ReadError::Each(error) => error,
        }
    }
}

/// Takes a file in. The same file twice changes nothing; the rows of one reference are its whole
/// state, and what differs from before is an amendment with history.
///
/// Each batch is a transaction of its own and asks the door again, so that a sender who is cut off
/// stops at once, and a kill leaves whole references only. Linking and counting are owed in the
/// same transaction: a server does them where this never comes to it.
///
/// # Errors
/// [`ImportError`].
pub fn run_import<R: Read + Seek>(
    app: &App,
    visitor: &Visitor,
    request: &ImportRequest,
    input: R,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<ImportOutcome, ImportError> {
    run_import_told(app, visitor, request, input, Vec::new(), progress)
}

/// [`run_import`] of rows that somebody read out of another kind of file: `told` is what they have
/// to say about it, and is kept with what else there is to say.
///
/// # Errors
/// [`ImportError`].
pub fn run_import_told<R: Read + Seek>(
    app: &App,
    visitor: &Visitor,
    request: &ImportRequest,
    input: R,
    told: Vec<String>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<ImportOutcome, ImportError> {
    let begun = begin::begin(app, visitor, request)?;
    let mut saving = Saving::new(app, visitor, begun, progress);
    saving.notices.extend(told);
    let outcome = read_through(app, request, input, &mut saving)
        .and_then(|notes| finish(app, visitor, &mut saving, &notes));
    if outcome.is_err() {
        saving.give_up();
    }
    outcome
}

/// Reads the file to its end and saves what it holds.
fn read_through<R: Read + Seek>(
    app: &App,
    request: &ImportRequest,
    input: R,
    saving: &mut Saving<'_>,
) -> Result<FileNotes, ImportError> {
    let areas = app.db().read(area::list_names)?;
    let failed = RefCell::new(None);
    let area_of_postcode = |postcode: &str| {
        let found = app.db().read(|tx| area::find_area_of_postcode(tx, postcode));
        // A database that fails must not pass for a postcode that is not known.
        found.unwrap_or_else(|error| {
            failed.replace(Some(error));
            None
        })
    };
    let known = Known { areas, area_of_postcode: &area_of_postcode };
    let mut take = |group: Group| match failed.take() {
        Some(error) => Err(ImportError::from(error)),
        None => saving.take(group),
    };
    let notes = read_file(input, request.kind, &known, &mut take)?;
    if let Some(error) = failed.take() {
        return Err(error.into());
    }
    saving.flush()?;
    Ok(notes)
}

fn finish(
    app: &App,
    visitor: &Visitor,
    saving: &mut Saving<'_>,
    file: &FileNotes,
) -> Result<ImportOutcome, ImportError> {
    let mut notes = file.sentences();
    notes.append(&mut saving.notices);
    let Begun { import, .. } = saving.begun;
    if import.is_none() {
        notes.push("Nothing was written, and linking was not tried.".to_owned());
        return Ok(outcome(None, saving, notes));
    }
    saving.end_saving()?;
    let progress = &mut *saving.progress;
    let relinked =
        person::relink(app, visitor, &mut |linking| progress(Progress::Linking(linking)));
    count(&mut saving.summary, &relinked?);
    saving.end(&notes)?;
    Ok(outcome(import, saving, notes))
}

fn count(summary: &mut ImportSummary, relinked: &Relinked) {
    summary.persons_new = relinked.persons_new;
    summary.linked_automatically = relinked.linked_automatically;
    summary.for_review = relinked.for_review;
}

fn outcome(id: Option<ImportId>, saving: &Saving<'_>, notes: Vec<String>) -> ImportOutcome {
    let warnings = saving.warnings.iter();
    let warnings = warnings.map(|((column, what), times)| (column.clone(), what.words(), *times));
    ImportOutcome { id, summary: saving.summary, notes, warnings: warnings.collect() }
}
