//! Which pairs hold a person together, and which are put before somebody's eye.

use super::{
    evidence::{Band, Found, scaled},
    gather::{Known, number},
};
use domain::{dates::plus_12_months, person::PartyRole};
use jiff::civil::Date;
use std::collections::HashSet;

/// Who is who: one number a place, equal for one person, and coarser, equal for those who count as
/// one in figures.
#[derive(Clone, Copy)]
pub(super) struct Groups<'g> {
    pub persons: &'g [u32],
    pub counted: &'g [u32],
}

impl Groups<'_> {
    /// The two persons of a pair of places, the smaller number first.
    fn persons_of(self, (one, other): (u32, u32)) -> (u32, u32) {
        let (one, other) = (self.persons[one as usize], self.persons[other as usize]);
        (one.min(other), one.max(other))
    }

    fn count_as_one(self, one: u32, other: u32) -> bool {
        self.counted[one as usize] == self.counted[other as usize]
    }
}

/// Of `found` those to keep, each with its band: for each person as many links as hold their
/// records together, those that `stand` already first and then the strongest; and what to ask.
///
/// Asked is whatever linkage asks, and for those who count as one without being one as many pairs
/// as would make them one. Of two persons there is one question at most, and none where somebody
/// has looked and left it open (`parked`, by places).
pub(super) fn choose(
    mut found: Vec<Found>,
    groups: Groups<'_>,
    parked: &HashSet<(u32, u32)>,
    stands: impl Fn(&Found) -> bool,
) -> Vec<(Found, Band)> {
    found.sort_by(|one, other| {
        let places = (one.left, one.right).cmp(&(other.left, other.right));
        other.weight.total_cmp(&one.weight).then(places)
    });
    let is_within = |pair: &Found| {
        let (one, other) = groups.persons_of((pair.left, pair.right));
        one == other
    };
    let (within, between): (Vec<Found>, Vec<Found>) = found.into_iter().partition(is_within);
    let (mut in_order, others): (Vec<Found>, Vec<Found>) = within.into_iter().partition(stands);
    in_order.extend(others);
    let mut parts = Forest::new(groups.persons.len());
    let holds = in_order.into_iter().filter(|pair| parts.join(pair.left, pair.right));
    let mut chosen: Vec<(Found, Band)> = holds.map(|pair| (pair, Band::Link)).collect();
    chosen.extend(ask(between, groups, parked).into_iter().map(|pair| (pair, Band::Review)));
    chosen
}

fn ask(found: Vec<Found>, groups: Groups<'_>, parked: &HashSet<(u32, u32)>) -> Vec<Found> {
    let mut asked: HashSet<(u32, u32)> =
        parked.iter().map(|places| groups.persons_of(*places)).collect();
    let mut parts = Forest::new(groups.persons.len());
    let mut join =
        |(one, other): (u32, u32)| groups.count_as_one(one, other) && parts.join(one, other);
    for persons in &asked {
        join(*persons);
    }
    let (questions, guesses): (Vec<Found>, Vec<Found>) =
        found.into_iter().partition(|pair| pair.is_for_review);
    let mut chosen = Vec::new();
    for pair in questions {
        let persons = groups.persons_of((pair.left, pair.right));
        if asked.insert(persons) {
            join(persons);
            chosen.push(pair);
        }
    }
    let joins = |pair: &Found| join(groups.persons_of((pair.left, pair.right)));
    chosen.extend(guesses.into_iter().filter(joins));
    chosen
}

/// A pair to keep, its band, and what hangs on it.
pub(super) type Staked = (Found, Band, i64);

/// Leaves away what nobody has the time to look at: of pairs that figures take for one and on which
/// no repeat hangs, the best are asked about, until one record in fifty could wait for an answer.
/// When some are answered the next come up. What linkage asks is bounded by itself.
pub(super) fn bound(mut chosen: Vec<Staked>, records: usize) -> Vec<Staked> {
    let most = FEWEST.max(records / SHARE);
    // Links and questions first, and then what matters most.
    let key = |(pair, band, stake): &Staked| {
        let is_guess = *band == Band::Review && !pair.is_for_review;
        (is_guess, -*stake, is_guess.then_some(-scaled(pair.probability, 1e6)))
    };
    chosen.sort_by_key(key);
    let mut guesses = 0;
    chosen.retain(|(pair, band, stake)| {
        let is_bounded = *band == Band::Review && !pair.is_for_review && *stake < REPEAT;
        guesses += usize::from(is_bounded);
        !is_bounded || guesses <= most
    });
    chosen
}

const FEWEST: usize = 20;
const SHARE: usize = 50;
/// What hangs on a pair that makes a repeat.
const REPEAT: i64 = 2;

/// Who hangs together.
pub(super) struct Forest(Vec<u32>);

impl Forest {
    pub(super) fn new(count: usize) -> Forest {
        Forest((0..count).map(number).collect())
    }

