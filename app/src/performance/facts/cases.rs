//! Which cases the MARACs heard, which of them are repeats, and whose they were.

use super::{same_incident::components, store};
use crate::{
    db::{DbError, Tx},
    entropy,
};
use domain::{
    ids::{AgencyId, MaracId, PersonId, ReferralId},
    marac::{
        ReferralStatus, ReferrerKind,
        repeat::{CaseHeard, SeenReferral, cases_heard},
    },
    person::{Equality, Sex},
};
use jiff::{Timestamp, civil::Date};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

const PAGE: i64 = 5_000;
/// The dataset counts those of 17 or younger who harm others.
const CHILD_AT_MOST: i64 = 17;

/// A referral as its current state tells of it.
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
    pub referring_agency: AgencyId,
    pub referrer_kind: Option<ReferrerKind>,
    pub area_code: Option<String>,
    pub children: Option<i64>,
    /// Nothing while nobody has linked the victim's record.
    pub victim: Option<PersonId>,
    pub traits: Traits,
    pub perpetrators: Vec<PersonId>,
    pub is_harmed_by_child: Option<bool>,
}

/// What the dataset asks of a victim; nothing where it is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Traits {
    pub age: Option<i64>,
    pub is_male: Option<bool>,
    pub is_bme: Option<bool>,
    pub is_lgbt: Option<bool>,
    pub is_disabled: Option<bool>,
}

/// When somebody was born, or how old they were on a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Age {
    pub date_of_birth: Option<Date>,
    pub age: Option<i64>,
    pub seen_on: Date,
}

/// One perpetrator of one referral.
pub(super) struct Perpetrator {
    pub referral: ReferralId,
    pub person: Option<PersonId>,
    pub age: Age,
}

/// A row of `case_fact`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CaseFact {
    pub victim: PersonId,
    pub marac: MaracId,
    pub heard_on: Date,
    pub first: ReferralId,
    pub referring_agency: AgencyId,
    pub referrer_kind: Option<ReferrerKind>,
    pub area_code: Option<String>,
    /// The referral that makes it a repeat, and of which one.
    pub repeat: Option<(ReferralId, ReferralId)>,
    pub referrals: i64,
    pub children: Option<i64>,
    pub traits: Traits,
    pub is_harmed_by_child: Option<bool>,
}

/// Every referral, who names whom as the same incident, and those with a party whom nobody has
/// linked yet.
pub(super) struct Cases {
    all: Vec<Referral>,
    said: Vec<(ReferralId, AgencyId, String)>,
    unlinked: HashSet<ReferralId>,
}

/// One fact to end, to begin, or both.
pub(super) struct Change {
    pub ended: Option<(Uuid, CaseFact)>,
    pub new: Option<CaseFact>,
}

impl Age {
    /// In whole years; who was born on 29 February is a year older on 1 March.
    pub(super) fn on(self, day: Date) -> Option<i64> {
        match self.date_of_birth {
            Some(born) => (born <= day).then(|| whole_years(born, day)),
            None => self.age.map(|age| match self.seen_on <= day {
                true => age + whole_years(self.seen_on, day),
                false => (age - whole_years(day, self.seen_on)).max(0),
            }),
        }
    }
}

fn whole_years(from: Date, to: Date) -> i64 {
    let is_before = (to.month(), to.day()) < (from.month(), from.day());
    i64::from(to.year()) - i64::from(from.year()) - i64::from(is_before)
}

impl Traits {
    pub(super) fn of(
        (age, heard_on): (Age, Option<Date>),
        sex: Option<Sex>,
        equality: &Equality,
        said_lgbt: Option<bool>,
    ) -> Traits {
        let recorded = equality.is_lgbt();
        let either = [said_lgbt, recorded].contains(&Some(true));
        Traits {
            age: heard_on.and_then(|day| age.on(day)),
            is_male: sex.map(|sex| sex == Sex::Male),
            is_bme: equality.is_bme(),
            is_lgbt: if either { Some(true) } else { said_lgbt.or(recorded) },
            is_disabled: equality.is_disabled(),
        }
    }
}

