//! An incident as an agency's file tells of it takes the place of its earlier version.

use super::store::{self, NewState};
use crate::{
    ctx::Ctx,
    error::Error,
    import::{Sender, Sorted, Standing, body_hash},
    person::{RecordSaver, Source, owe, seal_state},
};
use domain::{
    ids::{AgencyId, IncidentId},
    incident::NewIncident,
    person::PartyRole::{Perpetrator, Victim},
};
use serde_json::Value;

/// Whether an incident is new, told otherwise than before, or the very same. Nothing is written.
pub(crate) fn sort_incident(
    ctx: &mut Ctx<'_>,
    agency: AgencyId,
    new: &NewIncident,
) -> Result<(Sorted, [u8; 32]), Error> {
    // The order of a file's rows says nothing, and may differ from one extract to the next.
    let hash = body_hash(ctx, new, |body| sort_array(body, "pairs"))?;
    let current = store::find_current(&mut ctx.tx, agency, &new.reference)?;
    Ok((Sorted::of(current, &hash), hash))
}

pub(crate) fn sort_array(body: &mut Value, field: &str) {
    if let Some(Value::Array(items)) = body.get_mut(field) {
        items.sort_by_cached_key(Value::to_string);
    }
}

/// Saves an incident: its state, its parties' records and who was with whom. The state before it
/// keeps its dates.
///
/// # Errors
/// [`Error::Busy`] when another import saves the same incident at this moment: once more will do.
pub(crate) fn save_incident(
    ctx: &mut Ctx<'_>,
    sender: &Sender<'_>,
    new: &NewIncident,
) -> Result<Standing, Error> {
    let (sorted, hash) = sort_incident(ctx, sender.agency, new)?;
    let standing = sorted.standing();
    let (id, version) = match sorted {
        Sorted::Unchanged => return Ok(standing),
        Sorted::New => (insert(ctx, sender, &new.reference)?, 1),
        Sorted::Amended(before) => {
            let now = ctx.now();
            if !store::supersede(&mut ctx.tx, before.state, now)? {
                return Err(Error::Busy);
            }
            (IncidentId::from_uuid(before.id), before.version + 1)
        }
    };
    let source =
        Source { kind: "incident", id: id.uuid(), agency: sender.agency, seen_on: new.reported_on };
    let mut records = match standing {
        Standing::Amended => RecordSaver::of_amended(ctx, source, sender.sealer)?,
        Standing::New | Standing::Unchanged => RecordSaver::of_new(source, sender.sealer),
    };
    let state = ctx.new_id();
    let place = (new.postcode.as_deref(), &new.odd);
    let sealed = seal_state(ctx, sender.sealer, ("incident_state", state), place)?;
    let row = NewState { id: state, incident: id, version, import: sender.import, body_hash: hash };
    let written = (ctx.now(), ctx.hand());
    store::insert_state(&mut ctx.tx, &row, new, sealed, written)?;
    save_pairs(ctx, &mut records, &row, new)?;
    records.finish(ctx)?;
    owe(ctx, &source)?;
    Ok(standing)
}

fn insert(ctx: &mut Ctx<'_>, sender: &Sender<'_>, reference: &str) -> Result<IncidentId, Error> {
    let (id, now) = (IncidentId::from_uuid(ctx.new_id()), ctx.now());
    let is_new = store::insert_incident(&mut ctx.tx, id, (sender.agency, reference), now)?;
    if is_new { Ok(id) } else { Err(Error::Busy) }
}

fn save_pairs(
    ctx: &mut Ctx<'_>,
    records: &mut RecordSaver<'_>,
    state: &NewState,
    new: &NewIncident,
) -> Result<(), Error> {
    for (place, pair) in (1..).zip(&new.pairs) {
        let victim = records.save(ctx, Victim, &pair.victim)?;
        let perpetrator = records.save(ctx, Perpetrator, &pair.perpetrator)?;
        let pair = (victim, perpetrator, pair.relationship);
        store::insert_pair(&mut ctx.tx, (state.id, place), pair)?;
    }
    Ok(())
}
