//! A referral as a register tells of it takes the place of its earlier version.

use super::{
    place::{Place, Places},
    store::{self, NewState},
};
use crate::{
    ctx::Ctx,
    error::Error,
    import::{Sender, Sorted, Standing, body_hash},
    incident::sort_array,
    person::{RecordSaver, Source, owe, seal_state},
};
use domain::{
    ids::{AgencyId, RecordId, ReferralId},
    marac::NewReferral,
    person::PartyRole::{Perpetrator, Victim},
};

/// Whether a referral is new, told otherwise than before, or the very same. Nothing is written.
pub(crate) fn sort_referral(
    ctx: &mut Ctx<'_>,
    agency: AgencyId,
    new: &NewReferral,
) -> Result<(Sorted, [u8; 32]), Error> {
    let hash = body_hash(ctx, new, |body| {
        sort_array(body, "perpetrators");
        sort_array(body, "same_incident_as");
    })?;
    let current = store::find_current(&mut ctx.tx, agency, &new.reference)?;
    Ok((Sorted::of(current, &hash), hash))
}

/// Saves a referral: its state, its parties' records, and which others tell of the same incident.
/// The state before it keeps its dates.
///
/// # Errors
/// [`Error::Busy`] when another import saves the same referral at this moment: once more will do.
pub(crate) fn save_referral(
    ctx: &mut Ctx<'_>,
    sender: &Sender<'_>,
    places: &mut Places,
    new: &NewReferral,
) -> Result<Standing, Error> {
    let (sorted, hash) = sort_referral(ctx, sender.agency, new)?;
    let standing = sorted.standing();
    let (id, version) = match sorted {
        Sorted::Unchanged => return Ok(standing),
        Sorted::New => (insert(ctx, sender, &new.reference)?, 1),
        Sorted::Amended(before) => {
            let now = ctx.now();
            if !store::supersede(&mut ctx.tx, before.state, now)? {
                return Err(Error::Busy);
            }
            (ReferralId::from_uuid(before.id), before.version + 1)
        }
    };
    let source =
        Source { kind: "referral", id: id.uuid(), agency: sender.agency, seen_on: new.referred_on };
    let mut records = match standing {
        Standing::Amended => RecordSaver::of_amended(ctx, source, sender.sealer)?,
        Standing::New | Standing::Unchanged => RecordSaver::of_new(source, sender.sealer),
    };
    let place = places.of(ctx, new)?;
    let victim = records.save(ctx, Victim, &new.victim)?;
    let state = ctx.new_id();
    let row = NewState { id: state, referral: id, version, import: sender.import, victim };
    save_state(ctx, sender, (&row, hash), (new, place))?;
    save_perpetrators(ctx, &mut records, &row, new)?;
    for reference in &new.same_incident_as {
        store::insert_same_incident(&mut ctx.tx, state, (sender.agency, reference))?;
    }
    records.finish(ctx)?;
    if standing == Standing::Amended {
        places.note_side(ctx, (id, place.referring_agency), &new.referring_agency)?;
    }
    owe(ctx, &source)?;
    Ok(standing)
}

fn insert(ctx: &mut Ctx<'_>, sender: &Sender<'_>, reference: &str) -> Result<ReferralId, Error> {
    let (id, now) = (ReferralId::from_uuid(ctx.new_id()), ctx.now());
    let is_new = store::insert_referral(&mut ctx.tx, id, (sender.agency, reference), now)?;
    if is_new { Ok(id) } else { Err(Error::Busy) }
}

fn save_state(
    ctx: &mut Ctx<'_>,
    sender: &Sender<'_>,
    (row, hash): (&NewState, [u8; 32]),
    (new, place): (&NewReferral, Place),
) -> Result<(), Error> {
    let sealed = seal_state(ctx, sender.sealer, ("referral_state", row.id), (None, &new.odd))?;
    let written = (ctx.now(), ctx.hand());
    Ok(store::insert_state(&mut ctx.tx, (row, hash), (new, place), sealed.odd, written)?)
}

fn save_perpetrators(
    ctx: &mut Ctx<'_>,
    records: &mut RecordSaver<'_>,
    state: &NewState,
    new: &NewReferral,
) -> Result<(), Error> {
    let mut saved: Vec<RecordId> = Vec::new();
    for perpetrator in &new.perpetrators {
        let record = records.save(ctx, Perpetrator, perpetrator)?;
        if !saved.contains(&record) {
            saved.push(record);
        }
    }
    for (place, record) in (1..).zip(saved) {
        store::insert_perpetrator(&mut ctx.tx, (state.id, place), record)?;
    }
    Ok(())
}
