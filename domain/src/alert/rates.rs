//! Detectors of how much: many people, searches in vain, glass and whereabouts again and again.

use std::collections::{BTreeMap, VecDeque};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::{AlertKind, Deed, DetectionRules, Doing, Finding, Findings, Staff};
use crate::ids::{EntryId, PersonId};

const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

/// What one user did so far, as far as it is counted.
#[derive(Default)]
pub(super) struct Much {
    day: Option<Date>,
    of_day: People,
    of_hour: People,
    whereabouts: People,
    searches: Searches,
    broken: Vec<(Date, EntryId)>,
}

/// Looks at people, and how many of them are different people.
#[derive(Default)]
struct People {
    looks: VecDeque<(Timestamp, PersonId, EntryId)>,
    times: BTreeMap<PersonId, u32>,
}

impl People {
    fn push(&mut self, person: PersonId, deed: &Deed) {
        self.looks.push_back((deed.at, person, deed.entry));
        *self.times.entry(person).or_default() += 1;
    }

    /// Forgets what is not within the hour before `at_last`.
    fn keep_hour(&mut self, at_last: Timestamp) {
        while let Some((at, person, _)) = self.looks.front().copied() {
            if at_last.duration_since(at) < AN_HOUR {
                return;
            }
            self.looks.pop_front();
            if let Some(times) = self.times.get_mut(&person) {
                *times -= 1;
                if *times == 0 {
                    self.times.remove(&person);
                }
            }
        }
    }

    fn different(&self) -> u32 {
        u32::try_from(self.times.len()).unwrap_or(u32::MAX)
    }

    fn entries(&self) -> Vec<EntryId> {
        self.looks.iter().map(|(_, _, entry)| *entry).collect()
    }
}

/// The searches of a day.
#[derive(Default)]
struct Searches {
    all: u32,
    in_vain: Vec<EntryId>,
    /// The last of what was done was this search, and it found somebody.
    hopeful: Option<EntryId>,
}

impl Searches {
    /// A search is in vain that found nobody, or after which nothing came but another search.
    fn push(&mut self, deed: &Deed) {
        let before = self.hopeful.take();
        let Doing::Search { found } = deed.doing else { return };
        self.all += 1;
        self.in_vain.extend(before);
        match found {
            0 => self.in_vain.push(deed.entry),
            _ => self.hopeful = Some(deed.entry),
        }
    }
}

/// The entries behind a finding, where there is one.
type Detector = fn(&Much, &DetectionRules, (&Staff, Date)) -> Option<Vec<EntryId>>;

impl Much {
    /// Counts one more deed on.
    pub(super) fn count(&mut self, deed: &Deed) {
        if self.day.replace(deed.day) != Some(deed.day) {
            self.of_day = People::default();
            self.whereabouts = People::default();
            self.searches = Searches::default();
        }
        self.of_hour.keep_hour(deed.at);
        match deed.doing {
            // What a search listed belongs to the search.
            Doing::Listed(_) => return,
            Doing::Opened(person) => {
                self.of_day.push(person, deed);
                self.of_hour.push(person, deed);
            }
            Doing::OpenedWhereabouts(person) => self.whereabouts.push(person, deed),
            Doing::BrokeGlass => self.broken.push((deed.day, deed.entry)),
            Doing::Search { .. }
            | Doing::MetExclusion { .. }
            | Doing::ReadOwnDoings
            | Doing::TriedOwnAlert
            | Doing::Worked => {}
        }
        self.searches.push(deed);
    }

    /// What the last deed that was counted completes.
    pub(super) fn find(
        &self,
        rules: &DetectionRules,
        staff: &Staff,
        deed: &Deed,
        findings: &mut Findings,
    ) {
        let (kind, detect): (_, Detector) = match deed.doing {
            Doing::Opened(_) => (AlertKind::FanOut, Much::fan_out),
            Doing::Search { .. } => (AlertKind::Fishing, Much::fishing),
            Doing::BrokeGlass => (AlertKind::BreakGlassRate, Much::broken_again),
            Doing::OpenedWhereabouts(_) => (AlertKind::WhereaboutsRate, Much::many_whereabouts),
            Doing::Listed(_)
            | Doing::MetExclusion { .. }
            | Doing::ReadOwnDoings
            | Doing::TriedOwnAlert
            | Doing::Worked => return,
        };
        let (about, at, day) = (staff.user, deed.at, deed.day);
        // Too much for today is found once, not again with everything that follows.
        if findings.has((kind, None, day)) {
            return;
        }
        if let Some(entries) = detect(self, rules, (staff, day)) {
            let make = || Finding { kind, about, subject: None, holder: None, at, day, entries };
            findings.push((kind, None, day), make);
        }
    }

    /// So many different people within the hour, or the day, as nobody of the role usually opens.
    fn fan_out(&self, rules: &DetectionRules, (staff, _): (&Staff, Date)) -> Option<Vec<EntryId>> {
        let usual = staff.usual_day();
        let is_many = |people: u32, least: u32, times: u32| {
            least <= people && usual.saturating_mul(times) < people
        };
        let of_hour =
            is_many(self.of_hour.different(), rules.people_an_hour, rules.hour_times_usual_day);
        let of_day =
            is_many(self.of_day.different(), rules.people_a_day, rules.day_times_usual_day);
        let many = if of_hour { &self.of_hour } else { &self.of_day };
        (of_hour || of_day).then(|| many.entries())
    }

    fn fishing(&self, rules: &DetectionRules, _: (&Staff, Date)) -> Option<Vec<EntryId>> {
        let Searches { all, in_vain, .. } = &self.searches;
        let count = u32::try_from(in_vain.len()).unwrap_or(u32::MAX);
        let is_most = rules.searches_in_vain_percent * all <= 100 * count;
        let is_many = rules.searches_in_vain <= count && is_most;
        is_many.then(|| in_vain.clone())
    }

    fn broken_again(
        &self,
        rules: &DetectionRules,
        (_, today): (&Staff, Date),
    ) -> Option<Vec<EntryId>> {
        let since = today.saturating_sub(rules.glass_days.days());
        let broken = self.broken.iter().filter(|(day, _)| since < *day);
        let entries: Vec<EntryId> = broken.map(|(_, entry)| *entry).collect();
        let is_many = usize::try_from(rules.glass_times).is_ok_and(|least| least <= entries.len());
        is_many.then_some(entries)
    }

    fn many_whereabouts(&self, rules: &DetectionRules, _: (&Staff, Date)) -> Option<Vec<EntryId>> {
        let is_many = rules.whereabouts_a_day <= self.whereabouts.different();
        is_many.then(|| self.whereabouts.entries())
    }
}
