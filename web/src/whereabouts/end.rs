//! What somebody wrote down of where a person is holds no longer, or never did.

use crate::{
    answer::{Answer, see},
    asking::Asking,
    form::Answers,
    site::Site,
};
use app::whereabouts::{Ending, end_whereabouts};
use axum::extract::{Path, State};
use domain::ids::PersonId;
use uuid::Uuid;

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(ids): Path<(String, String)>,
    answers: Answers,
) -> Answer {
    let (person, id): (PersonId, Uuid) = asking.ids(&ids)?;
    let ending = match answers.get("ending") {
        "never" => Ending::NeverRight,
        _ => Ending::Today,
    };
    let end = move |ctx: &mut app::Ctx<'_>| end_whereabouts(ctx, (person, id), ending);
    site.change_once(&asking, &answers, end).await?;
    see(&format!("/people/{person}/whereabouts?done=ended"))
}
