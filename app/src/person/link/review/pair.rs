//! A pair of records at the door: whose they are, who decided, and from whom the asker is excluded.

use super::store;
use crate::{
    ctx::{About, Ctx},
    db::DbError,
    error::Error,
    import::RELINK,
    job::enqueue_job,
    marac::Hearing,
    person::{link::evidence::Band, list_shut, store::upsert_due},
};
use domain::{
    ids::{AgencyId, LinkId, PersonId, RecordId, UserId},
    policy::{Permission, Subject},
};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

/// A pair as linkage left it.
pub(super) struct Pair {
    pub id: LinkId,
    pub records: [RecordId; 2],
    pub agencies: [AgencyId; 2],
    pub band: Band,
    /// In thousandths of a bit.
    pub weight: i64,
    /// In millionths.
    pub probability: i64,
    pub reasons: Value,
    pub model: (Uuid, String, Timestamp),
    /// Another record has taken the place of one of the two.
    pub is_amended: bool,
    /// False once linking has come to another answer.
    pub is_current: bool,
}

/// The decision about a pair that stands.
pub(super) struct Standing {
    pub id: Uuid,
    pub by: Option<UserId>,
}

pub(super) fn find(ctx: &mut Ctx<'_>, id: LinkId) -> Result<(Pair, Option<Standing>), Error> {
    let pair = store::find_pair(&mut ctx.tx, id)?.ok_or(Error::NotFound)?;
    let standing = store::find_standing(&mut ctx.tx, pair.records)?;
    Ok((pair, standing))
}

impl Pair {
    /// What the rules are asked about it.
    pub(super) fn subject(
        &self,
        ctx: &mut Ctx<'_>,
        standing: Option<&Standing>,
    ) -> Result<Subject, DbError> {
        Ok(Subject::Pair {
            id: self.id,
            left: self.agencies[0],
            right: self.agencies[1],
            decided_by: standing.and_then(|standing| standing.by),
            excludes_asker: is_excluded(ctx, self.records)?,
            is_other_marac: is_elsewhere(ctx, self.records)?,
        })
    }

    /// The person of each of the two records, for the ledger.
    pub(super) fn persons(&self, ctx: &mut Ctx<'_>) -> Result<Vec<About>, DbError> {
        let mut persons = Vec::new();
        for (record, agency) in self.records.into_iter().zip(self.agencies) {
            let found = store::list_persons_of(&mut ctx.tx, record)?;
            let about = |id: PersonId| {
                let (id, agency) = (Some(id.uuid()), Some(agency));
                About { kind: "person", id, agency }
            };
            persons.extend(found.into_iter().map(about));
        }
        Ok(persons)
    }
}

/// Whether the incident or referral of either record is shut to the asker: that of everybody whom
/// the asker is excluded from is, also after the record was amended.
pub(super) fn is_excluded(ctx: &mut Ctx<'_>, records: [RecordId; 2]) -> Result<bool, DbError> {
    let shut = list_shut(ctx)?;
    for record in records {
        let source = store::find_source(&mut ctx.tx, record)?;
        if source.is_some_and(|(_, source)| shut.contains(&source)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether either record came with a referral to a MARAC that the asker does not hear.
pub(super) fn is_elsewhere(ctx: &mut Ctx<'_>, records: [RecordId; 2]) -> Result<bool, DbError> {
    let hearing = Hearing::find(ctx)?;
    for record in records {
        let found = store::find_marac(&mut ctx.tx, record)?;
        if found.is_some_and(|(source, marac)| hearing.is_elsewhere(Some(marac), source)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whose pairs the asker may review: everybody's, or those of the own agency alone.
pub(super) fn scope(ctx: &Ctx<'_>) -> Result<(Option<AgencyId>, Subject), Error> {
    let of = |agency| Subject::Pair {
        id: LinkId::from_uuid(Uuid::nil()),
        left: agency,
        right: agency,
        decided_by: None,
        excludes_asker: false,
        is_other_marac: false,
    };
    let any = of(AgencyId::from_uuid(Uuid::nil()));
    if ctx.would_permit(Permission::ReviewLink, any) {
        return Ok((None, any));
    }
    let own = ctx.signed()?.actor.agency;
    Ok((Some(own), of(own)))
}

/// Owes linking to both records, and queues it: nobody waits for it with a page open.
pub(super) fn owe_relinking(
    ctx: &mut Ctx<'_>,
    records: [RecordId; 2],
    (decision, step): (Uuid, &str),
) -> Result<(), Error> {
    for record in records {
        let (kind, source) = store::find_source(&mut ctx.tx, record)?.ok_or(Error::NotFound)?;
        let due = ctx.new_id();
        upsert_due(&mut ctx.tx, (kind, source), due)?;
    }
    let (now, key) = (ctx.now(), format!("{decision}/{step}"));
    enqueue_job(&mut ctx.tx, (RELINK, &key), Value::Null, now)?;
    Ok(())
}
