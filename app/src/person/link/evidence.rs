//! What holds a person's records together, and which pairs wait for somebody's eye.

use super::gather::Known;
use domain::{dates::plus_12_months, ids::RecordId, person::PartyRole};
use std::collections::HashMap;
use uuid::Uuid;

/// What a pair of records is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Band {
    /// It holds a person together.
    Link,
    /// Nobody knows; it counts as different people until somebody says otherwise.
    Review,
}

/// One pair that is kept, with the weight of the day on which it was first kept: what was learnt
/// moves a little with every record, and to write that down each time would bury what changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Evidence {
    /// The smaller of the two ids.
    pub left: RecordId,
    pub right: RecordId,
    pub band: Band,
    /// In thousandths of a bit.
    pub weight: i64,
    /// In millionths.
    pub probability: i64,
    /// The highest is reviewed first.
    pub rank: i64,
}

/// A pair that linkage found, by places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub left: u32,
    pub right: u32,
    pub weight: f64,
    pub probability: f64,
    pub is_for_review: bool,
    /// Which of linkage's pairs it is.
    pub pair: usize,
}

/// Of `found` those to keep, each with its band: for each group as many links as hold it
/// together, those that `stand` already first and then the strongest; and every pair for review
/// that lies between two groups. `groups` has one number a place, equal for one person.
pub(super) fn choose(
    mut found: Vec<Found>,
    groups: &[u32],
    stands: impl Fn(&Found) -> bool,
) -> Vec<(Found, Band)> {
    found.sort_by(|one, other| {
        let places = (one.left, one.right).cmp(&(other.left, other.right));
        other.weight.total_cmp(&one.weight).then(places)
    });
    let (mut in_order, others): (Vec<Found>, Vec<Found>) = found.into_iter().partition(&stands);
    in_order.extend(others);
    let mut parts: Vec<u32> = (0..groups.len()).map(super::gather::number).collect();
    let mut chosen = Vec::new();
    for pair in in_order {
        let (left, right) = (pair.left as usize, pair.right as usize);
        if groups[left] != groups[right] {
            if pair.is_for_review {
                chosen.push((pair, Band::Review));
            }
            continue;
        }
        let (one, other) = (root(&mut parts, pair.left), root(&mut parts, pair.right));
        if one != other {
            parts[one as usize] = other;
            chosen.push((pair, Band::Link));
        }
    }
    chosen
}

fn root(parts: &mut [u32], mut at: u32) -> u32 {
    while parts[at as usize] != at {
        parts[at as usize] = parts[parts[at as usize] as usize];
        at = parts[at as usize];
    }
    at
}

impl Evidence {
    /// Makes what is kept of a pair.
    pub(super) fn of((one, other): (&Known, &Known), found: &Found, band: Band) -> Evidence {
        let probability = scaled(found.probability, 1e6);
        Evidence {
            left: one.id.min(other.id),
            right: one.id.max(other.id),
            band,
            weight: scaled(found.weight, 1e3),
            probability,
            rank: stake(one, other) * 10_000_000 + probability,
        }
    }
}

