//! From pairs to people: records are brought together by the mean weight between two groups.
//!
//! Twice: once as the best guess, by which people are counted; and once more within each person so
//! found, with a higher threshold and no doubt allowed, for what needs no eye.

use crate::{
    compare::{Levels, Table},
    groups::{Groups, NEVER},
    kin::{are_kin, is_doubtful, is_name_alone, may_have_changed},
};
use std::hint::black_box;

/// A pair worth keeping, in the order of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub left: u32,
    pub right: u32,
    pub weight: f32,
    pub levels: Levels,
}

/// What people decided, and what may never be.
pub(crate) struct Rules {
    pub must: Vec<(u32, u32)>,
    /// Pairs in both orders, sorted.
    pub cannot: Vec<(u32, u32)>,
    pub link_at: f32,
    pub certain_at: f32,
    /// Whether the records show people who live together.
    pub homes: bool,
}

/// What is known of a pair that is weighed.
#[derive(Clone, Copy)]
pub(crate) struct Weighed {
    pub weight: f32,
    pub levels: Levels,
    /// Whether the two may be twins with names alike.
    pub are_twins: bool,
    /// Whether many others have the same date of birth.
    pub is_common_day: bool,
}

/// For each record of the table the smallest record of its cluster.
pub(crate) struct Clusters {
    pub guess: Vec<u32>,
    /// Finer: only what is certain.
    pub certain: Vec<u32>,
}

/// Most records whose pairs are all weighed against each other.
const MOST_TOGETHER: usize = 1200;
/// How much more a pair must weigh each time that too many records hang together.
const STEP: f32 = 3.0;
/// One pair's say in a mean is bounded: one strong agreement does not outvote three strangers.
const MOST_BITS: f32 = 12.0;
/// Bits that a name must weigh more than other evidence, where nothing but a name agrees.
pub(crate) const NAME_ALONE: f32 = 4.0;
/// Bits that a name alone must weigh to make anything certain.
const SURER: f32 = 6.0;
/// What a pair says at worst of whom nothing differs but what a marriage and a move change.
const CHANGED: f32 = -4.0;

/// Roots of a forest; each root is its tree's smallest record.
pub(crate) struct Forest(Vec<u32>);

impl Forest {
    pub(crate) fn new(count: usize) -> Forest {
        Forest((0..count as u32).collect())
    }

    pub(crate) fn root(&mut self, mut at: u32) -> u32 {
        while self.0[at as usize] != at {
            self.0[at as usize] = self.0[self.0[at as usize] as usize];
            at = self.0[at as usize];
        }
        at
    }

    pub(crate) fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other) as usize] = one.min(other);
    }
}

/// The people among the records, guessed and certain.
pub(crate) fn cluster(
    table: &Table<'_>,
    edges: &[Edge],
    rules: &Rules,
    weigh: &dyn Fn(u32, u32, Option<&Edge>) -> Weighed,
) -> Clusters {
    let mut found = Found::new(table.len(), &rules.must);
    let members: Vec<u32> = (0..table.len() as u32).collect();
    let strong: Vec<&Edge> = edges.iter().filter(|edge| rules.link_at <= edge.weight).collect();
    let mut waiting = vec![(members, strong, rules.link_at)];
    let mut forest = Forest::new(table.len());
    let mut part_of = vec![0; table.len()];
    while let Some((members, edges, at)) = waiting.pop() {
        for member in &members {
            forest.0[*member as usize] = found.must.0[*member as usize];
        }
        for edge in &edges {
            forest.join(edge.left, edge.right);
        }
        let parts = Parts::new(&mut forest, &members, &edges, &mut part_of);
        for number in 0..parts.len() {
            parts.fetch(number, table);
            let (part, part_edges) = parts.of(number);
            if part.len() <= MOST_TOGETHER || at > 60.0 {
                for chunk in part.chunks(MOST_TOGETHER) {
                    let known = Known(part_edges);
                    let said = Said::new(chunk, &|one, other| {
                        say(table, one, other, rules, &|| weigh(one, other, known.of(one, other)))
                    });
                    bring_together(chunk, &said, rules, &mut found);
                }
            } else {
                let at = at + STEP;
                let stronger = part_edges.iter().copied().filter(|edge| at <= edge.weight);
                waiting.push((part.to_vec(), stronger.collect(), at));
            }
        }
    }
    let roots = |mut forest: Forest| (0..table.len() as u32).map(|at| forest.root(at)).collect();
    Clusters { guess: roots(found.guess), certain: roots(found.certain) }
}

/// What is found so far, and what people said.
struct Found {
    guess: Forest,
    certain: Forest,
    must: Forest,
}

