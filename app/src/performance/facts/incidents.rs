//! What each incident counts as: live or not, with a named victim or none, a repeat of which one.

use super::store;
use crate::{
    db::{DbError, Tx},
    entropy,
};
use domain::{
    ids::{AgencyId, IncidentId, PersonId},
    incident::repeat::{SeenIncident, repeats_of_victim},
};
use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

const PAGE: i64 = 10_000;

/// An incident as its current state tells of it.
pub(super) struct Incident {
    pub id: IncidentId,
    pub agency: AgencyId,
    pub reference: String,
    pub area_code: String,
    pub reported_on: Date,
    pub reported_at: Option<DateTime>,
    pub is_live: bool,
    /// Its named victims, as linked.
    pub victims: Vec<PersonId>,
}

/// One victim of one incident.
pub(super) struct Victim {
    pub incident: IncidentId,
    pub is_named: bool,
    /// Nothing while nobody has linked the record.
    pub person: Option<PersonId>,
}

/// A row of `incident_fact`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IncidentFact {
    pub incident: IncidentId,
    pub agency: AgencyId,
    pub area_code: String,
    pub reported_on: Date,
    pub is_live: bool,
    pub has_named_victim: bool,
    pub earlier: Option<IncidentId>,
}

/// Every incident, and those with a victim whom nobody has linked yet.
pub(super) struct Incidents {
    all: Vec<Incident>,
    unlinked: HashSet<IncidentId>,
}

/// One fact to end, to begin, or both.
pub(super) struct Change {
    pub ended: Option<(Uuid, IncidentFact)>,
    pub new: Option<IncidentFact>,
}

impl Incident {
    /// The victim of several suspects is told of several times.
    fn take(&mut self, victim: PersonId) {
        if !self.victims.contains(&victim) {
            self.victims.push(victim);
        }
    }
}

impl Incidents {
    pub(super) fn read(tx: &mut Tx<'_>) -> Result<Incidents, DbError> {
        let mut incidents = Incidents { all: Vec::new(), unlinked: HashSet::new() };
        let mut after = IncidentId::from_uuid(Uuid::nil());
        loop {
            let mut page = store::list_incidents(tx, after, PAGE)?;
            let Some(last) = page.last() else { break };
            let until = last.id;
            for victim in store::list_victims(tx, after, until)? {
                let at = page.binary_search_by_key(&victim.incident, |incident| incident.id);
                match (at, victim.person) {
                    (Ok(at), Some(person)) if victim.is_named => page[at].take(person),
                    (Ok(_), Some(_)) | (Err(_), _) => {}
                    (Ok(_), None) => drop(incidents.unlinked.insert(victim.incident)),
                }
            }
            incidents.all.append(&mut page);
            after = until;
        }
        // What decides between two reports of one moment must not be which was imported first.
        let codes: HashMap<AgencyId, String> = store::list_agency_codes(tx)?.into_iter().collect();
        incidents.all.sort_by(|one, other| {
            let key = |incident: &Incident| (incident.reported_on, incident.reported_at);
            let code = |incident: &Incident| codes.get(&incident.agency);
            let names = || (code(one), &one.reference).cmp(&(code(other), &other.reference));
            key(one).cmp(&key(other)).then_with(names)
        });
        Ok(incidents)
    }

    pub(super) fn is_unlinked(&self, incident: Uuid) -> bool {
        self.unlinked.contains(&IncidentId::from_uuid(incident))
    }

    /// What has to be written for `kept` to be what the incidents say.
    pub(super) fn changes(self, kept: Vec<(Uuid, IncidentFact)>) -> Vec<Change> {
        let earlier = self.earlier();
        let mut kept: BTreeMap<IncidentId, (Uuid, IncidentFact)> =
            kept.into_iter().map(|(id, fact)| (fact.incident, (id, fact))).collect();
        let ids: Vec<IncidentId> = self.all.iter().map(|incident| incident.id).collect();
        let mut changes = Vec::new();
        for (incident, earlier) in self.all.into_iter().zip(earlier) {
            let before = kept.remove(&incident.id);
            if self.unlinked.contains(&incident.id) {
                continue;
            }
            let fact = fact(incident, earlier.map(|at| ids[at]));
            if before.as_ref().is_some_and(|(_, before)| *before == fact) {
                continue;
            }
            changes.push(Change { ended: before, new: Some(fact) });
        }
        let gone = kept.into_values().map(|fact| Change { ended: Some(fact), new: None });
        changes.extend(gone);
        changes
    }

    /// By place, the place of the incident that makes it a repeat: with several victims the
    /// latest of theirs. Places are in the order of the reports.
    fn earlier(&self) -> Vec<Option<usize>> {
        let mut of_person: HashMap<PersonId, Vec<usize>> = HashMap::new();
        for (at, incident) in self.all.iter().enumerate() {
            for person in &incident.victims {
                let of = of_person.entry(*person).or_default();
                if of.last() != Some(&at) {
                    of.push(at);
                }
            }
        }
        let mut earlier = vec![None; self.all.len()];
        for places in of_person.values().filter(|places| 1 < places.len()) {
            let seen: Vec<SeenIncident> = places.iter().map(|at| self.seen(*at)).collect();
            for (repeat, before) in repeats_of_victim(&seen) {
                let (repeat, before) = (place_of(repeat), place_of(before));
                earlier[repeat] = earlier[repeat].max(Some(before));
            }
        }
        earlier
    }

    /// With its place for an id, because an id tells when a row was made.
    fn seen(&self, at: usize) -> SeenIncident {
        let incident = &self.all[at];
        SeenIncident {
            id: IncidentId::from_uuid(Uuid::from_u128(at as u128)),
            reported_on: incident.reported_on,
            reported_at: incident.reported_at,
            is_live: incident.is_live,
        }
    }
}

fn place_of(id: IncidentId) -> usize {
    usize::try_from(id.uuid().as_u128()).unwrap_or(usize::MAX)
}

fn fact(incident: Incident, earlier: Option<IncidentId>) -> IncidentFact {
    IncidentFact {
        incident: incident.id,
        agency: incident.agency,
        area_code: incident.area_code,
        reported_on: incident.reported_on,
        is_live: incident.is_live,
        has_named_victim: !incident.victims.is_empty(),
        earlier,
    }
}

impl Change {
    pub(super) fn save(self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
        if let Some((id, _)) = self.ended {
            store::update_incident_fact_ended(tx, id, now)?;
        }
        match self.new {
            Some(fact) => store::insert_incident_fact(tx, entropy::id(now), &fact, now),
            None => Ok(()),
        }
    }
}
