//! Incidents that an answer would make repeats, or make cease to be.

use super::{Changed, Count, Found, Place, Sides, store};
use crate::db::{DbError, Tx};
use domain::{
    ids::{AgencyId, IncidentId, PersonId},
    incident::repeat::{SeenIncident, repeats_of_victim},
    performance::Indicator,
};
use jiff::civil::{Date, DateTime};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// An incident of which somebody on either side is a named victim.
pub(super) struct Incident {
    pub id: IncidentId,
    pub agency: AgencyId,
    pub agency_code: String,
    pub reference: String,
    pub area_code: String,
    pub reported_on: Date,
    pub reported_at: Option<DateTime>,
    pub is_live: bool,
    pub victim: PersonId,
    /// Of which it is a repeat today, for whichever of its victims.
    pub repeat_of: Option<IncidentId>,
}

/// Joining two only adds earlier incidents to each other's, and so makes repeats; parting two makes
/// some cease.
pub(super) fn changed(
    tx: &mut Tx<'_>,
    sides: &Sides,
    shut: &BTreeSet<Uuid>,
    count: Count<'_>,
) -> Result<Vec<Found>, DbError> {
    let mut all = store::list_incidents(tx, sides.everybody())?;
    all.retain(|incident| !shut.contains(&incident.id.uuid()));
    all.sort_by(|one, other| {
        let key = |incident: &Incident| (incident.reported_on, incident.reported_at);
        let names = (&one.agency_code, &one.reference).cmp(&(&other.agency_code, &other.reference));
        key(one).cmp(&key(other)).then(names)
    });
    // Places stand for ids: an id tells when a row was made, and that decides nothing.
    let mut victims: Vec<BTreeSet<PersonId>> = Vec::new();
    let mut last = None;
    for incident in &all {
        if last.replace(incident.id) != Some(incident.id) {
            victims.push(BTreeSet::new());
        }
        let whose = sides.apart(incident.victim).unwrap_or(incident.victim);
        victims.last_mut().map(|of| of.insert(whose));
    }
    all.dedup_by_key(|incident| incident.id);
    let together = repeats(&all, |_| true);
    let mut apart: BTreeSet<usize> = BTreeSet::new();
    for name in [sides.names.0, sides.names.1] {
        apart.extend(repeats(&all, |at| victims[at].contains(&name)).into_keys());
    }
    let by = if sides.count_as_one { -1 } else { 1 };
    let mut found = Vec::new();
    for (repeat, earlier) in together {
        let (incident, earlier) = (&all[repeat], &all[earlier]);
        // One that counts already, or that counts for another of its victims, does not change.
        let changes = match incident.repeat_of {
            None => !sides.count_as_one,
            Some(of) => sides.count_as_one && all.iter().any(|one| one.id == of),
        };
        if !changes || apart.contains(&repeat) {
            continue;
        }
        let place = Place {
            indicator: Indicator::RepeatIncidents,
            on: incident.reported_on,
            area: Some(&incident.area_code),
            agency: incident.agency,
        };
        count(place, by, 0);
        found.push(Found {
            changed: Changed {
                indicator: Indicator::RepeatIncidents,
                reference: incident.reference.clone(),
                on: incident.reported_on,
                becomes_repeat: !sides.count_as_one,
                earlier: Some((earlier.reference.clone(), earlier.reported_on)),
            },
            agency: incident.agency,
            earlier_agency: Some(earlier.agency),
        });
    }
    Ok(found)
}

/// Repeats among some of all incidents, as if these were one victim's: places, with the place of
/// the earlier one.
fn repeats(all: &[Incident], is_of: impl Fn(usize) -> bool) -> BTreeMap<usize, usize> {
    let seen = all.iter().enumerate().filter(|(at, _)| is_of(*at));
    let seen = seen.map(|(at, incident)| SeenIncident {
        id: IncidentId::from_uuid(Uuid::from_u128(at as u128)),
        reported_on: incident.reported_on,
        reported_at: incident.reported_at,
        is_live: incident.is_live,
    });
    let at = |id: IncidentId| usize::try_from(id.uuid().as_u128()).unwrap_or(usize::MAX);
    let found = repeats_of_victim(&seen.collect::<Vec<_>>());
    found.into_iter().map(|(repeat, earlier)| (at(repeat), at(earlier))).collect()
}
