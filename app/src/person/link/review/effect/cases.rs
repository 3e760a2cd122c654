//! Cases heard that an answer would make repeats, or one case, or the other way round.

use super::{
    Changed, Count, Found, Place, Sides,
    store::{self, NamedReferral},
};
use crate::{
    db::{DbError, Tx},
    performance::components,
    person::link::gather::number,
};
use domain::{
    ids::{AgencyId, MaracId, PersonId, ReferralId},
    marac::{
        ReferralStatus,
        repeat::{SeenReferral, cases_heard},
    },
    performance::Indicator,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// A referral of a victim whom joining the two may concern.
pub(super) struct Referral {
    pub id: ReferralId,
    pub agency: AgencyId,
    pub agency_code: String,
    pub reference: String,
    pub referred_on: Date,
    pub status: ReferralStatus,
    pub incident_on: Option<Date>,
    pub identified_on: Option<Date>,
    pub heard_on: Option<Date>,
    pub marac: MaracId,
    pub area_code: Option<String>,
    pub victim: PersonId,
    pub perpetrators: Vec<PersonId>,
}

/// A case by its day and MARAC and the referral that begins it, and of which it is a repeat.
struct Case {
    on: Date,
    marac: MaracId,
    first: usize,
    earlier: Option<usize>,
}

pub(super) fn changed(
    tx: &mut Tx<'_>,
    sides: &Sides,
    is_shut: &dyn Fn(Uuid, MaracId) -> bool,
    count: Count<'_>,
) -> Result<Vec<Found>, DbError> {
    let (mut all, counted) = store::list_referrals(tx, sides.everybody())?;
    all.retain(|referral| !is_shut(referral.id.uuid(), referral.marac));
    // Places stand for ids, as where the facts are made.
    all.sort_by(|one, next| {
        let names =
            |referral: &Referral| (referral.agency_code.clone(), referral.reference.clone());
        one.referred_on.cmp(&next.referred_on).then_with(|| names(one).cmp(&names(next)))
    });
    all.dedup_by_key(|referral| referral.id);
    let same = same_incidents(&all, &store::list_same_incident(tx)?);
    let known = |person: PersonId| counted.get(&person).copied().unwrap_or(person);
    let together = |person: PersonId| sides.apart(person).map_or(known(person), |_| sides.names.0);
    let apart = |person: PersonId| sides.apart(person).unwrap_or(known(person));
    let (together, apart) = (cases(&all, &same, together), cases(&all, &same, apart));
    let (before, after) = if sides.count_as_one { (together, apart) } else { (apart, together) };
    for (side, of) in [(-1, &before), (1, &after)] {
        for case in of {
            let first = &all[case.first];
            let place = Place {
                indicator: Indicator::Ni32,
                on: case.on,
                area: first.area_code.as_deref(),
                agency: first.agency,
            };
            count(place, side * i64::from(case.earlier.is_some()), side);
        }
    }
    let key = |case: &Case| (case.on, case.marac, case.first);
    let was: HashMap<_, bool> =
        before.iter().map(|case| (key(case), case.earlier.is_some())).collect();
    let differs = |case: &&Case| was.get(&key(case)) != Some(&case.earlier.is_some());
    let told = after
        .iter()
        .filter(differs)
        .filter(|case| case.earlier.is_some() || was.get(&key(case)) == Some(&true));
    Ok(told.map(|case| found(&all, case)).collect())
}

fn found(all: &[Referral], case: &Case) -> Found {
    let first = &all[case.first];
    let earlier = case.earlier.map(|at| &all[at]);
    Found {
        changed: Changed {
            indicator: Indicator::Ni32,
            reference: first.reference.clone(),
            on: case.on,
            becomes_repeat: case.earlier.is_some(),
            earlier: earlier.map(|earlier| (earlier.reference.clone(), earlier.referred_on)),
        },
        agency: first.agency,
        earlier_agency: earlier.map(|earlier| earlier.agency),
    }
}

/// The cases of all of these victims, when each person is who `named` says.
fn cases(all: &[Referral], same: &[u32], named: impl Fn(PersonId) -> PersonId) -> Vec<Case> {
    let mut of_victim: BTreeMap<PersonId, Vec<SeenReferral>> = BTreeMap::new();
    for (at, referral) in all.iter().enumerate() {
        of_victim.entry(named(referral.victim)).or_default().push(SeenReferral {
            id: ReferralId::from_uuid(Uuid::from_u128(at as u128)),
            reference: referral.reference.clone(),
            referred_on: referral.referred_on,
            status: referral.status,
            incident_on: referral.incident_on,
            identified_on: referral.identified_on,
            heard_on: referral.heard_on,
            marac: referral.marac,
            same_incident: same[at].into(),
            perpetrators: referral.perpetrators.iter().map(|one| named(*one)).collect(),
        });
    }
    let place = |id: ReferralId| usize::try_from(id.uuid().as_u128()).unwrap_or(usize::MAX);
    let heard = of_victim.values().flat_map(|seen| cases_heard(seen));
    let case = heard.filter_map(|case| {
        Some(Case {
            on: case.heard_on,
            marac: case.marac,
            first: place(*case.referrals.first()?),
            earlier: case.repeat.map(|repeat| place(repeat.earlier)),
        })
    });
    case.collect()
}

/// A number for each of `all`, equal for those of one incident, by whatever chain of others. `said`
/// is who names whom, both by sender and reference.
fn same_incidents(all: &[Referral], said: &[[NamedReferral; 2]]) -> Vec<u32> {
    let of_all = all.iter().map(|one| (one.agency, one.reference.as_str()));
    let of_said = said.iter().flatten().map(|(agency, reference)| (*agency, reference.as_str()));
    let mut named: Vec<(AgencyId, &str)> = of_all.collect();
    let mut places: HashMap<(AgencyId, &str), u32> = named.iter().copied().zip(0..).collect();
    for name in of_said {
        places.entry(name).or_insert_with(|| {
            named.push(name);
            number(named.len() - 1)
        });
    }
    let said = said.iter().filter_map(|[from, to]| {
        Some((*places.get(&(from.0, from.1.as_str()))?, to.0, to.1.as_str()))
    });
    let mut same = components(&named, &said.collect::<Vec<_>>());
    same.truncate(all.len());
    same
}