    pub(super) fn root(&mut self, mut at: u32) -> u32 {
        while self.0[at as usize] != at {
            self.0[at as usize] = self.0[self.0[at as usize] as usize];
            at = self.0[at as usize];
        }
        at
    }

    /// Whether that was news.
    pub(super) fn join(&mut self, one: u32, other: u32) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other) as usize] = one.min(other);
        one != other
    }
}

/// What hangs on a question, by everything that is known of both sides.
pub(super) struct Stakes<'r> {
    records: &'r [Known],
    groups: Groups<'r>,
    /// Number and place, in order.
    of_persons: Vec<(u32, u32)>,
    of_counted: Vec<(u32, u32)>,
}

impl<'r> Stakes<'r> {
    pub(super) fn new(records: &'r [Known], groups: Groups<'r>) -> Stakes<'r> {
        let sorted = |numbers: &[u32]| {
            let mut all: Vec<(u32, u32)> = numbers.iter().copied().zip(0..).collect();
            all.sort_unstable();
            all
        };
        let (of_persons, of_counted) = (sorted(groups.persons), sorted(groups.counted));
        Stakes { records, groups, of_persons, of_counted }
    }

    /// [`REPEAT`] where the answer may make an incident or a case a repeat or make one cease to be,
    /// 1 where it may put a victim into another incident or referral, else 0.
    ///
    /// Of two who count as one only what the two themselves are is looked at; else everybody who
    /// counts as one with either.
    pub(super) fn of(&self, pair: &Found) -> i64 {
        let Groups { persons, counted } = self.groups;
        let (left, right) = (pair.left as usize, pair.right as usize);
        let (index, numbers) = match counted[left] == counted[right] {
            true => (&self.of_persons, persons),
            false => (&self.of_counted, counted),
        };
        stake(&self.victims(index, numbers[left]), &self.victims(index, numbers[right]))
    }

    fn victims(&self, index: &[(u32, u32)], group: u32) -> Vec<Day> {
        let from = index.partition_point(|(one, _)| *one < group);
        let members = index[from..].iter().take_while(|(one, _)| *one == group);
        let records = members.map(|(_, place)| &self.records[*place as usize]);
        let victims = records.filter(|record| record.role == PartyRole::Victim);
        victims.map(|record| (record.is_referral, record.seen_on)).collect()
    }
}

/// Whether it is one of a referral, and when.
type Day = (bool, Date);

