//! What was given is taken back before its hours are over.

use crate::{
    answer::{Answer, Problem, see},
    asking::Asking,
    form::Answers,
    site::Site,
};
use app::disclosure::end_gift;
use axum::extract::{Path, State};
use domain::ids::{GiftId, PersonId};

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path((person, id)): Path<(String, String)>,
    answers: Answers,
) -> Answer {
    let ids: Option<(PersonId, GiftId)> = person.parse().ok().zip(id.parse().ok());
    let (person, id) = ids.ok_or_else(|| Problem::not_found(&asking))?;
    site.change_once(&asking, &answers, move |ctx| end_gift(ctx, person, id)).await?;
    see(&format!("/people/{person}/gifts?done=ended"))
}
