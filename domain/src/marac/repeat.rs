//! Which cases a MARAC heard, and which of them are repeats: a further incident between the same
//! two people within twelve months of the last referral.
//!
//! SafeLives' definition of a repeat, as NI 32 counts it. The clock starts at the day of the
//! referral, not of the meeting, and starts again with each accepted one. A case is a pair, so a
//! new perpetrator begins a clock of his own, and one event is one event however many agencies
//! refer it. Whether the anniversary counts is not published: here it does.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::ReferralStatus;
use crate::dates::plus_12_months;
use crate::ids::{MaracId, PersonId, ReferralId};

/// What the rules need to know of one referral of one victim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenReferral {
    pub id: ReferralId,
    /// The sender's own; it settles the order within a day, byte by byte.
    pub reference: String,
    pub referred_on: Date,
    pub status: ReferralStatus,
    /// The day of the incident that led to it.
    pub incident_on: Option<Date>,
    /// The day an agency learnt of that incident.
    pub identified_on: Option<Date>,
    /// The day a meeting concluded the case; nothing while it was not heard.
    pub heard_on: Option<Date>,
    pub marac: MaracId,
    /// Equal for two referrals that were said to be of the same incident, also by way of others.
    pub same_incident: u64,
    /// As linked; a perpetrator whom nothing identifies is nobody's match and may be left out.
    pub perpetrators: Vec<PersonId>,
}

impl SeenReferral {
    /// The day that has to fall within the twelve months.
    fn trigger(&self) -> Date {
        self.incident_on.or(self.identified_on).unwrap_or(self.referred_on)
    }

    /// A case that comes from another MARAC brings its clock along. Only an incident of its own
    /// can make it a repeat, because the move itself is none.
    fn can_be_repeat(&self) -> bool {
        match self.status {
            ReferralStatus::TransferredIn => self.incident_on.is_some(),
            status => status.is_accepted(),
        }
    }

    /// The first part decides; the others only see to it that the answer never hangs on the order
    /// in which rows come.
    fn order(&self) -> (Date, &[u8], ReferralId) {
        (self.referred_on, self.reference.as_bytes(), self.id)
    }

    fn is_of_same_incident(&self, other: &Self) -> bool {
        self.same_incident == other.same_incident
            || (self.incident_on.is_some() && self.incident_on == other.incident_on)
    }

    fn shares_perpetrator(&self, other: &Self) -> bool {
        self.perpetrators.iter().any(|perpetrator| other.perpetrators.contains(perpetrator))
    }

    /// A repeat of `latest`, if that is the latest earlier referral there is.
    fn repeat_of(&self, latest: &Self) -> Option<Repeat> {
        let within_until = plus_12_months(latest.referred_on);
        let repeat = Repeat { referral: self.id, earlier: latest.id, within_until };
        (self.trigger() <= within_until).then_some(repeat)
    }
}

/// Why a case is a repeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The referral that makes it one.
    pub referral: ReferralId,
    /// The latest earlier referral of the same pair, which is of another incident.
    pub earlier: ReferralId,
    /// The last day on which a further incident of the pair still was a repeat.
    pub within_until: Date,
}

/// A case as a MARAC heard it: one victim, on one day, at one MARAC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseHeard {
    pub heard_on: Date,
    pub marac: MaracId,
    /// By day of the referral, then by reference; the case counts in the area of the first.
    pub referrals: Vec<ReferralId>,
    /// Of the first of its referrals that makes it a repeat.
    pub repeat: Option<Repeat>,
}

/// Whether a referral makes its case a repeat, among all referrals of the same victim, its own
/// included or not.
///
/// It does when it is accepted and there is an earlier accepted referral, by an earlier day, with
/// one same perpetrator and of another incident, at whatever MARAC; and when its own incident
/// came no later than twelve months after the latest of these. The day of the incident counts,
/// else the day it was learnt of, else the day of the referral.
pub fn is_repeat(referral: &SeenReferral, of_one_victim: &[SeenReferral]) -> Option<Repeat> {
    if !referral.can_be_repeat() {
        return None;
    }
    let latest = of_one_victim
        .iter()
        .filter(|earlier| earlier.status.starts_clock())
        .filter(|earlier| earlier.referred_on < referral.referred_on)
        .filter(|earlier| earlier.shares_perpetrator(referral))
        .filter(|earlier| !earlier.is_of_same_incident(referral))
        .max_by_key(|earlier| earlier.order())?;
    referral.repeat_of(latest)
}

/// Every case of one victim that was heard, by day and MARAC.
///
/// The accepted referrals of the victim with the same day at the same MARAC are one case, however
/// many agencies referred it and however many perpetrators it has, and a repeat if one of them is.
/// Answers as [`is_repeat`] does for each, in the time it takes to sort them.
pub fn cases_heard(of_one_victim: &[SeenReferral]) -> Vec<CaseHeard> {
    let accepted = of_one_victim.iter().filter(|referral| referral.status.is_accepted());
    let mut in_order: Vec<&SeenReferral> = accepted.collect();
    in_order.sort_by_key(|referral| referral.order());
    let mut clocks = Clocks::default();
    let mut cases: BTreeMap<(Date, MaracId), CaseHeard> = BTreeMap::new();
    for day in in_order.chunk_by(|one, next| one.referred_on == next.referred_on) {
        for referral in day {
            let Some(heard_on) = referral.heard_on else { continue };
            let marac = referral.marac;
            let case = cases.entry((heard_on, marac)).or_insert_with(|| CaseHeard {
                heard_on,
                marac,
                referrals: Vec::new(),
                repeat: None,
            });
            case.referrals.push(referral.id);
            case.repeat = case.repeat.or_else(|| clocks.repeat(referral));
        }
        // Only now: an earlier referral is one of an earlier day.
        day.iter().for_each(|referral| clocks.start(referral));
    }
    cases.into_values().collect()
}

