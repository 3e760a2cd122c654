//! "Stay signed in", which the warning's script asks for.

use crate::{answer::Answer, asking::Asking, site::Site};
use axum::{extract::State, http::StatusCode, response::IntoResponse};

/// Reading the own account counts as having done something.
pub(crate) async fn submit(State(site): State<Site>, asking: Asking) -> Answer {
    site.read(&asking, |ctx| app::user::show_own_account(ctx).map(drop)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
