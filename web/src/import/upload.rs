//! A form with a file in it: the same request id and proof as every form, and the file in memory.
//!
//! Never in a temporary file: what agencies send holds addresses, which stand nowhere unsealed.

use crate::{
    answer::plain_problem,
    asking::Asking,
    form::{TOKEN, read_token},
    site::Site,
};
use app::request::RequestKey;
use axum::{
    extract::{FromRequest, FromRequestParts, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
    response::Response,
};
use sha2::{Digest, Sha256};
use tokio::sync::{Semaphore, SemaphorePermit};

/// A form with a file. A year of a county's incidents is two megabytes.
pub(crate) const FILE_MOST: usize = 16 * 1024 * 1024;

/// Files that are held in memory at once, so that many senders do not exhaust it.
static HELD: Semaphore = Semaphore::const_new(4);

const FIELDS_MOST: usize = 16;
const NAME_MOST: usize = 120;

/// The answers of a form from a page of this very session, and the file that came with them.
pub(crate) struct Upload {
    pairs: Vec<(String, String)>,
    pub file_name: String,
    pub file: Vec<u8>,
    pub key: RequestKey,
    /// Given back when the file is let go.
    _held: SemaphorePermit<'static>,
}

impl Upload {
    /// What was typed or chosen; empty when there is no such field.
    pub(super) fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

impl FromRequest<Site> for Upload {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let busy = |_| plain_problem(StatusCode::SERVICE_UNAVAILABLE, false);
        let held = HELD.try_acquire().map_err(busy)?;
        let (mut parts, body) = request.into_parts();
        let asking = match Asking::from_request_parts(&mut parts, site).await {
            Ok(asking) => asking,
            Err(never) => match never {},
        };
        let request = Request::from_parts(parts, body);
        let form = Multipart::from_request(request, site).await;
        let form = form.map_err(|rejection| plain_problem(rejection.status(), false))?;
        let read = read(form, site, &asking).await?;
        let body_hash = read.hash.finalize().into();
        Ok(Upload {
            key: RequestKey { id: read.id, body_hash },
            pairs: read.pairs,
            file_name: read.file_name,
            file: read.file,
            _held: held,
        })
    }
}

struct Received {
    id: uuid::Uuid,
    pairs: Vec<(String, String)>,
    file_name: String,
    file: Vec<u8>,
    hash: Sha256,
}

/// Reads the fields in their order. The token comes first, so that nothing of a file is read that
/// did not come from a page of ours.
async fn read(mut form: Multipart, site: &Site, asking: &Asking) -> Result<Received, Response> {
    let forbidden = || plain_problem(StatusCode::FORBIDDEN, false);
    let bad = || plain_problem(StatusCode::BAD_REQUEST, false);
    // axum takes a body that ends too soon for a fault of its own: it is the form that is wrong.
    let broken = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => plain_problem(StatusCode::PAYLOAD_TOO_LARGE, false),
        _ => bad(),
    };
    let first = form.next_field().await.map_err(broken)?.ok_or_else(forbidden)?;
    if first.name() != Some(TOKEN) {
        return Err(forbidden());
    }
    let token = first.text().await.map_err(broken)?;
    let id = read_token(site.app(), &asking.cookie, &token).ok_or_else(forbidden)?;
    let mut received = Received {
        id,
        pairs: Vec::new(),
        file_name: String::new(),
        file: Vec::new(),
        hash: Sha256::new().chain_update(asking.path.as_bytes()),
    };
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(plain_name);
        let bytes = field.bytes().await.map_err(broken)?;
        for part in [name.as_bytes(), &bytes] {
            received.hash.update((part.len() as u64).to_be_bytes());
            received.hash.update(part);
        }
        match file_name {
            Some(file_name) => {
                received.file_name = file_name;
                received.file = bytes.into();
            }
            None => {
                let text = String::from_utf8(bytes.into()).map_err(|_| bad())?;
                // Neither database keeps the character NUL, and nobody can type it.
                if text.contains('\0') || FIELDS_MOST <= received.pairs.len() {
                    return Err(bad());
                }
                received.pairs.push((name, text));
            }
        }
    }
    Ok(received)
}

/// Without its folder, which some browsers send, and without what cannot be shown in a line.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown = last.chars().filter(|c| !c.is_control()).take(NAME_MOST);
    shown.collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_no_folder_and_no_hidden_characters_in_its_name() {
        for (name, plain) in [
            ("incidents.csv", "incidents.csv"),
            ("C:\\Users\\x\\incidents.csv", "incidents.csv"),
            ("../../etc/passwd", "passwd"),
            ("a\nb\0.csv", "ab.csv"),
            ("", ""),
        ] {
            assert_eq!(plain_name(name), plain);
        }
        assert_eq!(plain_name(&"x".repeat(500)).len(), NAME_MOST);
    }
}