fn stake(one: &[Day], other: &[Day]) -> i64 {
    let follows = |days: &[Day], (kind, day): Day| {
        days.iter().any(|(of, first)| *of == kind && *first < day && day <= plus_12_months(*first))
    };
    let hangs = |own: &[Day], others: &[Day]| {
        own.iter().any(|day| !follows(own, *day) && follows(others, *day))
    };
    match one.is_empty() && other.is_empty() {
        _ if hangs(one, other) || hangs(other, one) => REPEAT,
        false => 1,
        true => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn found(left: u32, right: u32, weight: f64) -> Found {
        Found { left, right, weight, probability: 0.9, is_for_review: weight < 5.0, pair: 0 }
    }

    fn kept(pairs: &[Found], persons: &[u32], counted: &[u32]) -> Vec<(u32, u32, Band)> {
        kept_but(pairs, (persons, counted), &[])
    }

    fn kept_but(
        pairs: &[Found],
        (persons, counted): (&[u32], &[u32]),
        parked: &[(u32, u32)],
    ) -> Vec<(u32, u32, Band)> {
        let parked = parked.iter().copied().collect();
        let chosen = choose(pairs.to_vec(), Groups { persons, counted }, &parked, |_| false);
        chosen.iter().map(|(pair, band)| (pair.left, pair.right, *band)).collect()
    }

    #[test]
    fn a_person_of_three_records_is_held_by_the_two_strongest_links() {
        let pairs = [found(0, 1, 6.0), found(1, 2, 9.0), found(0, 2, 8.0)];
        let expected = [(1, 2, Band::Link), (0, 2, Band::Link)];
        assert_eq!(kept(&pairs, &[0, 0, 0], &[0, 0, 0]), expected);
    }

    #[test]
    fn a_link_that_stands_is_kept_before_a_stronger_one() {
        let pairs = vec![found(0, 1, 6.0), found(1, 2, 9.0), found(0, 2, 8.0)];
        let groups = Groups { persons: &[0, 0, 0], counted: &[0, 0, 0] };
        let chosen = choose(pairs, groups, &HashSet::new(), |pair| pair.weight < 7.0);
        let chosen: Vec<(u32, u32)> = chosen.iter().map(|(of, _)| (of.left, of.right)).collect();
        assert_eq!(chosen, [(0, 1), (1, 2)]);
    }

    #[test]
    fn a_pair_waits_for_an_eye_only_between_two_people() {
        let pairs = [found(0, 1, 9.0), found(0, 2, 3.0), found(1, 2, 2.0)];
        let expected = [(0, 1, Band::Link), (0, 2, Band::Review)];
        assert_eq!(kept(&pairs, &[0, 0, 2], &[0, 0, 2]), expected, "one question of two people");
    }

    #[test]
    fn those_who_count_as_one_are_asked_about_as_often_as_would_make_them_one() {
        let pairs = [found(0, 1, 6.0), found(1, 2, 9.0), found(0, 2, 8.0), found(2, 3, 7.0)];
        let expected = [(1, 2, Band::Review), (0, 2, Band::Review)];
        assert_eq!(kept(&pairs, &[0, 1, 2, 3], &[0, 0, 0, 3]), expected);
        // What linkage asks of the same people is asked instead.
        let pairs = [found(0, 1, 6.0), found(0, 2, 8.0), found(1, 2, 3.0)];
        let expected = [(1, 2, Band::Review), (0, 2, Band::Review)];
        assert_eq!(kept(&pairs, &[0, 1, 2], &[0, 0, 0]), expected);
    }

    #[test]
    fn two_people_of_whom_somebody_could_not_tell_are_not_asked_about_by_another_pair() {
        // The second and the third record are one person.
        for (weight, counted) in [(3.0, [0, 1, 1]), (9.0, [0, 0, 0])] {
            let (pairs, groups) = ([found(0, 2, weight)], (&[0, 1, 1][..], &counted[..]));
            assert_eq!(kept_but(&pairs, groups, &[(0, 1)]), [], "{weight}");
            assert_eq!(kept_but(&pairs, groups, &[]), [(0, 2, Band::Review)], "{weight}");
        }
    }

    #[test]
    fn the_queue_is_never_endless_and_never_without_what_makes_a_repeat() {
        let guess = |at: u32, stake| {
            (
                Found { probability: 0.5 + f64::from(at) / 1e4, ..found(at, at + 1, 6.0) },
                Band::Review,
                stake,
            )
        };
        let mut all: Vec<Staked> = (0..100).map(|at| guess(at, i64::from(at % 2))).collect();
        all.extend((100..130).map(|at| guess(at, 2)));
        all.extend((130..160).map(|at| (found(at, at + 1, 3.0), Band::Review, 0)));
        all.extend((160..190).map(|at| (found(at, at + 1, 9.0), Band::Link, 0)));
        for (records, most) in [(0, 20), (1_000, 20), (1_050, 21), (4_000, 80)] {
            let left = bound(all.clone(), records);
            let mut of_guesses: Vec<u32> =
                left.iter().map(|(pair, ..)| pair.left).filter(|at| *at < 100).collect();
            assert_eq!((left.len(), of_guesses.len()), (90 + most, most), "{records} records");
            of_guesses.sort_unstable();
            let of_victims = (0..50).map(|at| 99 - 2 * at);
            let mut expected: Vec<u32> =
                of_victims.chain((0..50).map(|at| 98 - 2 * at)).take(most).collect();
            expected.sort_unstable();
            assert_eq!(of_guesses, expected, "{records} records");
        }
    }

    #[test]
    fn most_hangs_on_a_repeat_that_is_none_without_the_other_and_something_on_any_victim() {
        let (incident, referral) = (false, true);
        let day = |kind: bool, year: i16, month: i8| vec![(kind, date(year, month, 2))];
        let first = day(incident, 2008, 4);
        for (other, expected, why) in [
            (day(incident, 2008, 5), 2, "a month later"),
            (day(incident, 2009, 4), 2, "twelve months later"),
            (day(incident, 2009, 5), 1, "thirteen months later"),
            (day(incident, 2008, 4), 1, "the same day"),
            (day(referral, 2008, 5), 1, "an incident is no repeat of a referral"),
            (vec![], 1, "no victim"),
            ([day(incident, 2008, 5), day(incident, 2008, 4)].concat(), 1, "a repeat already"),
        ] {
            assert_eq!(stake(&first, &other), expected, "{why}");
            assert_eq!(stake(&other, &first), expected, "{why}, the other way round");
        }
        assert_eq!(stake(&[], &[]), 0);
    }

    #[test]
    fn what_hangs_on_two_who_count_as_one_is_theirs_alone() {
        let of = |number: u128, day| {
            let id = domain::ids::RecordId::from_uuid(uuid::Uuid::from_u128(number));
            let role = PartyRole::Victim;
            let (member_of, heir_of, inherits) = (None, None, None);
            Known {
                id,
                root: id,
                member_of,
                heir_of,
                inherits,
                role,
                is_referral: false,
                seen_on: day,
            }
        };
        let records = [of(1, date(2008, 4, 1)), of(2, date(2008, 6, 1)), of(3, date(2008, 8, 1))];
        let stake = |counted: &[u32]| {
            let groups = Groups { persons: &[0, 1, 2], counted };
            Stakes::new(&records, groups).of(&found(0, 2, 3.0))
        };
        assert_eq!(stake(&[0, 0, 0]), 2);
        // The third is a repeat of the second already, and nothing of the first.
        assert_eq!(stake(&[0, 1, 1]), 2, "the second would be a repeat of the first");
        assert_eq!(stake(&[0, 0, 2]), 2);
    }
}
