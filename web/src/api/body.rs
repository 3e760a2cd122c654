//! What a program sends: strict JSON, and the key that makes it act once.

use crate::{answer::plain_problem, site::Site};
use app::request::RequestKey;
use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error},
};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A body, and the key under which it acts once.
pub(crate) struct Sent<T> {
    pub body: T,
    pub key: RequestKey,
}

/// What a look sends that must not stand in an address. It changes nothing and has no key.
pub(crate) struct Looked<T>(pub T);

/// Nothing is sent but the key.
#[derive(serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// An id in a path. What is none names nothing, and is looked up like what names nothing: whoever
/// has no token is told so first, whatever they ask for.
pub(crate) struct Id<T>(pub T);

pub(crate) fn wrong(status: StatusCode, code: &str, message: String) -> Response {
    let body = json!({ "code": code, "message": message, "reference": null });
    (status, Json(body)).into_response()
}

impl<T: DeserializeOwned> FromRequest<Site> for Sent<T> {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let headers = request.headers().clone();
        let path = request.uri().path().to_owned();
        let body = Bytes::from_request(request, site)
            .await
            .map_err(|rejection| plain_problem(rejection.status(), true))?;
        let id = key(&headers)?;
        let hash = Sha256::new().chain_update(&path).chain_update([0]).chain_update(&body);
        let key = RequestKey { id, body_hash: hash.finalize().into() };
        Ok(Sent { body: parse(&headers, &body)?, key })
    }
}

impl<T: DeserializeOwned> FromRequest<Site> for Looked<T> {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let headers = request.headers().clone();
        let body = Bytes::from_request(request, site)
            .await
            .map_err(|rejection| plain_problem(rejection.status(), true))?;
        parse(&headers, &body).map(Looked)
    }
}

/// To JSON `3.0` is the whole number 3, and some programs write it so.
pub(crate) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let number = serde_json::Number::deserialize(deserializer)?;
    let text = number.to_string();
    let digits = text.strip_suffix(".0").unwrap_or(&text);
    digits.parse().map_err(|_| D::Error::custom(format!("{number} is no version")))
}

fn key(headers: &HeaderMap) -> Result<Uuid, Response> {
    let value = headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    value.and_then(|value| Uuid::try_parse(value).ok()).ok_or_else(|| {
        let message = "Send a header Idempotency-Key with a new UUID for each change.";
        wrong(StatusCode::BAD_REQUEST, "no_idempotency_key", message.to_owned())
    })
}

fn parse<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, Response> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        let message = "Send the body as application/json.".to_owned();
        return Err(wrong(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json", message));
    }
    // A list would be taken for the fields in their order, which nobody promised to keep.
    if body.trim_ascii_start().starts_with(b"[") {
        let message = "Send the body as one JSON object.".to_owned();
        return Err(wrong(StatusCode::UNPROCESSABLE_ENTITY, "refused", message));
    }
    serde_json::from_slice(body).map_err(|error| {
        let (status, code) = match error.classify() {
            serde_json::error::Category::Data => (StatusCode::UNPROCESSABLE_ENTITY, "refused"),
            _ => (StatusCode::BAD_REQUEST, "not_json"),
        };
        wrong(status, code, format!("The body cannot be read: {error}."))
    })
}

impl<T: std::str::FromStr + Send> FromRequestParts<Site> for Id<T> {
    type Rejection = Response;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        site: &Site,
    ) -> Result<Self, Response> {
        let path = Path::<String>::from_request_parts(parts, site).await;
        let named = path.ok().and_then(|Path(text)| text.parse().ok());
        let id = named.or_else(|| Uuid::nil().to_string().parse().ok());
        id.map(Id).ok_or_else(|| plain_problem(StatusCode::NOT_FOUND, true))
    }
}
