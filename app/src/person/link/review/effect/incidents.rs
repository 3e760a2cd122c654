//! Incidents that would become repeats if two persons were one.

use super::{Changed, Count, Found, Place, store};
use crate::db::{DbError, Tx};
use domain::{
    ids::{AgencyId, IncidentId, PersonId},
    incident::repeat::{SeenIncident, repeats_of_victim},
    performance::Indicator,
};
use jiff::civil::{Date, DateTime};
use std::collections::BTreeSet;
use uuid::Uuid;

/// An incident of which one of the two is a named victim.
pub(super) struct Incident {
    pub id: IncidentId,
    pub agency: AgencyId,
    pub agency_code: String,
    pub reference: String,
    pub area_code: String,
    pub reported_on: Date,
    pub reported_at: Option<DateTime>,
    pub is_live: bool,
    /// As it counts today, for whichever of its victims.
    pub is_repeat: bool,
}

/// Nothing ceases to be a repeat: joining two only adds earlier incidents to each other's.
pub(super) fn changed(
    tx: &mut Tx<'_>,
    both: (PersonId, PersonId),
    shut: &BTreeSet<Uuid>,
    count: Count<'_>,
) -> Result<Vec<Found>, DbError> {
    let mut all = store::list_incidents(tx, both)?;
    all.retain(|incident| !shut.contains(&incident.id.uuid()));
    all.sort_by(|one, other| {
        let key = |incident: &Incident| (incident.reported_on, incident.reported_at);
        let names = (&one.agency_code, &one.reference).cmp(&(&other.agency_code, &other.reference));
        key(one).cmp(&key(other)).then(names)
    });
    all.dedup_by_key(|incident| incident.id);
    // Places stand for ids: an id tells when a row was made, and that decides nothing.
    let seen = all.iter().zip(0_u128..).map(|(incident, at)| SeenIncident {
        id: IncidentId::from_uuid(Uuid::from_u128(at)),
        reported_on: incident.reported_on,
        reported_at: incident.reported_at,
        is_live: incident.is_live,
    });
    let at = |id: IncidentId| &all[usize::try_from(id.uuid().as_u128()).unwrap_or(usize::MAX)];
    let mut found = Vec::new();
    for (repeat, earlier) in repeats_of_victim(&seen.collect::<Vec<_>>()) {
        let (incident, earlier) = (at(repeat), at(earlier));
        if incident.is_repeat {
            continue;
        }
        let place = Place {
            indicator: Indicator::RepeatIncidents,
            on: incident.reported_on,
            area: Some(&incident.area_code),
            agency: incident.agency,
        };
        count(place, 1, 0);
        found.push(Found {
            changed: Changed {
                indicator: Indicator::RepeatIncidents,
                reference: incident.reference.clone(),
                on: incident.reported_on,
                becomes_repeat: true,
                earlier: Some((earlier.reference.clone(), earlier.reported_on)),
            },
            agency: incident.agency,
            earlier_agency: Some(earlier.agency),
        });
    }
    Ok(found)
}
