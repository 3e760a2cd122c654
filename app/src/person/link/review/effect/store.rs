//! What is known of everybody on both sides and of whoever shares a case with them.

use super::{cases::Referral, incidents::Incident};
use crate::{
    db::{DbError, Row, Tx},
    params,
    person::{find_group, list_guess_of},
};
use domain::{
    ids::{AgencyId, PersonId, ReferralId},
    incident::IncidentStatus,
};
use std::collections::{BTreeSet, HashMap, hash_map::Entry};

pub(super) fn list_area_names(tx: &mut Tx<'_>) -> Result<HashMap<String, String>, DbError> {
    let areas =
        tx.list("select code, name from area where superseded_at is null", params![], |row| {
            Ok((row.get("code")?, row.get("name")?))
        })?;
    Ok(areas.into_iter().collect())
}

/// The incidents of which one of these is a named victim, once for each of these.
pub(super) fn list_incidents(
    tx: &mut Tx<'_>,
    persons: impl Iterator<Item = PersonId>,
) -> Result<Vec<Incident>, DbError> {
    let mut all = Vec::new();
    for person in persons {
        all.extend(list_incidents_of(tx, person)?);
    }
    Ok(all)
}

fn list_incidents_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Incident>, DbError> {
    tx.list(
        "select distinct s.incident_id, i.agency_id, a.code as agency, i.reference, s.area_code,
                s.reported_on, s.reported_at, s.status, f.earlier_id
         from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
              and r.is_named
         join incident_pair p on p.victim_id = r.record_id
         join incident_state s on s.state_id = p.state_id and s.superseded_at is null
         join incident i on i.incident_id = s.incident_id
         join agency a on a.agency_id = i.agency_id
         left join incident_fact f on f.incident_id = s.incident_id and f.superseded_at is null
         where m.person_id = $1 and m.superseded_at is null",
        params![person],
        |row| {
            let reported_at: Option<String> = row.get("reported_at")?;
            let reported_at = reported_at.map(|text| text.parse()).transpose();
            let broken = |error: jiff::Error| DbError::Column {
                name: "reported_at",
                why: error.to_string(),
            };
            Ok(Incident {
                id: row.get("incident_id")?,
                agency: row.get("agency_id")?,
                agency_code: row.get("agency")?,
                reference: row.get("reference")?,
                area_code: row.get("area_code")?,
                reported_on: row.get("reported_on")?,
                reported_at: reported_at.map_err(broken)?,
                is_live: row.get::<IncidentStatus>("status")? == IncidentStatus::Live,
                victim: person,
                repeat_of: row.get("earlier_id")?,
            })
        },
    )
}

/// Every referral of every victim of a referral in which one of these is a party, and by whom each
/// person in them counts.
pub(super) fn list_referrals(
    tx: &mut Tx<'_>,
    persons: impl Iterator<Item = PersonId>,
) -> Result<(Vec<Referral>, HashMap<PersonId, PersonId>), DbError> {
    let mut victims = BTreeSet::new();
    for person in persons {
        for victim in list_victims(tx, person)? {
            victims.extend(list_guess_of(tx, victim)?);
        }
    }
    let (mut all, mut counted) = (Vec::new(), HashMap::new());
    for victim in victims {
        counted.insert(victim, find_group(tx, victim)?);
        let first = all.len();
        all.extend(list_of_victim(tx, victim)?);
        let mut perpetrators: HashMap<ReferralId, Vec<PersonId>> = HashMap::new();
        for (referral, person) in list_perpetrators(tx, victim)? {
            if let Entry::Vacant(new) = counted.entry(person) {
                new.insert(find_group(tx, person)?);
            }
            perpetrators.entry(referral).or_default().push(person);
        }
        for referral in &mut all[first..] {
            referral.perpetrators = perpetrators.remove(&referral.id).unwrap_or_default();
        }
    }
    Ok((all, counted))
}

/// The victims of the referrals in which a person is a party.
fn list_victims(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<PersonId>, DbError> {
    tx.list(
        "select distinct v.person_id
         from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
              and r.source_kind = 'referral'
         join referral_state s on s.referral_id = r.source_id and s.superseded_at is null
         join membership v on v.record_id = s.victim_id and v.superseded_at is null
         where m.person_id = $1 and m.superseded_at is null",
        params![person],
        |row| row.get("person_id"),
    )
}

fn list_of_victim(tx: &mut Tx<'_>, victim: PersonId) -> Result<Vec<Referral>, DbError> {
    let referral = |row: &Row<'_>| {
        Ok(Referral {
            id: row.get("referral_id")?,
            agency: row.get("agency_id")?,
            agency_code: row.get("agency")?,
            reference: row.get("reference")?,
            referred_on: row.get("referred_on")?,
            status: row.get("status")?,
            incident_on: row.get("incident_on")?,
            identified_on: row.get("identified_on")?,
            heard_on: row.get("heard_on")?,
            marac: row.get("marac_id")?,
            area_code: row.get("area_code")?,
            victim,
            perpetrators: Vec::new(),
        })
    };
    tx.list(
        "select s.referral_id, f.agency_id, a.code as agency, f.reference, s.referred_on,
                s.status, s.incident_on, s.identified_on, s.heard_on, s.marac_id, s.area_code
         from membership m
         join referral_state s on s.victim_id = m.record_id and s.superseded_at is null
         join referral f on f.referral_id = s.referral_id
         join agency a on a.agency_id = f.agency_id
         where m.person_id = $1 and m.superseded_at is null",
        params![victim],
        referral,
    )
}

fn list_perpetrators(
    tx: &mut Tx<'_>,
    victim: PersonId,
) -> Result<Vec<(ReferralId, PersonId)>, DbError> {
    tx.list(
        "select s.referral_id, o.person_id
         from membership m
         join referral_state s on s.victim_id = m.record_id and s.superseded_at is null
         join referral_perpetrator p on p.state_id = s.state_id
         join membership o on o.record_id = p.record_id and o.superseded_at is null
         where m.person_id = $1 and m.superseded_at is null order by s.referral_id, p.place",
        params![victim],
        |row| Ok((row.get("referral_id")?, row.get("person_id")?)),
    )
}

/// A referral as others name it: by its sender and the sender's reference.
pub(super) type NamedReferral = (AgencyId, String);

/// Which referrals are said to be of one incident, as far as both are there: few are, so all of
/// them, for the chains.
pub(super) fn list_same_incident(tx: &mut Tx<'_>) -> Result<Vec<[NamedReferral; 2]>, DbError> {
    tx.list(
        "select n.agency_id, n.reference, x.agency_id as other_agency, x.reference as other
         from referral_same_incident x
         join referral_state s on s.state_id = x.state_id and s.superseded_at is null
         join referral n on n.referral_id = s.referral_id
         join referral f on f.agency_id = x.agency_id and f.reference = x.reference
         join referral_state o on o.referral_id = f.referral_id and o.superseded_at is null",
        params![],
        |row| {
            let from = (row.get("agency_id")?, row.get("reference")?);
            Ok([from, (row.get("other_agency")?, row.get("other")?)])
        },
    )
}
