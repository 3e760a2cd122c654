//! What one agency sent about the parties of one incident or referral, as records.

use super::{seal, store};
use crate::{ctx::Ctx, error::Error, keys::BulkSealer};
use domain::{
    ids::{AgencyId, RecordId},
    person::{PartyDetails, PartyRole},
};
use jiff::civil::Date;
use std::collections::HashMap;
use uuid::Uuid;

/// Where records come from: one incident or referral of one agency.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source {
    /// `incident` or `referral`, as `source_kind` has it.
    pub kind: &'static str,
    pub id: Uuid,
    pub agency: AgencyId,
    /// The day on which the parties were as they are told of: an age is an age on that day.
    pub seen_on: Date,
}

/// A current record of a source, and a hash of all that it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    pub id: RecordId,
    pub party: PartyRole,
    pub body_hash: [u8; 32],
}

/// Brings the records of one source from what they were to what a file says.
///
/// A party of whom the very same is said keeps its record; whoever is no longer there, or told of
/// otherwise, has the record superseded. Whose record is superseded keeps being the person they
/// were until linking has looked again: memberships are linking's.
pub(crate) struct RecordSaver<'s> {
    source: Source,
    sealer: &'s BulkSealer,
    /// Current records that no party of the file has claimed yet.
    unclaimed: Vec<Held>,
    /// The named parties so far: the victim of three suspects is one record, said three times.
    named: HashMap<(PartyRole, [u8; 32]), RecordId>,
}

impl<'s> RecordSaver<'s> {
    /// For a source that is not there yet.
    pub(crate) fn of_new(source: Source, sealer: &'s BulkSealer) -> RecordSaver<'s> {
        RecordSaver { source, sealer, unclaimed: Vec::new(), named: HashMap::new() }
    }

    /// For a source that is being amended.
    pub(crate) fn of_amended(
        ctx: &mut Ctx<'_>,
        source: Source,
        sealer: &'s BulkSealer,
    ) -> Result<RecordSaver<'s>, Error> {
        let unclaimed = store::list_current(&mut ctx.tx, source.id)?;
        Ok(RecordSaver { unclaimed, ..RecordSaver::of_new(source, sealer) })
    }

    /// The record of a party: the one it has, or a new one.
    pub(crate) fn save(
        &mut self,
        ctx: &mut Ctx<'_>,
        party: PartyRole,
        details: &PartyDetails,
    ) -> Result<RecordId, Error> {
        let body_hash = self.body_hash(ctx, party, details)?;
        let is_named = details.is_named();
        if let Some(known) = self.named.get(&(party, body_hash)) {
            return Ok(*known);
        }
        let is_it = |held: &Held| held.party == party && held.body_hash == body_hash;
        let id = match self.unclaimed.iter().position(is_it) {
            Some(at) => self.unclaimed.swap_remove(at).id,
            None => self.insert(ctx, Held { id: new_id(ctx), party, body_hash }, details)?,
        };
        // Two parties of whom nothing is known are two.
        if is_named {
            self.named.insert((party, body_hash), id);
        }
        Ok(id)
    }

    /// Supersedes the records that no party of the file has claimed.
    pub(crate) fn finish(self, ctx: &mut Ctx<'_>) -> Result<(), Error> {
        let now = ctx.now();
        for left in self.unclaimed {
            store::supersede(&mut ctx.tx, left.id, now)?;
        }
        Ok(())
    }

    /// Keyed: a telephone number is found by trying all of them, were the hash anybody's.
    fn body_hash(
        &self,
        ctx: &Ctx<'_>,
        party: PartyRole,
        details: &PartyDetails,
    ) -> Result<[u8; 32], Error> {
        let body = serde_json::to_vec(&(party, self.source.seen_on, details))
            .map_err(|error| Error::Broken(format!("a party has no spelling: {error}")))?;
        Ok(ctx.app().keyring().hash("person record", &body))
    }

    fn insert(
        &self,
        ctx: &mut Ctx<'_>,
        held: Held,
        details: &PartyDetails,
    ) -> Result<RecordId, Error> {
        let sealed = seal::seal(ctx, self.sealer, held.id, details)?;
        let now = ctx.now();
        store::insert(&mut ctx.tx, (&self.source, &held), details, sealed, now)?;
        Ok(held.id)
    }
}

fn new_id(ctx: &Ctx<'_>) -> RecordId {
    RecordId::from_uuid(ctx.new_id())
}
