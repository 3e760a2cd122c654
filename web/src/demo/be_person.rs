//! Becoming somebody of the demo county.

use crate::{
    answer::Answer, asking::Asking, form::Answers, session::cookie::signed_in, site::Site,
};
use axum::extract::{Path, State};
use domain::ids::UserId;

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    _answers: Answers,
) -> Answer {
    let id: UserId = asking.id(&id)?;
    let device = asking.device.clone();
    let become_them = move |app: &app::App, _: &_| app::demo::be_person(app, id, device);
    let secret = site.hash(&asking, become_them).await?;
    signed_in(&site, &secret, "/")
}
