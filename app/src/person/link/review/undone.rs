//! Links that were wrong, and who acted on them: for the data protection officer.

mod store;

use super::side::Brief;
use crate::{
    ctx::{About, Ctx, Record},
    db::{Cursor, Page},
    error::Error,
    ledger::Looked,
};
use domain::{
    ids::{AgencyId, RecordId},
    ledger::decode,
    policy::{Basis, Permission, Subject},
};
use jiff::Timestamp;
use uuid::Uuid;

const PAGE: usize = 50;

/// Two records that counted as one person until somebody took them apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoneLink {
    /// The decision that joined them, or the one that took apart whom linkage had joined.
    pub id: Uuid,
    pub linked_by_itself: bool,
    pub linked_at: Timestamp,
    pub undone_at: Timestamp,
    pub why: String,
    pub sides: [Brief; 2],
    records: [RecordId; 2],
}

/// Whose ledger the asker reads: all of it in the partnership body, else the own agency's.
fn scope(ctx: &Ctx<'_>) -> Result<(Option<AgencyId>, Subject), Error> {
    let actor = ctx.signed()?.actor;
    let agency = (!actor.agency_is_partnership).then_some(actor.agency);
    Ok((agency, Subject::Ledger { agency }))
}

/// The links that were undone, the latest first: for an agency's own officer those that a record
/// of the agency was part of.
///
/// # Errors
/// [`Error::Denied`].
pub fn list_undone(
    ctx: &mut Ctx<'_>,
    before: Option<Cursor>,
) -> Result<(Page<UndoneLink>, Basis), Error> {
    let (agency, subject) = scope(ctx)?;
    let basis = ctx.permit(Permission::ReadLedger, subject)?;
    let found = store::list_undone(&mut ctx.tx, agency, (None, before.map(Cursor::id)), PAGE + 1)?;
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &["decisions"] })?;
    Ok((Page::of(found, PAGE, |undone| undone.id), basis))
}

/// One link that was undone, and every entry about the person that it made, from when it was made
/// until both were themselves again: who looked, who changed something, who was refused.
///
/// # Errors
/// [`Error::Denied`] or [`Error::NotFound`].
pub fn show_undone(
    ctx: &mut Ctx<'_>,
    id: Uuid,
    before: Option<Cursor>,
) -> Result<(UndoneLink, Page<Looked>, Basis), Error> {
    let (agency, subject) = scope(ctx)?;
    let basis = ctx.permit(Permission::ReadLedger, subject)?;
    let found = store::list_undone(&mut ctx.tx, agency, (Some(id), None), 1)?;
    let undone = found.into_iter().next().ok_or(Error::NotFound)?;
    let stored =
        store::list_acted(&mut ctx.tx, &undone, agency, (before.map(Cursor::id), PAGE + 1))?;
    let looks = stored.into_iter().map(read).collect::<Result<Vec<_>, Error>>()?;
    let about = About { kind: "link_decision", id: Some(id), agency };
    ctx.record(Record::Read { basis: &basis, about, classes: &["ledger"] })?;
    Ok((undone, Page::of(looks, PAGE, |look| look.id.uuid()), basis))
}

fn read(stored: store::Acted) -> Result<Looked, Error> {
    let entry = decode(&stored.line)
        .map_err(|error| Error::Broken(format!("entry {}: {error}", stored.id)))?;
    Ok(Looked {
        id: stored.id,
        entry,
        user_name: stored.user_name,
        agency_name: stored.agency_name,
        subject_name: None,
    })
}
