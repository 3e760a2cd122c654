//! What happens: incidents, which come again in bursts until each area has as many as it had.

use super::{
    calendar::{Day, YEAR},
    pairs::World,
    totals::Stretch,
};
use std::{cmp::Reverse, collections::BinaryHeap};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Live,
    Cancelled,
    NotDomestic,
}

impl Standing {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Cancelled => "cancelled",
            Self::NotDomestic => "not_domestic",
        }
    }
}

/// What the police were told of, as they know it in the end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Incident {
    pub(crate) pair: u32,
    /// The day on which it was reported.
    pub(crate) day: Day,
    /// Of that day.
    pub(crate) minute: u16,
    pub(crate) area: u8,
    pub(crate) standing: Standing,
}

/// The incidents of one era, in order of their day and minute.
///
/// A year before the first stretch is lived through too and left out: whoever is heard of in the
/// first weeks has a past.
pub(crate) fn live_through(world: &mut World, stretches: &[Stretch]) -> Vec<Incident> {
    let mut told = Vec::new();
    let mut coming = BinaryHeap::new();
    let Some(first) = stretches.first() else { return told };
    for before in before(first) {
        live_stretch(world, &before, &mut coming, &mut Vec::new());
    }
    for stretch in stretches {
        live_stretch(world, stretch, &mut coming, &mut told);
    }
    told.sort_by_key(|incident| (incident.day, incident.minute, incident.pair));
    told
}

/// The year before, as many stretches of the first one's length as it takes.
fn before(first: &Stretch) -> Vec<Stretch> {
    let days = first.period.days();
    let count = (YEAR / f64::from(days)).round() as i32;
    let earlier = |back: i32| {
        let mut stretch = first.clone();
        stretch.period.from -= days * back;
        stretch.period.to -= days * back;
        stretch
    };
    (1..=count).rev().map(earlier).collect()
}

type Coming = BinaryHeap<Reverse<(Day, u32)>>;

fn live_stretch(
    world: &mut World,
    stretch: &Stretch,
    coming: &mut Coming,
    told: &mut Vec<Incident>,
) {
    let mut room = stretch.incidents;
    let last = stretch.period.to;
    loop {
        while let Some(Reverse((day, pair))) = coming.peek().copied() {
            if last < day {
                break;
            }
            coming.pop();
            let area = world.area_of_victim(pair, day);
            if stretch.period.holds(day) && 0 < room[area] {
                room[area] -= 1;
                happen(world, (day, pair), area, coming, told);
                extra(world, stretch, area, told);
            }
        }
        let weights = room.map(f64::from);
        if room.iter().all(|left| *left == 0) {
            break;
        }
        let area = world.chance.weighted(&weights);
        let day = world.chance.between(stretch.period.from, last);
        let pair = world.new_pair(area, day);
        // Whoever is known already may have moved by then.
        if world.area_of_victim(pair, day) == area {
            coming.push(Reverse((day, pair)));
        }
    }
}

/// It happens, and perhaps it will come again.
fn happen(
    world: &mut World,
    (day, pair): (Day, u32),
    area: usize,
    coming: &mut Coming,
    told: &mut Vec<Incident>,
) {
    let minute = minute_of_day(world);
    told.push(Incident { pair, day, minute, area: area as u8, standing: Standing::Live });
    if world.chance.chance(world.pair(pair).persistence) {
        let next = if world.chance.chance(0.04) { world.turned(pair) } else { pair };
        let gap = if world.chance.chance(0.3) { 9.0 } else { 120.0 };
        coming.push(Reverse((day + 1 + world.chance.wait(gap) as Day, next)));
    }
}

/// Evenings and nights have more. The hour from one to two is left out: it is missing, or there
/// twice, on two days of the year.
fn minute_of_day(world: &mut World) -> u16 {
    let hour = match world.chance.unit() {
        ..0.45 => world.chance.between(18, 23),
        0.45..0.6 => world.chance.between(2, 8),
        _ => world.chance.between(9, 17),
    };
    (hour * 60 + world.chance.between(0, 59)) as u16
}

/// What was taken for domestic abuse and was not, or was cancelled: on top, and never counted.
fn extra(world: &mut World, stretch: &Stretch, area: usize, told: &mut Vec<Incident>) {
    if !world.chance.chance(0.06) {
        return;
    }
    let day = world.chance.between(stretch.period.from, stretch.period.to);
    let pair = match told.last() {
        Some(last) if world.chance.chance(0.3) => last.pair,
        _ => world.new_pair(area, day),
    };
    let standing =
        if world.chance.chance(0.4) { Standing::Cancelled } else { Standing::NotDomestic };
    let minute = minute_of_day(world);
    told.push(Incident { pair, day, minute, area: area as u8, standing });
}
