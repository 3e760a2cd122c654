//! The conferences: who refers whom, what becomes of it, and on which day a case is heard.

use super::{
    calendar::{Day, weekday, year_of},
    incidents::{Incident, Standing},
    pairs::World,
    random::Random,
    totals::Hearing,
};
use std::collections::{BTreeSet, HashMap};

/// A conference: its name, its areas as they stand in `AREAS`, and when it meets.
pub(crate) struct Marac {
    pub(crate) name: &'static str,
    /// Monday is 0.
    weekday: i32,
    /// Its weeks of four, from 2023 on; until 2009 the first of them only.
    weeks: [i32; 2],
}

pub(crate) const MARACS: [Marac; 4] = [
    Marac { name: "Cambridge City and South", weekday: 2, weeks: [0, 2] },
    Marac { name: "Fenland and East", weekday: 1, weeks: [1, 3] },
    Marac { name: "Huntingdonshire", weekday: 3, weeks: [0, 2] },
    Marac { name: "Peterborough", weekday: 1, weeks: [0, 2] },
];

pub(crate) const MARAC_OF_AREA: [usize; 6] = [0, 1, 1, 2, 0, 3];

/// Who refers: code, kind, and share in the early and in the recent years.
pub(crate) struct Referrer {
    pub(crate) code: &'static str,
    pub(crate) kind: &'static str,
    shares: (f64, f64),
}

const fn referrer(code: &'static str, kind: &'static str, shares: (f64, f64)) -> Referrer {
    Referrer { code, kind, shares }
}

/// The first is the police.
pub(crate) const REFERRERS: [Referrer; 14] = [
    referrer("CAMBS-POLICE", "police", (0.0, 0.0)),
    referrer("AMBER-HOUSE", "idva", (24.0, 26.0)),
    referrer("CHILDREN", "childrens_social_care", (12.0, 13.0)),
    referrer("ADULTS", "adult_social_care", (3.0, 5.0)),
    referrer("FEN-HEALTH", "primary_care", (6.0, 7.0)),
    referrer("GUILD-HOSPITAL", "secondary_care", (4.0, 7.0)),
    referrer("WILLOW-MH", "mental_health", (4.0, 6.0)),
    referrer("PROBATION", "probation", (9.0, 7.0)),
    referrer("CAM-SCHOOLS", "education", (2.0, 3.0)),
    referrer("OUSE-HOMES", "housing", (13.0, 9.0)),
    referrer("SAFE-HUB", "mash", (0.0, 5.0)),
    referrer("TURNING-TIDE", "substance_misuse", (3.0, 4.0)),
    referrer("LODE-REFUGE", "voluntary_sector", (14.0, 7.0)),
    referrer("FIRE-RESCUE", "other", (1.0, 1.0)),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Accepted,
    Submitted,
    Returned,
    ScreenedOut,
    Withdrawn,
    TransferredIn,
    TransferredOut,
}

impl Fate {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::ScreenedOut => "screened_out",
            Self::Withdrawn => "withdrawn",
            Self::TransferredIn => "transferred_in",
            Self::TransferredOut => "transferred_out",
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Referral {
    /// Its own number before they are put in order.
    key: u32,
    pub(crate) pair: u32,
    /// The day on which it was referred.
    pub(crate) day: Day,
    pub(crate) incident_on: Option<Day>,
    pub(crate) identified_on: Option<Day>,
    /// An index of `REFERRERS`.
    pub(crate) by: u8,
    pub(crate) fate: Fate,
    pub(crate) heard_on: Option<Day>,
    pub(crate) emergency: bool,
    pub(crate) area: u8,
    /// The key, and once all are in order the place, of a referral of the very same incident.
    pub(crate) same_as: Option<u32>,
    pub(crate) repeat: bool,
}

/// What brings a pair to a conference.
#[derive(Clone, Copy)]
struct Cause {
    pair: u32,
    day: Day,
    /// The police know of it.
    recorded: bool,
    repeat: bool,
}

struct Office<'a> {
    world: &'a mut World,
    /// Of each pair the day of its latest accepted referral.
    latest: HashMap<u32, Day>,
    referrals: Vec<Referral>,
    /// The last day that the register tells of.
    last: Day,
}

