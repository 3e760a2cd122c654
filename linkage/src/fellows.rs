//! Who is met around somebody: two people in whose groups a third is the same.
//!
//! A record that says little, a name and no more, is told from its namesakes' by those it is met
//! with. So once people were found, two of one role around a third are weighed again: not against
//! strangers, of whom hardly any two know one person, but against that person's family. What is
//! found so is a guess and a question to ask, and never certain (collective resolution, by
//! Bhattacharya and Getoor, 2007, in one round: a second one found nothing more).

use crate::{
    cluster::{Edge, Forest, Rules, TIE, say},
    compare::Table,
    groups::{Groups, NEVER},
    judge::Judge,
    sort::by_upper,
};
use std::collections::BTreeMap;

/// Records of one group, and people of one role around one person, beyond whom nothing is read from
/// them: a list of hundreds is no circle of people.
const MOST_OF_GROUP: usize = 40;
const MOST_AROUND: usize = 16;
/// A role is one person's where of so many pairs of one group and role all but one are one person.
const SOLE: u64 = 5;
/// And of so many of different groups around one person more than one are one person.
const MOSTLY: u64 = 2;

/// Two people who are met around a third, by their roots, the smaller first.
#[derive(Clone, Copy)]
struct Pair {
    people: (u32, u32),
    /// Whether their role is one that one person has in each group.
    is_sole: bool,
}

/// Joins people in the best guess by whom they are met with, and adds the strongest pair of each
/// two that are weighed to the edges, which stand in order.
pub(crate) fn join(judge: &Judge<'_>, rules: &Rules, edges: &mut Vec<Edge>, guess: &mut [u32]) {
    if !rules.homes {
        return;
    }
    let pairs = around_one(judge.table, guess);
    let circle = Circle { judge, rules, members: Members::new(guess, &pairs), pairs: &pairs };
    let mut forest = Forest::new(if pairs.is_empty() { 0 } else { guess.len() });
    let (mut joined, mut found) = (Vec::new(), Vec::new());
    for pair in &pairs {
        let (mean, best) = circle.weigh_people(pair);
        found.extend(best.filter(|edge| judge.model.review_at <= f64::from(edge.weight)));
        if rules.link_at <= mean {
            let (one, other) = pair.people;
            forest.join(one, other);
            joined.extend([one, other]);
        }
    }
    add(edges, found);
    joined.sort_unstable();
    joined.dedup();
    if joined.is_empty() {
        return;
    }
    let part = |root: &u32| (forest.root(*root), *root);
    let mut parts: Vec<(u32, u32)> = joined.iter().map(part).collect();
    parts.sort_unstable();
    let mut people = Forest::new(guess.len());
    for part in parts.chunk_by(|one, other| one.0 == other.0) {
        circle.bring_together(part, &mut people);
    }
    guess.iter_mut().for_each(|root| *root = people.root(*root));
}

/// Takes edges in, each in place of what was known of its pair.
fn add(edges: &mut Vec<Edge>, found: Vec<Edge>) {
    let known = edges.len();
    for edge in found {
        let pair = (edge.left, edge.right);
        match edges[..known].binary_search_by_key(&pair, |edge| (edge.left, edge.right)) {
            Ok(at) => edges[at] = edge,
            Err(_) => edges.push(edge),
        }
    }
}

/// What people are weighed by who are met around a third.
struct Circle<'a> {
    judge: &'a Judge<'a>,
    rules: &'a Rules,
    /// In order.
    pairs: &'a [Pair],
    members: Members,
}

