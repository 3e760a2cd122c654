//! What a form sends: its answers, its request id, and the proof that it is ours.

mod typed;

pub(crate) use self::typed::{Errors, Typed, day};
use crate::{answer::plain_problem, asking::Asking, site::Site};
use app::{App, request::RequestKey};
use axum::{
    Form,
    extract::{FromRequest, Request},
    http::StatusCode,
    response::Response,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The hidden field that every form carries: a request id and a proof.
pub(crate) const TOKEN: &str = "request";

/// The answers of a form that came from a page of this very session.
#[derive(Debug, Clone)]
pub(crate) struct Answers {
    pairs: Vec<(String, String)>,
    key: RequestKey,
}

impl Answers {
    /// What was typed into a field; empty when there is no such field.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Everything that was chosen under a name, in the order of the page.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The version that the form's page was made from; a broken one fits no record. One that no
    /// record ever gets to is broken too: the next one after it must be a number.
    pub(crate) fn seen_version(&self) -> i64 {
        self.get("version").parse::<u32>().unwrap_or(0).into()
    }

    pub(crate) fn key(&self) -> RequestKey {
        self.key
    }
}

impl FromRequest<Site> for Answers {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let asking = asking_of(&mut parts, site).await;
        let request = Request::from_parts(parts, body);
        let form = Form::<Vec<(String, String)>>::from_request(request, site).await;
        let Form(pairs) = form.map_err(|rejection| plain_problem(rejection.status(), false))?;
        // Neither database keeps the character NUL, and nobody can type it.
        if pairs.iter().any(|(_, value)| value.contains('\0')) {
            return Err(plain_problem(StatusCode::BAD_REQUEST, false));
        }
        let token = pairs.iter().find(|(key, _)| key == TOKEN).map(|(_, value)| value.as_str());
        let id = token
            .and_then(|token| read_token(site.app(), &asking.cookie, token))
            .ok_or_else(|| plain_problem(StatusCode::FORBIDDEN, false))?;
        let mut hash = Sha256::new().chain_update(asking.path.as_bytes());
        for (key, value) in pairs.iter().filter(|(key, _)| key != TOKEN) {
            for text in [key, value] {
                hash.update((text.len() as u64).to_be_bytes());
                hash.update(text.as_bytes());
            }
        }
        Ok(Answers { pairs, key: RequestKey { id, body_hash: hash.finalize().into() } })
    }
}

async fn asking_of(parts: &mut axum::http::request::Parts, site: &Site) -> Asking {
    use axum::extract::FromRequestParts;
    match Asking::from_request_parts(parts, site).await {
        Ok(asking) => asking,
        Err(never) => match never {},
    }
}

/// A new token for a form on a page of the session whose cookie this is.
pub(crate) fn new_token(app: &App, cookie: &str) -> String {
    let id = app::new_request_id(app.clock().now());
    format!("{}.{}", id.simple(), proof(app, cookie, id))
}

/// The request id in a token, if we made it for this session: another site cannot make one.
pub(crate) fn read_token(app: &App, cookie: &str, token: &str) -> Option<Uuid> {
    let (id, given) = token.split_once('.')?;
    let id = Uuid::try_parse(id).ok()?;
    app::is_same(given.as_bytes(), proof(app, cookie, id).as_bytes()).then_some(id)
}

fn proof(app: &App, cookie: &str, id: Uuid) -> String {
    let hash = app.keyring().hash("form", format!("{cookie}|{id}").as_bytes());
    hash[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}
