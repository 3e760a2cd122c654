//! People who use Wicken, for programs: such as a personnel system that cuts leavers off.

use crate::{
    answer::{Answer, Problem},
    api::{
        Wrong,
        agency::Version,
        body::{Id, Nothing, Sent},
    },
    asking::Asking,
    site::Site,
};
use app::db::Cursor;
use axum::{
    Json,
    extract::{Query, State},
    response::IntoResponse,
};
use domain::ids::{AgencyId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A person who uses Wicken.
#[derive(Serialize, ToSchema)]
pub(crate) struct User {
    id: Uuid,
    agency: Uuid,
    name: String,
    email: String,
    /// Such as `idva` or `coordinator`.
    role: String,
    /// `invited`, `active` or `suspended`.
    status: String,
    version: i64,
}

impl From<app::user::User> for User {
    fn from(user: app::user::User) -> Self {
        User {
            id: user.id.uuid(),
            agency: user.agency.uuid(),
            name: user.name.to_string(),
            email: user.email.to_string(),
            role: user.role.code().to_owned(),
            status: user.status.code().to_owned(),
            version: user.version,
        }
    }
}

/// A page of people, and where the next one begins.
#[derive(Serialize, ToSchema)]
pub(crate) struct Users {
    users: Vec<User>,
    next: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    after: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Ended {
    ended: u64,
}

/// The people of an agency.
#[utoipa::path(
    get,
    path = "/api/v1/agencies/{id}/users",
    params(
        ("id" = Uuid, Path, description = "The agency's id"),
        ("after" = Option<String>, Query, description = "`next` of the page before")
    ),
    responses(
        (status = 200, body = Users),
        (status = 400, body = Wrong),
        (status = 401, body = Wrong),
        (status = 404, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn list(
    State(site): State<Site>,
    asking: Asking,
    Id(id): Id<AgencyId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let after = asked.after.map(|text| text.parse::<Cursor>()).transpose();
    let after = after.map_err(|_| Problem::not_found(&asking))?;
    let page = site.read(&asking, move |ctx| app::user::list_users(ctx, id, after)).await?;
    let users = page.items.into_iter().map(User::from).collect();
    let next = page.next.map(|cursor| cursor.to_string());
    Ok(Json(Users { users, next }).into_response())
}

/// One person who uses Wicken.
#[utoipa::path(
    get,
    path = "/api/v1/users/{id}",
    params(("id" = Uuid, Path, description = "The user's id")),
    responses(
        (status = 200, body = User),
        (status = 401, body = Wrong),
        (status = 404, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn show(State(site): State<Site>, asking: Asking, Id(id): Id<UserId>) -> Answer {
    let user = site.read(&asking, move |ctx| Ok(app::user::show_user(ctx, id)?.0)).await?;
    Ok(Json(User::from(user)).into_response())
}

/// Suspends an account: its sessions and tokens end at once.
#[utoipa::path(
    post,
    path = "/api/v1/users/{id}/suspend",
    params(
        ("id" = Uuid, Path, description = "The user's id"),
        ("Idempotency-Key" = Uuid, Header, description = "New for each change")
    ),
    request_body = Nothing,
    responses(
        (status = 200, body = Version),
        (status = 400, body = Wrong),
        (status = 401, body = Wrong),
        (status = 403, body = Wrong),
        (status = 404, body = Wrong),
        (status = 409, body = Wrong),
        (status = 413, body = Wrong),
        (status = 415, body = Wrong),
        (status = 422, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn suspend(
    State(site): State<Site>,
    asking: Asking,
    Id(id): Id<UserId>,
    sent: Sent<Nothing>,
) -> Answer {
    let suspend = move |ctx: &mut app::Ctx<'_>| app::user::suspend_user(ctx, id);
    let version = site.change_keyed(&asking, sent.key, suspend).await?;
    Ok(Json(Version { version }).into_response())
}

/// Signs a user out everywhere; how many sessions and tokens ended.
#[utoipa::path(
    post,
    path = "/api/v1/users/{id}/end-sessions",
    params(
        ("id" = Uuid, Path, description = "The user's id"),
        ("Idempotency-Key" = Uuid, Header, description = "New for each change")
    ),
    request_body = Nothing,
    responses(
        (status = 200, body = Ended),
        (status = 400, body = Wrong),
        (status = 401, body = Wrong),
        (status = 403, body = Wrong),
        (status = 404, body = Wrong),
        (status = 409, body = Wrong),
        (status = 413, body = Wrong),
        (status = 415, body = Wrong),
        (status = 422, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn end_sessions(
    State(site): State<Site>,
    asking: Asking,
    Id(id): Id<UserId>,
    sent: Sent<Nothing>,
) -> Answer {
    let end = move |ctx: &mut app::Ctx<'_>| app::user::end_sessions(ctx, id);
    let ended = site.change_keyed(&asking, sent.key, end).await?;
    Ok(Json(Ended { ended }).into_response())
}
