//! The JSON API: the same operations as the pages, so the same door and the same ledger.

pub(crate) mod account;
pub(crate) mod agency;
pub(crate) mod agreement;
pub(crate) mod body;
pub(crate) mod import;
pub(crate) mod performance;
pub(crate) mod person;
pub(crate) mod review;
mod schema;
pub(crate) mod user;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use utoipa::{
    Modify, OpenApi, ToSchema,
    openapi::security::{Http, HttpAuthScheme, SecurityScheme},
};

/// What is answered instead, where something is wrong.
#[derive(serde::Serialize, ToSchema)]
pub(crate) struct Wrong {
    /// A code that never changes, such as `not_found`.
    pub code: String,
    /// Plain words, with the mend.
    pub message: String,
    /// For whoever runs Wicken to find it in the log by, where the fault is Wicken's own.
    pub reference: Option<String>,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Wicken",
        description = "What an agency's computer system may do in the name of an account. Every \
                       change carries an `Idempotency-Key`: sent twice, it acts once."
    ),
    paths(
        account::show,
        agency::list,
        agency::add,
        agency::show,
        agency::change,
        agreement::list,
        user::list,
        user::show,
        user::suspend,
        user::end_sessions,
        performance::report,
        performance::targets,
        person::search,
        person::show,
        review::list,
        review::show,
        review::answer::decide,
        review::answer::end,
        import::list,
        import::show,
    ),
    modifiers(&Bearer),
    security(("token" = []))
)]
struct Description;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        openapi.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}

/// The API's description, as OpenAPI.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The description, for whoever wants to use the API.
pub(crate) async fn describe() -> Response {
    Json(openapi()).into_response()
}