/// Yes if one is; no if it is known of all that they are not.
fn any(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let answers: Vec<_> = answers.collect();
    match answers.contains(&Some(true)) {
        true => Some(true),
        false if answers.is_empty() || answers.contains(&None) => None,
        false => Some(false),
    }
}

impl Referral {
    /// The day that has to fall within the twelve months, and on which a perpetrator's age counts.
    fn trigger(&self) -> Date {
        self.incident_on.or(self.identified_on).unwrap_or(self.referred_on)
    }

    fn take(&mut self, perpetrators: &[&Perpetrator]) {
        let trigger = self.trigger();
        let is_child = |one: &&Perpetrator| one.age.on(trigger).map(|age| age <= CHILD_AT_MOST);
        self.is_harmed_by_child = any(perpetrators.iter().map(is_child));
        self.perpetrators = perpetrators.iter().filter_map(|one| one.person).collect();
    }

    fn seen(&self, place: usize, same_incident: u32) -> SeenReferral {
        SeenReferral {
            id: ReferralId::from_uuid(Uuid::from_u128(place as u128)),
            reference: self.reference.clone(),
            referred_on: self.referred_on,
            status: self.status,
            incident_on: self.incident_on,
            identified_on: self.identified_on,
            heard_on: self.heard_on,
            marac: self.marac,
            same_incident: same_incident.into(),
            perpetrators: self.perpetrators.clone(),
        }
    }
}

impl Cases {
    pub(super) fn read(tx: &mut Tx<'_>) -> Result<Cases, DbError> {
        let mut cases = Cases { all: Vec::new(), said: Vec::new(), unlinked: HashSet::new() };
        let mut after = ReferralId::from_uuid(Uuid::nil());
        loop {
            let mut page = store::list_referrals(tx, after, PAGE)?;
            let Some(last) = page.last() else { break };
            let until = last.id;
            let perpetrators = store::list_perpetrators(tx, after, until)?;
            let mut of: HashMap<ReferralId, Vec<&Perpetrator>> = HashMap::new();
            for one in &perpetrators {
                of.entry(one.referral).or_default().push(one);
            }
            for referral in &mut page {
                let own = of.remove(&referral.id).unwrap_or_default();
                referral.take(&own);
                if referral.victim.is_none() || own.iter().any(|one| one.person.is_none()) {
                    cases.unlinked.insert(referral.id);
                }
            }
            cases.said.append(&mut store::list_same_incident(tx, after, until)?);
            cases.all.append(&mut page);
            after = until;
        }
        // Places stand for ids below: an id tells which row was made first, and that must decide
        // nothing.
        cases.all.sort_by(|one, other| {
            let names =
                |referral: &Referral| (referral.agency_code.clone(), referral.reference.clone());
            one.referred_on.cmp(&other.referred_on).then_with(|| names(one).cmp(&names(other)))
        });
        Ok(cases)
    }

    pub(super) fn is_unlinked(&self, referral: Uuid) -> bool {
        self.unlinked.contains(&ReferralId::from_uuid(referral))
    }

    /// What has to be written for `kept` to be what the referrals say.
    pub(super) fn changes(&self, kept: Vec<(Uuid, CaseFact)>) -> Vec<Change> {
        type Key = (PersonId, MaracId, Date);
        let key = |fact: &CaseFact| (fact.victim, fact.marac, fact.heard_on);
        let mut kept: BTreeMap<Key, (Uuid, CaseFact)> =
            kept.into_iter().map(|(id, fact)| (key(&fact), (id, fact))).collect();
        let mut changes = Vec::new();
        for fact in self.facts() {
            let before = kept.remove(&key(&fact));
            if before.as_ref().is_some_and(|(_, before)| *before == fact) {
                continue;
            }
            changes.push(Change { ended: before, new: Some(fact) });
        }
        let gone = kept.into_values().map(|fact| Change { ended: Some(fact), new: None });
        changes.extend(gone);
        changes
    }

    fn facts(&self) -> Vec<CaseFact> {
        let same = self.same_incident();
        let mut of_victim: BTreeMap<PersonId, Vec<SeenReferral>> = BTreeMap::new();
        for (at, referral) in self.all.iter().enumerate() {
            if let Some(victim) = referral.victim {
                of_victim.entry(victim).or_default().push(referral.seen(at, same[at]));
            }
        }
        let facts = of_victim.iter().flat_map(|(victim, seen)| {
            cases_heard(seen).into_iter().filter_map(|case| self.fact(*victim, &case))
        });
        facts.collect()
    }

