//! Agencies, for programs.

use crate::{
    answer::{Answer, Problem},
    api::{
        Wrong,
        body::{self, Id, Sent},
        schema,
    },
    asking::Asking,
    site::Site,
};
use app::{
    Error,
    agency::{AgencyChange, NewAgency, add_agency, change_agency},
};
use axum::{Json, extract::State, http::StatusCode, response::IntoResponse};
use domain::{
    agency::{AgencyCode, AgencyKind, AgencyName, NameRefused},
    ids::AgencyId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An agency of the partnership.
#[derive(Serialize, ToSchema)]
pub(crate) struct Agency {
    id: Uuid,
    code: String,
    name: String,
    /// What sort of body it is, such as `police` or `idva`.
    kind: String,
    /// `active` or `suspended`.
    status: String,
    /// Send it back with a change.
    version: i64,
}

impl From<app::agency::Agency> for Agency {
    fn from(agency: app::agency::Agency) -> Self {
        Agency {
            id: agency.id.uuid(),
            code: agency.code.to_string(),
            name: agency.name.to_string(),
            kind: agency.kind.code().to_owned(),
            status: agency.status.code().to_owned(),
            version: agency.version,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddAgency {
    #[schema(schema_with = schema::code)]
    code: String,
    #[schema(schema_with = schema::name)]
    name: String,
    #[schema(schema_with = schema::kind)]
    kind: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeAgency {
    /// The version that was read.
    #[serde(deserialize_with = "body::whole")]
    #[schema(maximum = 4_294_967_295_u32)]
    version: u32,
    #[schema(schema_with = schema::name)]
    name: String,
    #[schema(schema_with = schema::kind)]
    kind: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Added {
    id: Uuid,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Version {
    pub version: i64,
}

/// Every agency that the account may see.
#[utoipa::path(
    get,
    path = "/api/v1/agencies",
    responses(
        (status = 200, body = [Agency]),
        (status = 401, body = Wrong),
        (status = 404, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn list(State(site): State<Site>, asking: Asking) -> Answer {
    let agencies = site.read(&asking, app::agency::list_agencies).await?;
    let agencies: Vec<Agency> = agencies.into_iter().map(Agency::from).collect();
    Ok(Json(agencies).into_response())
}

/// One agency.
#[utoipa::path(
    get,
    path = "/api/v1/agencies/{id}",
    params(("id" = Uuid, Path, description = "The agency's id")),
    responses(
        (status = 200, body = Agency),
        (status = 401, body = Wrong),
        (status = 404, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn show(State(site): State<Site>, asking: Asking, Id(id): Id<AgencyId>) -> Answer {
    let found = site.read(&asking, move |ctx| Ok(app::agency::show_agency(ctx, id)?.0)).await?;
    Ok(Json(Agency::from(found)).into_response())
}

/// A program sends a name as it is to be shown; only what a person types is rid of the spaces
/// around it.
fn name(text: &str) -> Result<AgencyName, NameRefused> {
    let name = AgencyName::parse(text)?;
    if name.as_str() == text { Ok(name) } else { Err(NameRefused::HiddenCharacter) }
}

fn kind(asking: &Asking, code: &str) -> Result<AgencyKind, Problem> {
    let refused = || Problem::of(asking, Error::Refused(app::Refused::AgencyKind));
    AgencyKind::from_code(code).ok_or_else(refused)
}

/// Adds an agency.
#[utoipa::path(
    post,
    path = "/api/v1/agencies",
    params(("Idempotency-Key" = Uuid, Header, description = "New for each change")),
    request_body = AddAgency,
    responses(
        (status = 201, body = Added),
        (status = 400, body = Wrong),
        (status = 401, body = Wrong),
        (status = 403, body = Wrong),
        (status = 409, body = Wrong),
        (status = 413, body = Wrong),
        (status = 415, body = Wrong),
        (status = 422, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn add(State(site): State<Site>, asking: Asking, sent: Sent<AddAgency>) -> Answer {
    let refuse = |error: Error| Problem::of(&asking, error);
    let new = NewAgency {
        code: AgencyCode::parse(&sent.body.code).map_err(|error| refuse(error.into()))?,
        name: name(&sent.body.name).map_err(|error| refuse(error.into()))?,
        kind: kind(&asking, &sent.body.kind)?,
    };
    let id = site.change_keyed(&asking, sent.key, move |ctx| add_agency(ctx, new)).await?;
    Ok((StatusCode::CREATED, Json(Added { id: id.uuid() })).into_response())
}

/// Changes an agency's name or kind.
#[utoipa::path(
    post,
    path = "/api/v1/agencies/{id}/change",
    params(
        ("id" = Uuid, Path, description = "The agency's id"),
        ("Idempotency-Key" = Uuid, Header, description = "New for each change")
    ),
    request_body = ChangeAgency,
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
pub(crate) async fn change(
    State(site): State<Site>,
    asking: Asking,
    Id(id): Id<AgencyId>,
    sent: Sent<ChangeAgency>,
) -> Answer {
    let refuse = |error: Error| Problem::of(&asking, error);
    let change = AgencyChange {
        seen_version: sent.body.version.into(),
        name: name(&sent.body.name).map_err(|error| refuse(error.into()))?,
        kind: kind(&asking, &sent.body.kind)?,
    };
    let change = move |ctx: &mut app::Ctx<'_>| change_agency(ctx, id, change);
    let version = site.change_keyed(&asking, sent.key, change).await?;
    Ok(Json(Version { version }).into_response())
}
