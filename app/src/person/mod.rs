//! People: what agencies sent about them, record by record, and which records are one person.

mod guess;
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
pub(crate) use self::{
    guess::{find_group, list_guess_of},
    read::{list_records, sights_to_ask},
    record::{RecordSaver, Source},
    seal::{SealedState, seal_state},
    search::{Alike, Exactly, OwnKeys, find_certain, key_case, list_alike, list_own},
    sight::{
        Sight, Sights, find_subject, list_classes, list_elsewhere, list_readable, list_roots,
        list_shut, list_sights, tells_of_risk,
    },
};
pub use self::{
    read::{Case, CaseKind, KnownRisk, PersonFile, RecordOfPerson, WhyOne, read_person},
    search::{
        BirthPart, FoundPerson, Likeness, SEARCHES_AN_HOUR, SearchRequest, Sought,
        may_search_by_place, search_people,
    },
};

use crate::{ctx::Ctx, error::Error};

/// Says that linking and counting are owed to what was just saved.
pub(crate) fn owe(ctx: &mut Ctx<'_>, source: &Source) -> Result<(), Error> {
    let due = ctx.new_id();
    Ok(store::upsert_due(&mut ctx.tx, (source.kind, source.id), due)?)
}
