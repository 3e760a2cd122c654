//! The imports that one may see, what they took in and what they refused.

use super::{
    reading::{FileKind, Refusal},
    run::ImportSummary,
    store,
};
use crate::{
    ctx::{About, Ctx, Record},
    db::{Cursor, Page},
    error::Error,
};
use domain::{
    ids::{AgencyId, ImportId},
    policy::{Basis, Permission, Subject},
};
use jiff::Timestamp;
use uuid::Uuid;

const PAGE: usize = 50;

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportState {
    /// Saving; or it was killed: the same file again goes on.
    Running,
    Linking,
    Done,
    Failed,
}

impl ImportState {
    pub const ALL: &[Self] = &[Self::Running, Self::Linking, Self::Done, Self::Failed];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Linking => "linking",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.code() == code)
    }
}

/// One reading of an agency's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRun {
    pub id: ImportId,
    pub kind: FileKind,
    pub agency: AgencyId,
    pub agency_name: String,
    pub file_name: String,
    pub state: ImportState,
    pub summary: ImportSummary,
    pub notes: Vec<String>,
    pub begun_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// What a column's cells had, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarningCount {
    pub column: String,
    /// The code of a [`super::reading::WarningKind`].
    pub what: String,
    pub times: u64,
}

/// Whose imports the asker sees: all, or those of the own agency.
pub(super) fn scope(ctx: &Ctx<'_>) -> Result<(Option<AgencyId>, Subject), Error> {
    let any = Subject::Agency { id: AgencyId::from_uuid(Uuid::nil()), active: true };
    if ctx.would_permit(Permission::SeeImports, any) {
        return Ok((None, any));
    }
    let own = ctx.signed()?.actor.agency;
    Ok((Some(own), Subject::Agency { id: own, active: true }))
}

/// The imports that the asker may see, newest first.
///
/// # Errors
/// [`Error::Denied`], or [`Error::NotFound`] where the asker may not even know.
pub fn list_imports(
    ctx: &mut Ctx<'_>,
    before: Option<Cursor>,
) -> Result<(Page<ImportRun>, Basis), Error> {
    let (agency, subject) = scope(ctx)?;
    let basis = ctx.permit(Permission::SeeImports, subject)?;
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let runs = store::list_runs(&mut ctx.tx, agency, before.map(Cursor::id), most)?;
    let about = About { kind: "import", id: None, agency };
    ctx.record(Record::Read { basis: &basis, about, classes: &["import"] })?;
    Ok((Page::of(runs, PAGE, |run| run.id.uuid()), basis))
}

/// One import, with its warnings.
///
/// # Errors
/// [`Error::NotFound`], also where it is not the asker's to see.
pub fn show_import(
    ctx: &mut Ctx<'_>,
    id: ImportId,
) -> Result<(ImportRun, Vec<WarningCount>, Basis), Error> {
    let run = store::find_run(&mut ctx.tx, id)?.ok_or(Error::NotFound)?;
    let subject = Subject::Agency { id: run.agency, active: true };
    let basis = ctx.permit(Permission::SeeImports, subject)?;
    let warnings = store::list_warnings(&mut ctx.tx, id)?;
    let about = About { kind: "import", id: Some(id.uuid()), agency: Some(run.agency) };
    ctx.record(Record::Read { basis: &basis, about, classes: &["import"] })?;
    Ok((run, warnings, basis))
}

/// The rows that an import refused, by line.
///
/// # Errors
/// As [`show_import`].
pub fn list_refusals(
    ctx: &mut Ctx<'_>,
    id: ImportId,
    after: Option<Cursor>,
) -> Result<(Page<Refusal>, Basis), Error> {
    let run = store::find_run(&mut ctx.tx, id)?.ok_or(Error::NotFound)?;
    let subject = Subject::Agency { id: run.agency, active: true };
    let basis = ctx.permit(Permission::SeeImports, subject)?;
    let line = after.map_or(0, |cursor| line_of(cursor.id()));
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let refusals = store::list_refusals(&mut ctx.tx, id, line, most)?;
    let about = About { kind: "import", id: Some(id.uuid()), agency: Some(run.agency) };
    ctx.record(Record::Read { basis: &basis, about, classes: &["import"] })?;
    Ok((Page::of(refusals, PAGE, |refusal| id_of(refusal.line)), basis))
}

/// A page of refusals ends at a line, and a cursor is an id: the line as a number of 128 bits.
fn id_of(line: u64) -> Uuid {
    Uuid::from_u128(line.into())
}

fn line_of(id: Uuid) -> i64 {
    i64::try_from(id.as_u128()).unwrap_or(i64::MAX)
}
