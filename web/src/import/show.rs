//! One import: what it took in, and every row that it refused.

use super::outcome::{
    kind_words, refusal_table, state_tag, summary_list, warning_table, warning_words,
};
use crate::{
    answer::{Answer, Problem, page},
    asking::Asking,
    charts::count_words,
    components::{BackLink, SummaryList, Table},
    frame::Frame,
    site::Site,
    words,
};
use app::{
    db::Cursor,
    import::{ImportRun, ImportState, list_refusals, show_import},
};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::ids::ImportId;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "import/show.html")]
struct Page {
    frame: Frame,
    back: BackLink,
    finding: String,
    about: SummaryList,
    summary: SummaryList,
    notes: Vec<String>,
    is_under_way: bool,
    is_failed: bool,
    warnings: Option<Table>,
    refusals: Option<Table>,
    next: Option<String>,
    because: String,
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let id: ImportId = asking.id(&id)?;
    let after = match query.get("after").map(|text| text.parse::<Cursor>()) {
        Some(Ok(cursor)) => Some(cursor),
        Some(Err(_)) => return Err(Problem::not_found(&asking)),
        None => None,
    };
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (import, warnings, basis) = show_import(ctx, id)?;
            let (refusals, _) = list_refusals(ctx, id, after)?;
            let frame = Frame::of(ctx, &here, "An import")?;
            let noted = query.get("done").is_some_and(|code| code == "imported");
            let warnings = warnings.iter().map(|warning| {
                (warning.column.as_str(), warning_words(&warning.what), warning.times)
            });
            let warnings = warning_table(warnings);
            Ok(Page {
                frame: frame.noting(noted.then_some("The file is taken in.")),
                back: BackLink::new("/imports"),
                finding: finding(&import),
                about: about(&import),
                summary: summary_list(&import.summary),
                is_under_way: matches!(import.state, ImportState::Running | ImportState::Linking),
                is_failed: import.state == ImportState::Failed,
                warnings: (!warnings.rows.is_empty()).then_some(warnings),
                refusals: (!refusals.items.is_empty()).then(|| refusal_table(&refusals.items)),
                next: refusals.next.map(|cursor| format!("/imports/{id}?after={cursor}")),
                notes: import.notes,
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}

/// `1,204 rows were taken in and 3 refused`
fn finding(import: &ImportRun) -> String {
    let summary = &import.summary;
    let number = |count: u64| count_words(i64::try_from(count).unwrap_or(i64::MAX));
    let taken = summary.rows.saturating_sub(summary.refused);
    let were = if taken == 1 { "row was" } else { "rows were" };
    format!("{} {were} taken in and {} refused", number(taken), number(summary.refused))
}

fn about(import: &ImportRun) -> SummaryList {
    let list = SummaryList::new()
        .row("File", import.file_name.as_str())
        .row("Holds", kind_words(import.kind))
        .row("Sender", import.agency_name.as_str())
        .row("Begun", words::instant(import.begun_at))
        .row("State", state_tag(import.state));
    match import.ended_at {
        Some(ended) => list.row("Ended", words::instant(ended)),
        None => list,
    }
}