impl Found {
    fn new(count: usize, must: &[(u32, u32)]) -> Found {
        let mut said = Forest::new(count);
        must.iter().for_each(|(one, other)| said.join(*one, *other));
        Found { guess: Forest::new(count), certain: Forest::new(count), must: said }
    }
}

/// Pairs of a part that were weighed before, in order.
struct Known<'a>(&'a [&'a Edge]);

impl<'a> Known<'a> {
    fn of(&self, one: u32, other: u32) -> Option<&'a Edge> {
        let pair = (one.min(other), one.max(other));
        let at = self.0.binary_search_by_key(&pair, |edge| (edge.left, edge.right));
        at.ok().map(|at| self.0[at])
    }
}

/// What each pair of a part says, as a guess and for certain.
struct Said {
    count: usize,
    /// Row by row, the lower half.
    pairs: Vec<(f32, f32)>,
}

impl Said {
    fn new(part: &[u32], say: &dyn Fn(u32, u32) -> (f32, f32)) -> Said {
        let mut pairs = Vec::with_capacity(part.len() * (part.len() - 1) / 2);
        for (at, record) in part.iter().enumerate() {
            pairs.extend(part[..at].iter().map(|other| say(*record, *other)));
        }
        Said { count: part.len(), pairs }
    }

    fn of(&self, one: usize, other: usize) -> (f32, f32) {
        let (low, high) = (one.min(other), one.max(other));
        debug_assert!(high < self.count);
        self.pairs[high * (high - 1) / 2 + low]
    }
}

/// Makes people of one part, and of each person what is certain.
fn bring_together(part: &[u32], said: &Said, rules: &Rules, found: &mut Found) {
    let Found { guess, certain, must } = found;
    let is_told = part.iter().any(|record| must.0[*record as usize] != *record);
    let all_say = |at: f32, which: fn(&(f32, f32)) -> f32| {
        !is_told && said.pairs.iter().all(|pair| at <= which(pair))
    };
    // Where every pair agrees, so does every mean.
    if all_say(rules.link_at, |pair| pair.0) && all_say(rules.certain_at, |pair| pair.1) {
        for record in &part[1..] {
            guess.join(part[0], *record);
            certain.join(part[0], *record);
        }
        return;
    }
    merge(part, guess, must, &|one, other| said.of(one, other).0, (rules.link_at, TIE));
    let mut by_root: Vec<(u32, usize)> =
        part.iter().enumerate().map(|(at, record)| (guess.root(*record), at)).collect();
    by_root.sort_unstable();
    for person in by_root.chunk_by(|one, other| one.0 == other.0).filter(|run| 1 < run.len()) {
        let records: Vec<u32> = person.iter().map(|(_, at)| part[*at]).collect();
        let bits = |one: usize, other: usize| said.of(person[one].1, person[other].1).1;
        merge(&records, certain, must, &bits, (rules.certain_at, CLEAR));
    }
}

/// Merges records by what they say, then the groups that people said are one, and then whatever
/// agrees with what that made. An answer is one for the whole of both groups: so they are whole
/// before it is heard.
fn merge(
    records: &[u32],
    forest: &mut Forest,
    must: &mut Forest,
    bits: &dyn Fn(usize, usize) -> f32,
    (at, margin): (f32, f32),
) {
    Groups::new(records, bits).merge_all(at, margin, &mut |one, other| forest.join(one, other));
    let mut is_told = false;
    for record in records {
        let first = must.root(*record);
        is_told |= first != *record;
        forest.join(first, *record);
    }
    if is_told {
        let mut roots: Vec<u32> = records.iter().map(|record| forest.root(*record)).collect();
        let told: Vec<u32> = records.iter().map(|record| must.root(*record)).collect();
        let may_not = |one: usize, other: usize| {
            roots[one] == roots[other] && told[one] != told[other] && bits(one, other) == NEVER
        };
        if (0..records.len()).any(|one| (0..one).any(|other| may_not(one, other))) {
            // What was said brought two together who may never meet: it alone is where to begin.
            for (record, root) in records.iter().zip(&told) {
                forest.0[*record as usize] = *root;
            }
            roots = told;
        }
        let mut groups = Groups::new(&roots, bits);
        groups.merge_all(at, margin, &mut |one, other| forest.join(one, other));
    }
}

/// Bits by which one of two people who conflict must fit better for a record to be theirs.
pub(crate) const TIE: f32 = 0.05;
/// And for that to be certain.
const CLEAR: f32 = 3.0;