impl Circle<'_> {
    /// What two records say, and the edge between them.
    fn weigh(&self, one: u32, other: u32, is_sole: bool) -> (f32, Edge) {
        let weighed = self.judge.weigh_beside(one, other, is_sole);
        let (bits, _) = say(self.judge.table, one, other, self.rules, &|| weighed);
        let (left, right) = (one.min(other), one.max(other));
        (bits, Edge { left, right, weight: weighed.weight, levels: weighed.levels })
    }

    /// The mean of what all records of two people say, and the strongest edge between them.
    fn weigh_people(&self, pair: &Pair) -> (f32, Option<Edge>) {
        let (one, other) = (self.members.of(pair.people.0), self.members.of(pair.people.1));
        let (mut sum, mut best): (f32, Option<Edge>) = (0.0, None);
        for record in one {
            for fellow in other {
                let (bits, edge) = self.weigh(*record, *fellow, pair.is_sole);
                if bits == NEVER {
                    return (NEVER, None);
                }
                sum += bits;
                if best.is_none_or(|best| best.weight < edge.weight) {
                    best = Some(edge);
                }
            }
        }
        (sum / (one.len() * other.len()) as f32, best)
    }

    /// Merges the people of one part, each with the root of the part.
    fn bring_together(&self, part: &[(u32, u32)], people: &mut Forest) {
        let of_root = |(_, root): &(u32, u32)| {
            let root = *root;
            self.members.of(root).iter().map(move |record| (root, *record))
        };
        let records: Vec<(u32, u32)> = part.iter().flat_map(of_root).collect();
        let roots: Vec<u32> = records.iter().map(|(root, _)| *root).collect();
        let bits = |one: usize, other: usize| {
            let ((root, one), (other_root, other)) = (records[one], records[other]);
            let pair = (root.min(other_root), root.max(other_root));
            if let Ok(at) = self.pairs.binary_search_by_key(&pair, |pair| pair.people) {
                return self.weigh(one, other, self.pairs[at].is_sole).0;
            }
            let weigh = || self.judge.weigh_all(one, other, None);
            say(self.judge.table, one, other, self.rules, &weigh).0
        };
        let join = &mut |one: u32, other: u32| people.join(one, other);
        Groups::new(&roots, &bits).merge_all(self.rules.link_at, TIE, join);
    }
}

/// Each two people who are met in one role around a third, in order. But those who stand in one
/// group with one role are two children, unless the role is one person's in each.
fn around_one(table: &Table<'_>, guess: &[u32]) -> Vec<Pair> {
    let by_group = by_group(table);
    let seats = seats(table, guess, &by_group);
    let sole = sole_roles(table, guess, &by_group, &seats);
    let mut pairs = Vec::new();
    for around in seats.chunk_by(|one, other| one.around() == other.around()) {
        let people = || around.chunk_by(|one, other| one.root == other.root);
        if MOST_AROUND < people().count() {
            continue;
        }
        let is_sole = sole.contains(&around[0].role);
        for (at, one) in people().enumerate() {
            let never_meet = |other: &&[Seat]| {
                one.iter().all(|seat| other.iter().all(|two| two.group != seat.group))
            };
            let others = people().take(at).filter(|other| is_sole || never_meet(other));
            let pair = |other: &[Seat]| Pair { people: (other[0].root, one[0].root), is_sole };
            pairs.extend(others.map(pair));
        }
    }
    // Of two reasons the stronger one counts.
    pairs.sort_unstable_by_key(|pair| (pair.people, !pair.is_sole));
    pairs.dedup_by_key(|pair| pair.people);
    pairs
}

/// A person in one group with another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Seat {
    /// The root of the other.
    fellow: u32,
    role: u32,
    root: u32,
    group: u32,
}

impl Seat {
    fn around(&self) -> (u32, u32) {
        (self.fellow, self.role)
    }
}

/// Group and record of all who have a role in a group, by groups.
fn by_group(table: &Table<'_>) -> Vec<u64> {
    let people = (0u64..).zip(&table.people).filter(|(_, one)| one.group != 0 && one.role != 0);
    let mut all: Vec<u64> = people.map(|(at, one)| u64::from(one.group) << 32 | at).collect();
    by_upper(&mut all, &mut Vec::new());
    all
}

/// The groups that are small enough to be a circle of people.
fn circles(by_group: &[u64]) -> impl Iterator<Item = &[u64]> {
    let groups = by_group.chunk_by(|one, other| one >> 32 == other >> 32);
    groups.filter(|group| (2..=MOST_OF_GROUP).contains(&group.len()))
}

