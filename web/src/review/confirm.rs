//! A second person confirms that two are one.

use crate::{
    answer::{Answer, see},
    asking::Asking,
    form::Answers,
    site::Site,
};
use app::person::review::confirm_link;
use axum::extract::{Path, State};
use domain::ids::LinkId;
use uuid::Uuid;

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: LinkId = asking.id(&id)?;
    // One that is no id fits no decision: then it has changed since it was seen.
    let seen = Uuid::parse_str(answers.get("decision")).unwrap_or_default();
    site.change_once(&asking, &answers, move |ctx| confirm_link(ctx, id, seen)).await?;
    see("/review/decisions?done=confirmed")
}
