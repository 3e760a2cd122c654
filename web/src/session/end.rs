//! One of one's own sessions is ended.

use crate::{
    answer::{Answer, see},
    asking::Asking,
    form::Answers,
    site::Site,
};
use axum::extract::{Path, State};
use domain::ids::SessionId;

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: SessionId = asking.id(&id)?;
    site.change_once(&asking, &answers, move |ctx| app::session::end_own_session(ctx, id)).await?;
    see("/account?done=session-ended")
}
