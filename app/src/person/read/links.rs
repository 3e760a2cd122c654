//! Why records are one person, told of those that the asker may see.

use super::{record::RecordOfPerson, store};
use crate::{ctx::Ctx, error::Error, person::search};
use domain::ids::{PersonId, RecordId};
use jiff::Timestamp;
use linkage::Reason;

/// Why two records are one person.
#[derive(Debug, Clone)]
pub struct WhyOne {
    pub left: RecordId,
    pub right: RecordId,
    pub since: Timestamp,
    /// True where somebody looked at both and said so.
    pub is_decided: bool,
    /// What speaks for it, without what gives a place away; empty where that is all there is.
    pub reasons: Vec<String>,
}

/// A link as it is kept.
pub(super) struct Kept {
    pub left: RecordId,
    pub right: RecordId,
    pub since: Timestamp,
    /// Nothing where somebody decided.
    pub reasons: Option<serde_json::Value>,
}

/// The links of which both ends are among `shown`.
pub(super) fn list(
    ctx: &mut Ctx<'_>,
    id: PersonId,
    shown: &[RecordOfPerson],
) -> Result<Vec<WhyOne>, Error> {
    let mut kept = store::list_decisions(&mut ctx.tx, id)?;
    kept.extend(store::list_links(&mut ctx.tx, id)?);
    let is_shown = |id: RecordId| shown.iter().any(|record| record.id == id);
    kept.retain(|kept| is_shown(kept.left) && is_shown(kept.right));
    Ok(kept.into_iter().map(why).collect())
}

fn why(kept: Kept) -> WhyOne {
    let Kept { left, right, since, reasons } = kept;
    let is_decided = reasons.is_none();
    let reasons = reasons.and_then(|kept| serde_json::from_value::<Vec<Reason>>(kept).ok());
    let reasons = reasons.map(|reasons| search::words(&reasons, None)).unwrap_or_default();
    WhyOne { left, right, since, is_decided, reasons }
}
