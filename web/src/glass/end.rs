//! A broken glass is shut, by whoever broke it or by a privacy officer.

use crate::{
    answer::{Answer, Problem, see},
    asking::Asking,
    form::Answers,
    site::Site,
};
use app::{Error, Refused, glass::end_glass};
use axum::extract::{Path, State};
use domain::ids::GlassId;

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: GlassId = asking.id(&id)?;
    let back = match answers.get("back") {
        "told" => "/glass/told?done=ended",
        _ => "/glass/done?was=ended",
    };
    match site.change_once(&asking, &answers, move |ctx| end_glass(ctx, id)).await {
        // That its hour was over a moment before is no mistake of whoever wanted it shut.
        Ok(()) | Err(Problem { error: Error::Refused(Refused::GlassEnded), .. }) => see(back),
        Err(problem) => Err(problem),
    }
}
