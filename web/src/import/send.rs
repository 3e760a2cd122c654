//! A file is sent: tried first if that is wished, then taken in.

use super::{
    outcome::{refusal_table, summary_list, warning_table},
    upload::Upload,
};
use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, Checkboxes, ErrorSummary, Input, Select, SummaryList, Table},
    form::Errors,
    frame::Frame,
    site::Site,
    words,
};
use app::{
    App, Ctx, Error, Visitor,
    import::{
        ImportError, ImportOutcome, ImportRequest, Progress, list_senders,
        reading::{FileKind, Refusal},
        run_import_told, show_import,
    },
    request::RequestKey,
};
use askama::Template;
use axum::extract::State;
use domain::{agency::AgencyCode, ids::ImportId};
use std::{
    io::Cursor,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

#[derive(Template)]
#[template(path = "import/send.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    kind: Select,
    agency: Select,
    file: Input,
    dry_run: Checkboxes,
    button: Button,
}

/// What would have come of a file.
#[derive(Template)]
#[template(path = "import/tried.html")]
struct Tried {
    frame: Frame,
    back: BackLink,
    file_name: String,
    summary: SummaryList,
    notes: Vec<String>,
    warnings: Option<Table>,
    refusals: Option<Table>,
    is_cut: bool,
    again: Button,
}

#[derive(Default)]
struct Typed {
    kind: String,
    agency: String,
    dry_run: bool,
}

/// A visitor waits so long; what takes longer goes on, and its page says so. Well below the time
/// after which the site gives every request up.
const PATIENCE: Duration = Duration::from_secs(12);
/// A file that is all wrong says so in its first rows.
const TRIED_MOST: usize = 200;

/// Where there is nobody to read workbooks, nobody is asked for one.
fn hint(site: &Site) -> &'static str {
    match site.config().workbooks {
        Some(_) => {
            "CSV, or a workbook (.xlsx or .ods) whose sheet has the same columns. With a header \
             row, at most 16 MB. Larger files are taken in at the machine."
        }
        None => "CSV with a header row, at most 16 MB. Larger files are taken in at the machine.",
    }
}

fn accepted(site: &Site) -> &'static str {
    match site.config().workbooks {
        Some(_) => ".csv,.xlsx,.xlsm,.ods,text/csv",
        None => ".csv,text/csv",
    }
}

/// The agencies whose files the asker may bring in, by code and name.
fn senders(ctx: &mut Ctx<'_>) -> Result<Vec<(String, String)>, Error> {
    let (agencies, _) = list_senders(ctx)?;
    let named = agencies.iter().map(|agency| (agency.code.to_string(), agency.name.to_string()));
    Ok(named.collect())
}

async fn make(
    site: &Site,
    asking: &Asking,
    typed: &Typed,
    errors: &Errors,
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, senders) = site
        .read(asking, move |ctx| {
            let senders = senders(ctx)?;
            Ok((Frame::of(ctx, &here, "Send a file")?, senders))
        })
        .await?;
    let kinds = [("incidents", "Incidents"), ("referrals", "MARAC referrals")];
    let mut agency = Select::new("agency", "Sender");
    if senders.len() != 1 {
        agency = agency.item("", "Choose the agency whose records these are");
    }
    let mut file = Input::new("file", "File")
        .hint(hint(site))
        .attribute("accept", accepted(site))
        .error_from(errors);
    file.r#type = Some("file".to_owned());
    let dry_run = Checkboxes::single("dry_run", "yes", "Only try it: show what would come of it");
    let dry_run = if typed.dry_run { dry_run.values(["yes"]) } else { dry_run };
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new("/imports"),
        kind: Select::new("kind", "What the file holds")
            .item("", "Choose what the file holds")
            .items(kinds)
            .value(&typed.kind)
            .error_from(errors),
        agency: agency.items(senders).value(&typed.agency).error_from(errors),
        file,
        dry_run,
        button: Button::new("Send the file"),
    })
}

pub(crate) async fn show(State(site): State<Site>, asking: Asking) -> Answer {
    page(&make(&site, &asking, &Typed::default(), &Errors::new()).await?)
}