/// Everybody beside everybody else of a group who is met in other groups too, in order.
fn seats(table: &Table<'_>, guess: &[u32], by_group: &[u64]) -> Vec<Seat> {
    // By root a group, and whether there is another.
    let mut groups = vec![(0, false); guess.len()];
    for entry in by_group {
        let (group, is_many) = &mut groups[guess[*entry as u32 as usize] as usize];
        let own = (*entry >> 32) as u32;
        *is_many |= *group != 0 && *group != own;
        *group = own;
    }
    let mut seats = Vec::new();
    let mut people: Vec<(u32, u32)> = Vec::new();
    for circle in circles(by_group) {
        people.clear();
        people.extend(circle.iter().map(|entry| {
            let record = *entry as u32 as usize;
            (guess[record], table.people[record].role)
        }));
        people.sort_unstable();
        people.dedup();
        let group = (circle[0] >> 32) as u32;
        for (fellow, _) in people.iter().filter(|(root, _)| groups[*root as usize].1) {
            let others = people.iter().filter(|(root, _)| root != fellow);
            let seat = |(root, role): &(u32, u32)| Seat {
                fellow: *fellow,
                role: *role,
                root: *root,
                group,
            };
            seats.extend(others.map(seat));
        }
    }
    seats.sort_unstable();
    seats.dedup();
    seats
}

/// Pairs, and how many of them are of one person.
#[derive(Default)]
struct Count {
    all: u64,
    same: u64,
}

/// Roles that one person has in each group, as far as people were found: and around a third person
/// mostly one throughout. Who had a new partner each time has nobody in that role.
fn sole_roles(table: &Table<'_>, guess: &[u32], by_group: &[u64], seats: &[Seat]) -> Vec<u32> {
    let mut in_group: BTreeMap<u32, Count> = BTreeMap::new();
    for circle in circles(by_group) {
        for (at, one) in circle.iter().enumerate() {
            let one = *one as u32 as usize;
            let role = table.people[one].role;
            let others = circle[..at].iter().map(|other| *other as u32 as usize);
            for other in others.filter(|other| table.people[*other].role == role) {
                let count = in_group.entry(role).or_default();
                count.all += 1;
                count.same += u64::from(guess[one] == guess[other]);
            }
        }
    }
    let pairs = |seats: &[Seat]| (seats.len() * (seats.len() - 1) / 2) as u64;
    let mut around_one: BTreeMap<u32, Count> = BTreeMap::new();
    for around in seats.chunk_by(|one, other| one.around() == other.around()) {
        let count = around_one.entry(around[0].role).or_default();
        count.all += pairs(around);
        count.same += around.chunk_by(|one, two| one.root == two.root).map(pairs).sum::<u64>();
    }
    let is_sole = |(role, own): &(u32, Count)| {
        let around = around_one.get(role);
        SOLE * (own.all - own.same) < own.all
            && around.is_some_and(|around| around.all < MOSTLY * around.same)
    };
    in_group.into_iter().filter(is_sole).map(|(role, _)| role).collect()
}

/// The records of each person of some pairs.
struct Members {
    /// Roots in order, and where in `records` those of each begin; one more at the end.
    roots: Vec<u32>,
    from: Vec<usize>,
    records: Vec<u32>,
}

impl Members {
    fn new(guess: &[u32], pairs: &[Pair]) -> Members {
        let mut is_sought = vec![false; guess.len()];
        for pair in pairs {
            is_sought[pair.people.0 as usize] = true;
            is_sought[pair.people.1 as usize] = true;
        }
        let all = guess.iter().copied().zip(0u32..);
        let mut all: Vec<(u32, u32)> = all.filter(|(root, _)| is_sought[*root as usize]).collect();
        all.sort_unstable();
        let (mut roots, mut from) = (Vec::new(), Vec::new());
        for (at, (root, _)) in all.iter().enumerate() {
            if roots.last() != Some(root) {
                roots.push(*root);
                from.push(at);
            }
        }
        from.push(all.len());
        Members { roots, from, records: all.into_iter().map(|(_, record)| record).collect() }
    }

    fn of(&self, root: u32) -> &[u32] {
        match self.roots.binary_search(&root) {
            Ok(at) => &self.records[self.from[at]..self.from[at + 1]],
            Err(_) => &[],
        }
    }
}