/// Records that hang together, with their edges, part by part; those alone are left out.
struct Parts<'a> {
    members: Vec<u32>,
    edges: Vec<&'a Edge>,
    /// Where the members and the edges of each part end.
    ends: Vec<(u32, u32)>,
}

impl<'a> Parts<'a> {
    /// Members and edges keep their order; `part_of` is a place to work.
    fn new(
        forest: &mut Forest,
        members: &[u32],
        edges: &[&'a Edge],
        part_of: &mut [u32],
    ) -> Parts<'a> {
        let roots: Vec<u32> = members.iter().map(|member| forest.root(*member)).collect();
        // By root the number of members, and then the number of the part.
        roots.iter().for_each(|root| part_of[*root as usize] = 0);
        roots.iter().for_each(|root| part_of[*root as usize] += 1);
        let (mut counts, mut all) = (Vec::new(), 0);
        for (member, root) in members.iter().zip(&roots).filter(|(member, root)| member == root) {
            let count = std::mem::replace(&mut part_of[*root as usize], NO_PART);
            if 1 < count {
                part_of[*member as usize] = counts.len() as u32;
                counts.push((count, 0));
                all += count as usize;
            }
        }
        let part = |root: u32| part_of[root as usize] as usize;
        let edge_parts: Vec<u32> =
            edges.iter().map(|edge| part_of[forest.root(edge.left) as usize]).collect();
        edge_parts.iter().for_each(|part| counts[*part as usize].1 += 1);
        let mut ends = counts;
        let mut from = (0, 0);
        for place in &mut ends {
            (*place, from) = (from, (from.0 + place.0, from.1 + place.1));
        }
        let mut parts = vec![0; all];
        for (member, root) in members.iter().zip(&roots) {
            if let Some((place, _)) = ends.get_mut(part(*root)) {
                parts[*place as usize] = *member;
                *place += 1;
            }
        }
        let mut of_parts = edges.to_vec();
        for (edge, part) in edges.iter().zip(edge_parts) {
            let place = &mut ends[part as usize].1;
            of_parts[*place as usize] = edge;
            *place += 1;
        }
        Parts { members: parts, edges: of_parts, ends }
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn of(&self, number: usize) -> (&[u32], &[&'a Edge]) {
        let (member, edge) = if number == 0 { (0, 0) } else { self.ends[number - 1] };
        let (to, edge_to) = self.ends[number];
        let members = &self.members[member as usize..to as usize];
        (members, &self.edges[edge as usize..edge_to as usize])
    }

    /// Brings what is said of the members of some parts near, once for all of them.
    fn fetch(&self, number: usize, table: &Table<'_>) {
        if number.is_multiple_of(FETCHED) {
            let from = if number == 0 { 0 } else { self.ends[number - 1].0 };
            let to = self.ends[self.len().min(number + FETCHED) - 1].0;
            let members = &self.members[from as usize..to as usize];
            let near = |all: u32, member: &u32| {
                let person = &table.people[*member as usize];
                all ^ person.given ^ u32::from(person.sex)
            };
            black_box(members.iter().fold(0, near));
        }
    }
}

/// The part of who is alone.
const NO_PART: u32 = u32::MAX;
/// Parts whose members are fetched together.
const FETCHED: usize = 32;

/// What one pair says about bringing two groups together, as a guess and for certain.
pub(crate) fn say(
    table: &Table<'_>,
    one: u32,
    other: u32,
    rules: &Rules,
    weigh: &dyn Fn() -> Weighed,
) -> (f32, f32) {
    if table.are_apart(one, other) || rules.cannot.binary_search(&(one, other)).is_ok() {
        return (NEVER, NEVER);
    }
    let Weighed { weight, levels, are_twins, is_common_day } = weigh();
    if are_kin(levels, rules.homes) || are_twins {
        return (-MOST_BITS, -MOST_BITS);
    }
    // A name alone confirms what others show. By itself it must be rare, and known to be so; and it
    // makes little certain.
    let is_alone = is_name_alone(levels);
    let is_weak = is_alone && weight < rules.link_at + NAME_ALONE;
    let most = if is_weak { rules.link_at - 1.0 } else { MOST_BITS };
    let is_rare = SURER <= weight;
    let most_certain = match is_alone {
        true if !is_rare => rules.certain_at - 1.0,
        true => rules.certain_at + NAME_ALONE,
        false => MOST_BITS,
    };
    let least = match may_have_changed(levels) && !is_common_day {
        true => CHANGED,
        false => -MOST_BITS,
    };
    let guess = weight.max(least).clamp(-MOST_BITS, most);
    let certain = if is_doubtful(levels) { -MOST_BITS } else { weight };
    (guess, certain.clamp(-MOST_BITS, most_certain))
}
