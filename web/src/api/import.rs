//! Imports, for programs: what came of the files that were sent.

use crate::{
    answer::{Answer, Problem},
    api::{Wrong, body::Id},
    asking::Asking,
    site::Site,
};
use app::{
    db::Cursor,
    import::{ImportRun, list_imports, list_refusals, reading::Refusal, show_import},
};
use axum::{
    Json,
    extract::{Query, State},
    response::IntoResponse,
};
use domain::ids::ImportId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One reading of a file; counts are of rows.
#[derive(Serialize, ToSchema)]
pub(crate) struct Import {
    id: Uuid,
    /// `incidents` or `referrals`.
    kind: String,
    agency: Uuid,
    file_name: String,
    /// `running`, `linking`, `done` or `failed`.
    state: String,
    begun_at: String,
    ended_at: Option<String>,
    rows: u64,
    new: u64,
    amended: u64,
    unchanged: u64,
    refused: u64,
    persons_new: u64,
    linked_automatically: u64,
    for_review: u64,
    warnings: u64,
    notes: Vec<String>,
}

/// A page of imports, the newest first, and where the next one begins.
#[derive(Serialize, ToSchema)]
pub(crate) struct Imports {
    imports: Vec<Import>,
    next: Option<String>,
}

/// A row that was not taken in: nothing of it but its reference.
#[derive(Serialize, ToSchema)]
pub(crate) struct RefusedRow {
    line: u64,
    column: String,
    reason: String,
    reference: String,
}

/// One import, with a page of the rows that it refused.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportShown {
    #[serde(flatten)]
    import: Import,
    refusals: Vec<RefusedRow>,
    next: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    after: Option<String>,
}

impl From<ImportRun> for Import {
    fn from(run: ImportRun) -> Self {
        let summary = run.summary;
        Import {
            id: run.id.uuid(),
            kind: run.kind.code().to_owned(),
            agency: run.agency.uuid(),
            file_name: run.file_name,
            state: run.state.code().to_owned(),
            begun_at: run.begun_at.to_string(),
            ended_at: run.ended_at.map(|at| at.to_string()),
            rows: summary.rows,
            new: summary.new,
            amended: summary.amended,
            unchanged: summary.unchanged,
            refused: summary.refused,
            persons_new: summary.persons_new,
            linked_automatically: summary.linked_automatically,
            for_review: summary.for_review,
            warnings: summary.warnings,
            notes: run.notes,
        }
    }
}

impl From<Refusal> for RefusedRow {
    fn from(refusal: Refusal) -> Self {
        let Refusal { line, column, reason, reference } = refusal;
        RefusedRow { line, column, reason, reference }
    }
}

fn cursor(asking: &Asking, asked: Asked) -> Result<Option<Cursor>, Problem> {
    let after = asked.after.map(|text| text.parse::<Cursor>()).transpose();
    after.map_err(|_| Problem::not_found(asking))
}

/// The imports that the account may see.
#[utoipa::path(
    get,
    path = "/api/v1/imports",
    params(("after" = Option<String>, Query, description = "`next` of the page before")),
    responses(
        (status = 200, body = Imports),
        (status = 400, body = Wrong),
        (status = 401, body = Wrong),
        (status = 403, body = Wrong),
        (status = 404, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn list(
    State(site): State<Site>,
    asking: Asking,
    Query(asked): Query<Asked>,
) -> Answer {
    let after = cursor(&asking, asked)?;
    let page = site.read(&asking, move |ctx| Ok(list_imports(ctx, after)?.0)).await?;
    let imports = page.items.into_iter().map(Import::from).collect();
    let next = page.next.map(|cursor| cursor.to_string());
    Ok(Json(Imports { imports, next }).into_response())
}

/// One import.
#[utoipa::path(
    get,
    path = "/api/v1/imports/{id}",
    params(
        ("id" = Uuid, Path, description = "The import's id"),
        ("after" = Option<String>, Query, description = "`next` of the page before")
    ),
    responses(
        (status = 200, body = ImportShown),
        (status = 400, body = Wrong),
        (status = 401, body = Wrong),
        (status = 403, body = Wrong),
        (status = 404, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Id(id): Id<ImportId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let after = cursor(&asking, asked)?;
    let (run, page) = site
        .read(&asking, move |ctx| {
            let (run, _, _) = show_import(ctx, id)?;
            Ok((run, list_refusals(ctx, id, after)?.0))
        })
        .await?;
    let refusals = page.items.into_iter().map(RefusedRow::from).collect();
    let next = page.next.map(|cursor| cursor.to_string());
    Ok(Json(ImportShown { import: run.into(), refusals, next }).into_response())
}