/// The referrals of one era, in order of their day.
pub(crate) fn refer(
    world: &mut World,
    incidents: &[Incident],
    hearings: &[Hearing],
) -> Vec<Referral> {
    let last = hearings.last().map_or(0, |hearing| hearing.period.to);
    let mut office = Office { world, latest: HashMap::new(), referrals: Vec::new(), last };
    for hearing in hearings {
        office.sit(hearing, incidents);
    }
    let mut referrals = office.referrals;
    referrals.sort_by_key(|referral| (referral.day, referral.key));
    let places: HashMap<u32, u32> =
        referrals.iter().enumerate().map(|(at, referral)| (referral.key, at as u32)).collect();
    for referral in &mut referrals {
        referral.same_as = referral.same_as.and_then(|key| places.get(&key).copied());
    }
    referrals
}

impl Office<'_> {
    fn sit(&mut self, hearing: &Hearing, incidents: &[Incident]) {
        let from = incidents.partition_point(|incident| incident.day < hearing.period.from);
        let to = incidents.partition_point(|incident| incident.day <= hearing.period.to);
        let live = incidents[from..to].iter().filter(|one| one.standing == Standing::Live);
        let mut live: Vec<_> = live.copied().collect();
        self.world.chance.shuffle(&mut live);
        let mut taken = BTreeSet::new();
        let mut causes = self.repeats(hearing, &live, &mut taken);
        let unheard = live.iter().filter(|one| !self.latest.contains_key(&one.pair));
        for incident in unheard {
            let recorded = hearing.cases * 17 / 20;
            if recorded <= causes.len() {
                break;
            }
            if taken.insert(incident.pair) {
                let (pair, day) = (incident.pair, incident.day);
                causes.push(Cause { pair, day, recorded: true, repeat: false });
            }
        }
        while causes.len() < hearing.cases {
            let near = self.world.chance.below(live.len().max(1));
            let Some(near) = live.get(near).copied() else { break };
            let day = self.world.chance.between(hearing.period.from, hearing.period.to);
            let pair = self.world.new_pair(usize::from(near.area), day);
            causes.push(Cause { pair, day, recorded: false, repeat: false });
        }
        causes.sort_by_key(|cause| (cause.day, cause.pair));
        for cause in causes {
            self.take(cause, hearing);
        }
    }

    /// Cases that come back within twelve months of their last referral, most of them by an
    /// incident that the police know of.
    fn repeats(
        &mut self,
        hearing: &Hearing,
        live: &[Incident],
        taken: &mut BTreeSet<u32>,
    ) -> Vec<Cause> {
        let mut causes: Vec<Cause> = Vec::new();
        let again = live.iter().filter(|one| {
            let latest = self.latest.get(&one.pair);
            latest.is_some_and(|latest| (*latest + 2..*latest + 360).contains(&one.day))
        });
        for one in again {
            if causes.len() < hearing.repeats && taken.insert(one.pair) {
                let (pair, day) = (one.pair, one.day);
                causes.push(Cause { pair, day, recorded: true, repeat: true });
            }
        }
        let within = hearing.period.from - 300;
        let mut known: Vec<_> =
            self.latest.iter().filter(|(_, day)| within < **day).map(|(p, d)| (*p, *d)).collect();
        known.sort_unstable();
        self.world.chance.shuffle(&mut known);
        for (pair, latest) in known {
            if hearing.repeats <= causes.len() {
                break;
            }
            let first = hearing.period.from.max(latest + 14);
            let day = self.world.chance.between(first, hearing.period.to.max(first));
            let fits = hearing.period.holds(day) && day < latest + 360;
            if fits && taken.insert(pair) {
                causes.push(Cause { pair, day, recorded: false, repeat: true });
            }
        }
        causes
    }

    fn take(&mut self, cause: Cause, hearing: &Hearing) {
        let chance = &mut self.world.chance;
        let by = referrer_of(chance, cause);
        let wait = if by == 0 { chance.between(0, 4) } else { chance.between(1, 21) };
        let day = (cause.day + wait).min(self.last);
        let incident_known = by == 0 || cause.recorded || chance.chance(0.7);
        let incident_on = incident_known.then_some(cause.day);
        let identified_on = (by != 0).then(|| chance.between(cause.day, day));
        let transferred = !cause.repeat && chance.chance(0.03);
        let fate = if transferred { Fate::TransferredIn } else { Fate::Accepted };
        let incident_on = incident_on.filter(|_| !transferred || chance.chance(0.5));
        let area = self.world.area_of_victim(cause.pair, day) as u8;
        let emergency = self.world.chance.chance(0.04);
        let heard_on = Some(self.heard(area, day, emergency));
        let key = self.referrals.len() as u32;
        let referral = Referral {
            key,
            pair: cause.pair,
            day,
            incident_on,
            identified_on,
            by,
            fate,
            heard_on,
            emergency,
            area,
            same_as: None,
            repeat: cause.repeat,
        };
        self.referrals.push(referral);
        let pair = self.world.pair(cause.pair);
        for person in [pair.victim, pair.suspect] {
            self.world.give_nhs_number(person);
        }
        let latest = self.latest.entry(cause.pair).or_insert(day);
        *latest = day.max(*latest);
        if self.world.chance.chance(0.07) {
            self.refer_once_more(referral, hearing);
        }
        self.refer_in_vain(cause, hearing);
    }

    /// A second agency refers the same event: no repeat, and the same case.
    fn refer_once_more(&mut self, first: Referral, hearing: &Hearing) {
        let chance = &mut self.world.chance;
        let by = chance.between(1, 12) as u8;
        let by = if by == 10 && hearing.period.from < 4_000 { 9 } else { by };
        let latest = first.heard_on.unwrap_or(self.last).min(self.last);
        let day = (first.day + chance.between(0, 3)).min(latest);
        let linked = first.incident_on.is_none() || chance.chance(0.7);
        let key = self.referrals.len() as u32;
        let mut second = Referral { key, by, day, repeat: false, ..first };
        second.fate = Fate::Accepted;
        second.identified_on = Some(day);
        if linked {
            second.same_as = Some(first.key);
            second.incident_on = first.incident_on.filter(|_| chance.chance(0.6));
        }
        // A few say it the other way round: the earlier names the later one.
        if linked && chance.chance(0.2) {
            second.same_as = None;
            self.referrals[first.key as usize].same_as = Some(key);
        }
        self.referrals.push(second);
    }

    /// Referrals that come to nothing here, about one for eight that are heard.
    fn refer_in_vain(&mut self, near: Cause, hearing: &Hearing) {
        let chance = &mut self.world.chance;
        let fate = match chance.unit() {
            ..0.015 => Fate::Returned,
            0.015..0.075 => Fate::ScreenedOut,
            0.075..0.095 => Fate::Withdrawn,
            0.095..0.115 => Fate::TransferredOut,
            0.115..0.125 => Fate::Submitted,
            _ => return,
        };
        let day = chance.between(hearing.period.from, hearing.period.to);
        let area = self.world.area_of_victim(near.pair, near.day);
        let pair = self.world.new_pair(area, day);
        let chance = &mut self.world.chance;
        let by = referrer_of(chance, Cause { pair, day, recorded: false, repeat: false });
        let incident_on = chance.chance(0.7).then(|| day - chance.between(0, 9));
        let area = self.world.area_of_victim(pair, day) as u8;
        let key = self.referrals.len() as u32;
        self.referrals.push(Referral {
            key,
            pair,
            day,
            incident_on,
            identified_on: None,
            by,
            fate,
            heard_on: None,
            emergency: false,
            area,
            same_as: None,
            repeat: false,
        });
    }

    /// The first meeting whose list is still open, sometimes the one after.
    fn heard(&mut self, area: u8, referred: Day, emergency: bool) -> Day {
        if emergency {
            let day = referred + self.world.chance.between(1, 3);
            // Nobody meets on a Saturday or Sunday.
            return day + (7 - weekday(day)) % 7 * i32::from(4 < weekday(day));
        }
        let marac = &MARACS[MARAC_OF_AREA[usize::from(area)]];
        // The list closes eight days before.
        let mut day = next_meeting(marac, referred + 8);
        if self.world.chance.chance(0.04) {
            day = next_meeting(marac, day + 1);
        }
        day
    }
}

fn referrer_of(chance: &mut Random, cause: Cause) -> u8 {
    let recent = 2_015 < year_of(cause.day);
    let police = match (cause.recorded, recent) {
        (true, false) => 0.9,
        (true, true) => 0.84,
        (false, _) => 0.0,
    };
    if chance.chance(police) {
        return 0;
    }
    let share = |one: &Referrer| if recent { one.shares.1 } else { one.shares.0 };
    chance.weighted(&REFERRERS.each_ref().map(share)) as u8
}

/// The first meeting of a conference from `day` on.
fn next_meeting(marac: &Marac, day: Day) -> Day {
    let weeks = if year_of(day) < 2015 { &marac.weeks[..1] } else { &marac.weeks[..] };
    let mut day = day + (marac.weekday - weekday(day)).rem_euclid(7);
    while !weeks.contains(&day.div_euclid(7).rem_euclid(4)) {
        day += 7;
    }
    day
}
