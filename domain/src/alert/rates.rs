//! Detectors of how much: many people, searches in vain, glass and whereabouts again and again.

use std::collections::BTreeSet;

use jiff::{SignedDuration, ToSpan};

use super::{AlertKind, Deed, DetectionRules, Doing, Finding, Staff};
use crate::ids::{EntryId, PersonId};

const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

pub(super) fn find(
    rules: &DetectionRules,
    staff: &Staff,
    (deeds, at): (&[Deed], usize),
    findings: &mut Vec<Finding>,
) {
    let (deed, until_now) = (&deeds[at], &deeds[..=at]);
    let found = match deed.doing {
        Doing::Opened(_) => fan_out(rules, staff, until_now),
        Doing::Search { .. } => fishing(rules, until_now),
        Doing::BrokeGlass => broken_again(rules, until_now),
        Doing::OpenedWhereabouts(_) => many_whereabouts(rules, until_now),
        Doing::Listed(_)
        | Doing::MetExclusion { .. }
        | Doing::ReadOwnDoings
        | Doing::TriedOwnAlert
        | Doing::Worked => None,
    };
    if let Some((kind, entries)) = found {
        let (about, at, day) = (staff.user, deed.at, deed.day);
        findings.push(Finding { kind, about, subject: None, holder: None, at, day, entries });
    }
}

type Found = Option<(AlertKind, Vec<EntryId>)>;

/// So many different people within the hour, or the day, as nobody of the role usually opens.
fn fan_out(rules: &DetectionRules, staff: &Staff, deeds: &[Deed]) -> Found {
    let last = deeds.last()?;
    let usual = staff.usual_day();
    let of_day = |deed: &&Deed| deed.day == last.day;
    let of_hour = |deed: &&Deed| last.at.duration_since(deed.at) < AN_HOUR;
    let day: Vec<(PersonId, EntryId)> = opened(deeds.iter().filter(of_day));
    let hour = opened(deeds.iter().filter(of_hour));
    let is_many = |people: u32, least: u32, times: u32| {
        least <= people && usual.saturating_mul(times) < people
    };
    let entries = |found: Vec<(PersonId, EntryId)>| {
        Some((AlertKind::FanOut, found.into_iter().map(|(_, entry)| entry).collect()))
    };
    if is_many(people(&hour), rules.people_an_hour, rules.hour_times_usual_day) {
        return entries(hour);
    }
    if is_many(people(&day), rules.people_a_day, rules.day_times_usual_day) {
        return entries(day);
    }
    None
}

fn opened<'d>(deeds: impl Iterator<Item = &'d Deed>) -> Vec<(PersonId, EntryId)> {
    let person = |deed: &Deed| {
        let Doing::Opened(person) = deed.doing else { return None };
        Some((person, deed.entry))
    };
    deeds.filter_map(person).collect()
}

fn people(opened: &[(PersonId, EntryId)]) -> u32 {
    let different: BTreeSet<_> = opened.iter().map(|(person, _)| person).collect();
    u32::try_from(different.len()).unwrap_or(u32::MAX)
}

/// A search is in vain that found nobody, or after which nothing came but another search.
fn fishing(rules: &DetectionRules, deeds: &[Deed]) -> Found {
    let last = deeds.last()?;
    let deeds = deeds.iter().filter(|deed| deed.day == last.day);
    // What a search listed belongs to the search.
    let deeds: Vec<_> = deeds.filter(|deed| !matches!(deed.doing, Doing::Listed(_))).collect();
    let (mut all, mut in_vain) = (0_u32, Vec::new());
    for (at, deed) in deeds.iter().enumerate() {
        let Doing::Search { found } = deed.doing else { continue };
        all += 1;
        let next = deeds.get(at + 1).map(|next| next.doing);
        if found == 0 || matches!(next, Some(Doing::Search { .. })) {
            in_vain.push(deed.entry);
        }
    }
    let count = u32::try_from(in_vain.len()).unwrap_or(u32::MAX);
    let is_most = rules.searches_in_vain_percent * all <= 100 * count;
    (rules.searches_in_vain <= count && is_most).then_some((AlertKind::Fishing, in_vain))
}

fn broken_again(rules: &DetectionRules, deeds: &[Deed]) -> Found {
    let since = deeds.last()?.day.saturating_sub(rules.glass_days.days());
    let broken = deeds.iter().filter(|deed| since < deed.day && deed.doing == Doing::BrokeGlass);
    let entries: Vec<EntryId> = broken.map(|deed| deed.entry).collect();
    let is_many = usize::try_from(rules.glass_times).is_ok_and(|least| least <= entries.len());
    is_many.then_some((AlertKind::BreakGlassRate, entries))
}

fn many_whereabouts(rules: &DetectionRules, deeds: &[Deed]) -> Found {
    let last = deeds.last()?;
    let person = |deed: &Deed| {
        let Doing::OpenedWhereabouts(person) = deed.doing else { return None };
        (deed.day == last.day).then_some((person, deed.entry))
    };
    let opened: Vec<(PersonId, EntryId)> = deeds.iter().filter_map(person).collect();
    let is_many = rules.whereabouts_a_day <= people(&opened);
    let entries = opened.into_iter().map(|(_, entry)| entry).collect();
    is_many.then_some((AlertKind::WhereaboutsRate, entries))
}