/// What hangs on a pair: 2 where it may make an incident a repeat, 1 where it would put a victim
/// into another incident or referral, else 0.
fn stake(one: &Known, other: &Known) -> i64 {
    let is_victim = |record: &Known| record.role == PartyRole::Victim;
    let (first, last) = (one.seen_on.min(other.seen_on), one.seen_on.max(other.seen_on));
    let may_repeat = first < last && last <= plus_12_months(first);
    match (is_victim(one), is_victim(other)) {
        (true, true) if may_repeat => 2,
        (true, _) | (_, true) => 1,
        (false, false) => 0,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to what a column of ours holds")]
pub(super) fn scaled(number: f64, by: f64) -> i64 {
    (number * by).round().clamp(-1e15, 1e15) as i64
}

/// What has to be written for `wanted` to be what is kept.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    pub ended: Vec<Uuid>,
    /// Evidence, the pair it comes from, and what it takes the place of.
    pub new: Vec<(Evidence, usize, Option<Uuid>)>,
    /// Pairs for review that were not for review before.
    pub for_review: u64,
}

/// Compares what is kept, by id, with what should be.
pub(super) fn difference(
    kept: Vec<(Uuid, Evidence)>,
    wanted: Vec<(Evidence, usize)>,
) -> Difference {
    let mut kept: HashMap<(RecordId, RecordId), (Uuid, Evidence)> =
        kept.into_iter().map(|(id, kept)| ((kept.left, kept.right), (id, kept))).collect();
    let mut difference = Difference::default();
    for (evidence, pair) in wanted {
        let before = kept.remove(&(evidence.left, evidence.right));
        if before.is_some_and(|(_, before)| before.band == evidence.band) {
            continue;
        }
        let waited = before.is_some_and(|(_, before)| before.band == Band::Review);
        difference.for_review += u64::from(evidence.band == Band::Review && !waited);
        difference.new.push((evidence, pair, before.map(|(id, _)| id)));
    }
    difference.ended = kept.into_values().map(|(id, _)| id).collect();
    difference.ended.sort();
    difference
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Date, date};

    fn found(left: u32, right: u32, weight: f64) -> Found {
        Found { left, right, weight, probability: 0.9, is_for_review: weight < 5.0, pair: 0 }
    }

    fn kept(chosen: &[(Found, Band)]) -> Vec<(u32, u32, Band)> {
        chosen.iter().map(|(pair, band)| (pair.left, pair.right, *band)).collect()
    }

    #[test]
    fn a_person_of_three_records_is_held_by_the_two_strongest_links() {
        let pairs = vec![found(0, 1, 6.0), found(1, 2, 9.0), found(0, 2, 8.0)];
        let chosen = choose(pairs, &[0, 0, 0], |_| false);
        assert_eq!(kept(&chosen), [(1, 2, Band::Link), (0, 2, Band::Link)]);
    }

    #[test]
    fn a_pair_waits_for_an_eye_only_between_two_people() {
        let pairs = vec![found(0, 1, 9.0), found(0, 2, 3.0), found(1, 2, 7.0)];
        let chosen = choose(pairs, &[0, 0, 2], |_| false);
        assert_eq!(kept(&chosen), [(0, 1, Band::Link), (0, 2, Band::Review)]);
    }

    fn evidence(right: u128, band: Band, weight: i64) -> Evidence {
        let id = |number| RecordId::from_uuid(Uuid::from_u128(number));
        Evidence { left: id(1), right: id(right), band, weight, probability: 900_000, rank: 0 }
    }

    #[test]
    fn a_link_that_stands_is_kept_before_a_stronger_one() {
        let pairs = vec![found(0, 1, 6.0), found(1, 2, 9.0), found(0, 2, 8.0)];
        let chosen = choose(pairs, &[0, 0, 0], |pair| pair.weight < 7.0);
        assert_eq!(kept(&chosen), [(0, 1, Band::Link), (1, 2, Band::Link)]);
    }

    #[test]
    fn a_pair_is_written_again_when_its_band_changed_and_not_when_its_weight_moved() {
        let id = Uuid::from_u128(7);
        for (band, is_new) in [(Band::Link, false), (Band::Review, true)] {
            let before = vec![(id, evidence(2, Band::Link, 5_000))];
            let found = difference(before, vec![(evidence(2, band, 9_000), 0)]);
            assert_eq!(!found.new.is_empty(), is_new, "{band:?}");
            assert_eq!(found.ended, [] as [Uuid; 0]);
        }
    }

    #[test]
    fn what_is_no_longer_found_ends_and_what_waits_anew_is_counted() {
        let ids = [1, 2].map(Uuid::from_u128);
        let before = vec![
            (ids[0], evidence(2, Band::Link, 5_000)),
            (ids[1], evidence(3, Band::Review, 500)),
        ];
        let wanted =
            vec![(evidence(2, Band::Review, 4_900), 0), (evidence(4, Band::Review, 1_000), 1)];
        let found = difference(before, wanted);
        assert_eq!(found.ended, [ids[1]]);
        assert_eq!(found.for_review, 2);
        assert_eq!(found.new[0].2, Some(ids[0]));
        assert_eq!(found.new[1].2, None);
    }

    fn known(number: u128, role: PartyRole, seen_on: Date) -> Known {
        let id = RecordId::from_uuid(Uuid::from_u128(number));
        Known { id, root: id, member_of: None, heir_of: None, inherits: None, role, seen_on }
    }

    #[test]
    fn the_smaller_id_stands_on_the_left() {
        let [five, two] = [5, 2].map(|id| known(id, PartyRole::Perpetrator, date(2008, 4, 1)));
        let made = Evidence::of((&five, &two), &found(0, 1, 6.25), Band::Link);
        assert_eq!((made.left, made.right), (two.id, five.id));
        assert_eq!((made.weight, made.probability, made.rank), (6_250, 900_000, 900_000));
    }

    #[test]
    fn most_hangs_on_two_victims_within_twelve_months_and_something_on_any_victim() {
        use PartyRole::{Perpetrator, Victim};
        let day = date(2008, 4, 1);
        for (one, other, later, expected) in [
            (Victim, Victim, date(2008, 4, 2), 2),
            (Victim, Victim, date(2009, 4, 1), 2),
            (Victim, Victim, date(2009, 4, 2), 1),
            (Victim, Victim, day, 1),
            (Victim, Perpetrator, date(2008, 4, 2), 1),
            (Perpetrator, Victim, day, 1),
            (Perpetrator, Perpetrator, date(2008, 4, 2), 0),
        ] {
            let pair = [known(1, one, day), known(2, other, later)];
            assert_eq!(stake(&pair[0], &pair[1]), expected, "{one:?} {other:?} {later}");
            assert_eq!(stake(&pair[1], &pair[0]), expected, "{other:?} {one:?} {later}");
        }
    }
}
