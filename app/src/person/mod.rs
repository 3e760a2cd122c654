//! People: what agencies sent about them, record by record, and which records are one person.

mod link;
mod read;
mod record;
mod seal;
mod search;
mod sight;
mod store;

#[cfg(feature = "testing")]
pub(crate) use self::link::take_links;
pub use self::link::{LinkProgress, LinkStage, Relinked, relink, review};
pub use self::{
    read::{
        Case, CaseKind, Opened, OpenedRecord, OpeningRequest, PersonFile, RecordOfPerson, WhyOne,
        offer_whereabouts, open_whereabouts, read_person,
    },
    search::{
        BirthPart, FoundPerson, Likeness, SEARCHES_AN_HOUR, SearchRequest, Sought, search_people,
    },
};
pub(crate) use self::{
    record::{RecordSaver, Source},
    seal::{SealedState, seal_state},
    sight::{find_subject, list_shut, list_subjects},
};

use crate::{ctx::Ctx, error::Error};

/// Says that linking and counting are owed to what was just saved.
pub(crate) fn owe(ctx: &mut Ctx<'_>, source: &Source) -> Result<(), Error> {
    let due = ctx.new_id();
    Ok(store::upsert_due(&mut ctx.tx, (source.kind, source.id), due)?)
}