    fn same_incident(&self) -> Vec<u32> {
        let places: HashMap<ReferralId, u32> =
            (0..).zip(&self.all).map(|(at, referral)| (referral.id, at)).collect();
        let referrals: Vec<_> =
            self.all.iter().map(|one| (one.agency, one.reference.as_str())).collect();
        let said = self.said.iter().filter_map(|(from, agency, reference)| {
            Some((*places.get(from)?, *agency, reference.as_str()))
        });
        components(&referrals, &said.collect::<Vec<_>>())
    }

    fn fact(&self, victim: PersonId, case: &CaseHeard) -> Option<CaseFact> {
        let of: Vec<&Referral> = case.referrals.iter().map(|id| self.at(*id)).collect();
        let first = of.first()?;
        let repeat =
            case.repeat.map(|repeat| (self.at(repeat.referral).id, self.at(repeat.earlier).id));
        Some(CaseFact {
            victim,
            marac: case.marac,
            heard_on: case.heard_on,
            first: first.id,
            referring_agency: first.referring_agency,
            referrer_kind: first.referrer_kind,
            area_code: first.area_code.clone(),
            repeat,
            referrals: i64::try_from(of.len()).unwrap_or(i64::MAX),
            children: of.iter().filter_map(|one| one.children).max(),
            traits: first.traits,
            is_harmed_by_child: any(of.iter().map(|one| one.is_harmed_by_child)),
        })
    }

    fn at(&self, place: ReferralId) -> &Referral {
        &self.all[usize::try_from(place.uuid().as_u128()).unwrap_or(usize::MAX)]
    }
}

impl Change {
    pub(super) fn save(self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
        if let Some((id, _)) = self.ended {
            store::update_case_fact_ended(tx, id, now)?;
        }
        match self.new {
            Some(fact) => store::insert_case_fact(tx, entropy::id(now), &fact, now),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const SEEN: Date = date(2008, 6, 1);

    fn born(day: Date) -> Age {
        Age { date_of_birth: Some(day), age: None, seen_on: SEEN }
    }

    #[test]
    fn a_birthday_makes_a_year_older_that_day_and_not_before() {
        let child = born(date(1991, 4, 10));
        assert_eq!(child.on(date(2008, 4, 9)), Some(16));
        assert_eq!(child.on(date(2008, 4, 10)), Some(17));
        assert_eq!(born(date(1992, 2, 29)).on(date(2009, 2, 28)), Some(16));
        assert_eq!(born(date(1992, 2, 29)).on(date(2009, 3, 1)), Some(17));
        assert_eq!(born(date(2009, 1, 1)).on(date(2008, 4, 10)), None);
    }

    #[test]
    fn an_age_without_a_birthday_grows_by_whole_years_from_the_day_it_was_told() {
        let told = Age { date_of_birth: None, age: Some(17), seen_on: SEEN };
        assert_eq!(told.on(date(2009, 5, 31)), Some(17));
        assert_eq!(told.on(date(2009, 6, 1)), Some(18));
        assert_eq!(told.on(date(2007, 6, 2)), Some(17));
        assert_eq!(told.on(date(2007, 6, 1)), Some(16));
        assert_eq!(Age { age: None, ..told }.on(SEEN), None);
    }

    #[test]
    fn one_yes_is_a_yes_and_one_unknown_makes_no_no() {
        let (yes, no) = (Some(true), Some(false));
        assert_eq!(any([no, None, yes].into_iter()), yes);
        assert_eq!(any([no, no].into_iter()), no);
        assert_eq!(any([no, None].into_iter()), None);
        assert_eq!(any([].into_iter()), None);
    }

    #[test]
    fn what_the_referral_says_of_being_lgbt_counts_like_the_monitoring() {
        let of = |said| Traits::of((born(SEEN), None), None, &Equality::default(), said).is_lgbt;
        assert_eq!([of(None), of(Some(true)), of(Some(false))], [None, Some(true), Some(false)]);
    }
}