pub(crate) async fn submit(State(site): State<Site>, asking: Asking, upload: Upload) -> Answer {
    let typed = Typed {
        kind: upload.get("kind").to_owned(),
        agency: upload.get("agency").to_owned(),
        dry_run: upload.get("dry_run") == "yes",
    };
    if !typed.dry_run
        && let Some(id) = sent_before(&site, &asking, upload.key).await?
    {
        return taken_in(id);
    }
    let known = site.read(&asking, senders).await?;
    let request = match parse(&typed, &known, &upload) {
        Ok(request) => request,
        Err(errors) => return mend(&make(&site, &asking, &typed, &errors).await?),
    };
    let sent = match Rows::of(&site, &asking, &request, upload).await {
        Err(wrong) => Err(wrong),
        Ok(rows) if typed.dry_run => try_out(&site, &asking, request, rows).await,
        Ok(rows) => take_in(&site, &asking, request, rows).await,
    };
    match sent {
        Err(Wrong::File(words)) => {
            let errors = vec![("file", words)];
            mend(&make(&site, &asking, &typed, &errors).await?)
        }
        Err(Wrong::Other(problem)) => Err(*problem),
        Ok(answer) => Ok(answer),
    }
}

fn parse(
    typed: &Typed,
    senders: &[(String, String)],
    upload: &Upload,
) -> Result<ImportRequest, Errors> {
    let mut errors = Errors::new();
    let kind = FileKind::from_code(&typed.kind);
    if kind.is_none() {
        errors.push(("kind", "Choose what the file holds.".to_owned()));
    }
    let known = senders.iter().any(|(code, _)| *code == typed.agency);
    let agency = AgencyCode::parse(&typed.agency).ok().filter(|_| known);
    if agency.is_none() {
        errors.push(("agency", "Choose the agency whose records these are.".to_owned()));
    }
    if upload.file_name.is_empty() {
        errors.push(("file", "Choose a file.".to_owned()));
    }
    match (kind, agency) {
        (Some(kind), Some(agency)) if errors.is_empty() => Ok(ImportRequest {
            kind,
            agency,
            file_name: upload.file_name.clone(),
            dry_run: typed.dry_run,
        }),
        _ => Err(errors),
    }
}

/// What ends a sending: something about the file that its sender can mend, or anything else.
enum Wrong {
    File(String),
    Other(Box<Problem>),
}

impl Wrong {
    fn of(asking: &Asking, error: ImportError) -> Wrong {
        let problem = |error| Wrong::Other(Box::new(Problem::of(asking, error)));
        match error {
            ImportError::File(refused) => Wrong::File(words::capital(&refused.to_string())),
            ImportError::App(error) => problem(error),
            ImportError::Read(error) => problem(Error::Broken(error.to_string())),
        }
    }
}

impl From<Problem> for Wrong {
    fn from(problem: Problem) -> Wrong {
        Wrong::Other(Box::new(problem))
    }
}

/// A file as our reader takes it: what was sent, or the rows of the workbook that was sent.
struct Rows {
    upload: Upload,
    told: Vec<String>,
}

impl Rows {
    async fn of(
        site: &Site,
        asking: &Asking,
        request: &ImportRequest,
        mut upload: Upload,
    ) -> Result<Rows, Wrong> {
        let reader = site.config().workbooks;
        let Some(reader) = reader.filter(|reader| (reader.is_workbook)(&upload.file)) else {
            return Ok(Rows { upload, told: Vec::new() });
        };
        let kind = request.kind;
        let reading = tokio::task::spawn_blocking(move || {
            let read = (reader.read)(&upload.file, kind);
            (upload, read)
        });
        let broken = |panic: tokio::task::JoinError| Error::Broken(panic.to_string());
        let (back, read) = reading.await.map_err(|panic| Problem::of(asking, broken(panic)))?;
        let rows = read.map_err(|words| Wrong::File(format!("{}.", words::capital(&words))))?;
        upload = back;
        upload.file = rows.csv;
        Ok(Rows { upload, told: rows.notes })
    }
}

type Sent = Result<axum::response::Response, Wrong>;

