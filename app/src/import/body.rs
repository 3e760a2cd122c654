//! Whether what a file says of a reference is new, told otherwise than before, or the very same.

use crate::{
    ctx::Ctx,
    db::{DbError, Row},
    error::Error,
    keys::BulkSealer,
};
use domain::ids::{AgencyId, ImportId};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

/// Who sent a file, and how what it holds is sealed.
pub(crate) struct Sender<'s> {
    pub agency: AgencyId,
    pub import: ImportId,
    pub sealer: &'s BulkSealer,
}

/// The current state of an incident or referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Before {
    /// Of the incident or referral.
    pub id: Uuid,
    pub state: Uuid,
    pub version: i64,
    pub body_hash: [u8; 32],
}

impl Before {
    pub(crate) fn read(row: &Row<'_>) -> Result<Before, DbError> {
        Ok(Before {
            id: row.get("id")?,
            state: row.get("state_id")?,
            version: row.get("version")?,
            body_hash: row.get("body_hash")?,
        })
    }
}

/// What a file's version of a reference is to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    New,
    Amended,
    Unchanged,
}

/// A [`Standing`] with what an amendment supersedes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sorted {
    New,
    Amended(Before),
    Unchanged,
}

impl Sorted {
    pub(crate) fn of(current: Option<Before>, body_hash: &[u8; 32]) -> Sorted {
        match current {
            None => Sorted::New,
            Some(before) if before.body_hash == *body_hash => Sorted::Unchanged,
            Some(before) => Sorted::Amended(before),
        }
    }

    pub(crate) fn standing(self) -> Standing {
        match self {
            Sorted::New => Standing::New,
            Sorted::Amended(_) => Standing::Amended,
            Sorted::Unchanged => Standing::Unchanged,
        }
    }
}

/// A hash of all that a file says of one reference. `in_order` puts in order what the file may
/// send in any order.
///
/// Keyed, because what is hashed holds addresses: without the key nobody can try them out.
pub(crate) fn body_hash(
    ctx: &Ctx<'_>,
    new: &impl Serialize,
    in_order: impl FnOnce(&mut Value),
) -> Result<[u8; 32], Error> {
    let broken = |error: serde_json::Error| Error::Broken(format!("no spelling: {error}"));
    let mut body = serde_json::to_value(new).map_err(broken)?;
    in_order(&mut body);
    let spelt = serde_json::to_vec(&body).map_err(broken)?;
    Ok(ctx.app().keyring().hash("import body", &spelt))
}
