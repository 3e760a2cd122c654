//! The account in whose name a token acts.

use crate::{
    answer::Answer,
    api::{Wrong, user::User},
    asking::Asking,
    site::Site,
};
use axum::{Json, extract::State, response::IntoResponse};

/// The token's own account.
#[utoipa::path(
    get,
    path = "/api/v1/account",
    responses(
        (status = 200, body = User),
        (status = 401, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn show(State(site): State<Site>, asking: Asking) -> Answer {
    let user = site.read(&asking, |ctx| Ok(app::user::show_own_account(ctx)?.0)).await?;
    Ok(Json(User::from(user)).into_response())
}