async fn try_out(site: &Site, asking: &Asking, request: ImportRequest, rows: Rows) -> Sent {
    let (app, visitor) = (site.app().clone(), asking.visitor.clone());
    let file_name = request.file_name.clone();
    let trying = tokio::task::spawn_blocking(move || {
        let mut refusals = Vec::new();
        let mut keep = |progress: Progress<'_>| match progress {
            Progress::Refused(refusal) if refusals.len() <= TRIED_MOST => {
                refusals.push(refusal.clone());
            }
            Progress::Refused(_) | Progress::Rows(_) | Progress::Linking(_) => {}
        };
        let file = Cursor::new(&rows.upload.file);
        let outcome = run_import_told(&app, &visitor, &request, file, rows.told, &mut keep);
        outcome.map(|outcome| (outcome, refusals))
    });
    let tried = tokio::time::timeout(PATIENCE, trying).await;
    let joined = tried.map_err(|_| Problem::of(asking, Error::Busy))?;
    let broken = |panic: tokio::task::JoinError| Error::Broken(panic.to_string());
    let outcome = joined.map_err(|panic| Problem::of(asking, broken(panic)))?;
    let (outcome, refusals) = outcome.map_err(|error| Wrong::of(asking, error))?;
    let here = asking.clone();
    let frame = site
        .read(asking, move |ctx| {
            senders(ctx)?;
            Frame::of(ctx, &here, "What would come of the file")
        })
        .await?;
    Ok(page(&tried_page(frame, file_name, outcome, refusals))?)
}

fn tried_page(
    frame: Frame,
    file_name: String,
    outcome: ImportOutcome,
    mut refusals: Vec<Refusal>,
) -> Tried {
    let is_cut = TRIED_MOST < refusals.len();
    refusals.truncate(TRIED_MOST);
    let warnings = outcome.warnings.iter();
    let warnings =
        warning_table(warnings.map(|(column, what, times)| (column.as_str(), *what, *times)));
    Tried {
        frame,
        back: BackLink::new("/imports/new"),
        file_name,
        summary: summary_list(&outcome.summary),
        notes: outcome.notes,
        warnings: (!warnings.rows.is_empty()).then_some(warnings),
        refusals: (!refusals.is_empty()).then(|| refusal_table(&refusals)),
        is_cut,
        again: Button::link("Send the file", "/imports/new"),
    }
}

async fn take_in(site: &Site, asking: &Asking, request: ImportRequest, rows: Rows) -> Sent {
    let (app, visitor) = (site.app().clone(), asking.visitor.clone());
    let taking = tokio::task::spawn_blocking(move || import(&app, &visitor, &request, rows));
    let Ok(joined) = tokio::time::timeout(PATIENCE, taking).await else {
        return Ok(see("/imports?done=under-way")?);
    };
    let broken = |panic: tokio::task::JoinError| Error::Broken(panic.to_string());
    let imported = joined.map_err(|panic| Problem::of(asking, broken(panic)))?;
    let id = imported.map_err(|error| Wrong::of(asking, error))?;
    Ok(taken_in(id)?)
}

fn taken_in(id: ImportId) -> Answer {
    see(&format!("/imports/{id}?done=imported"))
}

/// Takes the file in, and keeps what came of it as the answer to this request.
fn import(
    app: &App,
    visitor: &Visitor,
    request: &ImportRequest,
    rows: Rows,
) -> Result<ImportId, ImportError> {
    let key = rows.upload.key;
    let file = Cursor::new(&rows.upload.file);
    let outcome = run_import_told(app, visitor, request, file, rows.told, &mut |_| {})?;
    let nothing = || Error::Broken("an import that was no trial has no id".to_owned());
    let id = outcome.id.ok_or_else(nothing)?;
    let kept = app.change_once(visitor, key, move |ctx| {
        show_import(ctx, id)?;
        Ok(id)
    });
    Ok(kept?)
}

/// The import that this very form led to before. An import is many transactions, so the request's
/// row is taken when it has come to its end; here it is only looked for, and let go again.
async fn sent_before(
    site: &Site,
    asking: &Asking,
    key: RequestKey,
) -> Result<Option<ImportId>, Problem> {
    let is_new = Arc::new(AtomicBool::new(false));
    let noted = Arc::clone(&is_new);
    let look = move |_: &mut Ctx<'_>| {
        noted.store(true, Ordering::Relaxed);
        Err::<ImportId, Error>(Error::Busy)
    };
    match site.change_keyed(asking, key, look).await {
        Ok(id) => Ok(Some(id)),
        Err(Problem { error: Error::Busy, .. }) if is_new.load(Ordering::Relaxed) => Ok(None),
        Err(problem) => Err(problem),
    }
}
