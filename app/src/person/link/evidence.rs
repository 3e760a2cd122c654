//! What holds a person's records together, and which pairs wait for somebody's eye.

use super::gather::Known;
use domain::ids::RecordId;
use std::collections::HashMap;
use uuid::Uuid;

/// What a pair of records is kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Band {
    /// It holds a person together.
    Link,
    /// Two people until somebody says otherwise, whether or not they count as one.
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

/// A rank is what hangs on the answer and, of what is alike in that, the probability.
pub(super) const STAKE: i64 = 10_000_000;

impl Evidence {
    /// Makes what is kept of a pair.
    pub(super) fn of(
        (one, other): (&Known, &Known),
        found: &Found,
        (band, stake): (Band, i64),
    ) -> Evidence {
        let probability = scaled(found.probability, 1e6);
        Evidence {
            left: one.id.min(other.id),
            right: one.id.max(other.id),
            band,
            weight: scaled(found.weight, 1e3),
            probability,
            rank: stake * STAKE + probability,
        }
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
    /// Pairs on which something else hangs by now, with the new rank. A pair that waits stays the
    /// pair that somebody may have before them.
    pub ranked: Vec<(Uuid, i64)>,
    /// Pairs for review that were not for review before.
    pub for_review: u64,
}

impl Difference {
    /// How many rows have to be written.
    pub(super) fn len(&self) -> usize {
        self.ended.len() + self.new.len() + self.ranked.len()
    }
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
        if let Some((id, before)) = before.filter(|(_, before)| before.band == evidence.band) {
            if before.rank / STAKE != evidence.rank / STAKE {
                difference.ranked.push((id, evidence.rank));
            }
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
    use domain::person::PartyRole;
    use jiff::civil::date;

    fn evidence(right: u128, band: Band, weight: i64) -> Evidence {
        let id = |number| RecordId::from_uuid(Uuid::from_u128(number));
        Evidence { left: id(1), right: id(right), band, weight, probability: 900_000, rank: 0 }
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
    fn a_pair_that_waits_gets_another_rank_only_when_something_else_hangs_on_it() {
        let id = Uuid::from_u128(7);
        let ranked = |rank| Evidence { rank, ..evidence(2, Band::Review, 500) };
        for (now, moves) in [(10_000_000, false), (19_999_999, false), (20_000_000, true)] {
            let found = difference(vec![(id, ranked(10_900_000))], vec![(ranked(now), 0)]);
            assert_eq!(found.ranked, if moves { vec![(id, now)] } else { vec![] });
            assert_eq!((found.new, found.ended), (vec![], vec![]));
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

    fn known(number: u128) -> Known {
        let id = RecordId::from_uuid(Uuid::from_u128(number));
        Known {
            id,
            root: id,
            member_of: None,
            heir_of: None,
            inherits: None,
            role: PartyRole::Perpetrator,
            is_referral: false,
            seen_on: date(2008, 4, 1),
        }
    }

    #[test]
    fn the_smaller_id_stands_on_the_left() {
        let found = Found {
            left: 0,
            right: 1,
            weight: 6.25,
            probability: 0.9,
            is_for_review: false,
            pair: 0,
        };
        let made = Evidence::of((&known(5), &known(2)), &found, (Band::Link, 1));
        assert_eq!((made.left, made.right), (known(2).id, known(5).id));
        assert_eq!((made.weight, made.probability, made.rank), (6_250, 900_000, 10_900_000));
    }
}