/// For each perpetrator the referrals that can still be the latest one of another incident.
#[derive(Default)]
struct Clocks<'a> {
    of: HashMap<PersonId, Vec<&'a SeenReferral>>,
}

impl<'a> Clocks<'a> {
    fn start(&mut self, referral: &'a SeenReferral) {
        if !referral.status.starts_clock() {
            return;
        }
        for perpetrator in &referral.perpetrators {
            let running = self.of.entry(*perpetrator).or_default();
            running.insert(0, referral);
            keep_what_can_answer(running);
        }
    }

    fn repeat(&self, referral: &SeenReferral) -> Option<Repeat> {
        if !referral.can_be_repeat() {
            return None;
        }
        let of = |perpetrator| self.of.get(perpetrator).into_iter().flatten();
        let latest = referral
            .perpetrators
            .iter()
            .filter_map(|one| of(one).find(|earlier| !earlier.is_of_same_incident(referral)))
            .max_by_key(|earlier| earlier.order())?;
        referral.repeat_of(latest)
    }
}

/// Drops from `running`, latest first, what no later referral can ask for.
///
/// A later referral asks for the latest that is not of its own incident, and tells that by two
/// marks: the group said to be the same incident, and the day. It passes over a running one when
/// one of the two is the same. On the latest it has to spend one mark, and the first that this
/// mark does not cover takes the other: two ways, each of which ends at the next that neither
/// covers. So four are kept at most, and a thousand referrals of one event cost no more than two.
fn keep_what_can_answer(running: &mut Vec<&SeenReferral>) {
    let mut kept: Vec<&SeenReferral> = Vec::new();
    for &next in running.iter() {
        if can_be_asked_for(next, &kept) {
            kept.push(next);
        }
    }
    *running = kept;
}

/// Whether some pair of marks is that of every one in `later`, and neither mark is that of `next`.
fn can_be_asked_for(next: &SeenReferral, later: &[&SeenReferral]) -> bool {
    let groups = later.iter().map(|one| Some(one.same_incident)).chain([None]);
    let marks = groups.flat_map(|group| {
        let days = later.iter().map(|one| one.incident_on).chain([None]);
        days.map(move |day| (group, day))
    });
    let mut of_one_event = marks.filter(|(group, day)| {
        let is_marked = |one: &SeenReferral| {
            *group == Some(one.same_incident) || (day.is_some() && *day == one.incident_on)
        };
        later.iter().all(|one| is_marked(one)) && !is_marked(next)
    });
    of_one_event.next().is_some()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    const PETE: PersonId = PersonId::from_uuid(Uuid::from_u128(1));

    fn referral(number: u64, same_incident: u64, incident_on: Option<Date>) -> SeenReferral {
        SeenReferral {
            id: ReferralId::from_uuid(Uuid::from_u128(number.into())),
            reference: number.to_string(),
            referred_on: date(2008, 4, 1),
            status: ReferralStatus::Accepted,
            incident_on,
            identified_on: None,
            heard_on: None,
            marac: MaracId::from_uuid(Uuid::from_u128(1)),
            same_incident,
            perpetrators: vec![PETE],
        }
    }

    fn kept_of(referrals: &[SeenReferral]) -> Vec<&str> {
        let mut clocks = Clocks::default();
        referrals.iter().for_each(|one| clocks.start(one));
        clocks.of[&PETE].iter().map(|one| one.reference.as_str()).collect()
    }

    #[test]
    fn of_a_thousand_referrals_of_one_event_one_or_two_are_kept() {
        let by_group: Vec<_> = (0..1_000).map(|number| referral(number, 7, None)).collect();
        assert_eq!(kept_of(&by_group), ["999"]);
        let day = Some(date(2008, 3, 1));
        let by_day: Vec<_> = (0..1_000).map(|number| referral(number, number, day)).collect();
        // The latest but one is asked for by what was said to be the latest one's incident.
        assert_eq!(kept_of(&by_day), ["999", "998"]);
    }

    #[test]
    fn of_any_referrals_at_most_four_are_kept() {
        let days = [None, Some(date(2008, 1, 2)), Some(date(2008, 1, 3)), Some(date(2008, 1, 4))];
        let day = |number: u64| days[(number * 11 % 13 % 4) as usize];
        let mixed = (0..600).map(|number| referral(number, number * 7 % 5, day(number)));
        let mixed: Vec<_> = mixed.collect();
        for until in 1..mixed.len() {
            assert!(kept_of(&mixed[..until]).len() <= 4, "{until}");
        }
        let four = [
            referral(1, 2, Some(date(2008, 1, 2))),
            referral(2, 1, Some(date(2008, 1, 2))),
            referral(3, 2, Some(date(2008, 1, 1))),
            referral(4, 1, Some(date(2008, 1, 1))),
        ];
        assert_eq!(kept_of(&four), ["4", "3", "2", "1"]);
    }
}
