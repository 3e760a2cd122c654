//! From pairs to people: records are brought together by the mean weight between two groups.

use crate::compare::{Field, Levels, Table, given_and_family};

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
}

/// Most records whose pairs are all weighed against each other.
const MOST_TOGETHER: usize = 1200;
/// How much more a pair must weigh each time that too many records hang together.
const STEP: f32 = 3.0;
/// One pair's say in a mean is bounded: one strong agreement does not outvote three strangers.
const MOST_BITS: f32 = 12.0;
/// Bits that a name must weigh more than other evidence, where nothing but a name agrees.
pub(crate) const NAME_ALONE: f32 = 4.0;
const NEVER: f32 = f32::NEG_INFINITY;

/// Roots of a forest; each root is its tree's smallest record.
struct Forest(Vec<u32>);

impl Forest {
    fn new(count: usize) -> Forest {
        Forest((0..count as u32).collect())
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while self.0[at as usize] != at {
            self.0[at as usize] = self.0[self.0[at as usize] as usize];
            at = self.0[at as usize];
        }
        at
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other) as usize] = one.min(other);
    }
}

/// For each record of the table the smallest record of its cluster.
pub(crate) fn cluster(
    table: &Table<'_>,
    edges: &[Edge],
    rules: &Rules,
    weigh: &dyn Fn(u32, u32) -> (f64, Levels),
) -> Vec<u32> {
    let mut clusters = Forest::new(table.len());
    for (one, other) in &rules.must {
        clusters.join(*one, *other);
    }
    let members: Vec<u32> = (0..table.len() as u32).collect();
    let strong: Vec<&Edge> = edges.iter().filter(|edge| rules.link_at <= edge.weight).collect();
    let mut waiting = vec![(members, strong, rules.link_at)];
    let mut forest = Forest::new(table.len());
    while let Some((members, edges, at)) = waiting.pop() {
        for member in &members {
            forest.0[*member as usize] = clusters.0[*member as usize];
        }
        for edge in &edges {
            forest.join(edge.left, edge.right);
        }
        for (part, part_edges) in parts(&mut forest, &members, edges) {
            let is_bounded = part.len() <= MOST_TOGETHER;
            if is_bounded || at > 60.0 {
                for chunk in part.chunks(MOST_TOGETHER) {
                    average(table, chunk, rules, weigh, &mut clusters);
                }
            } else {
                let at = at + STEP;
                let stronger = part_edges.into_iter().filter(|edge| at <= edge.weight).collect();
                waiting.push((part, stronger, at));
            }
        }
    }
    (0..table.len() as u32).map(|record| clusters.root(record)).collect()
}

/// Records that hang together, with their edges; those alone are left out.
fn parts<'a>(
    forest: &mut Forest,
    members: &[u32],
    edges: Vec<&'a Edge>,
) -> Vec<(Vec<u32>, Vec<&'a Edge>)> {
    let mut by_root: Vec<(u32, u32)> =
        members.iter().map(|member| (forest.root(*member), *member)).collect();
    by_root.sort_unstable();
    let mut edges: Vec<(u32, &Edge)> =
        edges.into_iter().map(|edge| (forest.root(edge.left), edge)).collect();
    edges.sort_by_key(|(root, _)| *root);
    let mut next = edges.into_iter().peekable();
    let mut parts = Vec::new();
    for run in by_root.chunk_by(|one, other| one.0 == other.0) {
        let mut own = Vec::new();
        while let Some((_, edge)) = next.next_if(|(root, _)| *root == run[0].0) {
            own.push(edge);
        }
        if 1 < run.len() {
            parts.push((run.iter().map(|(_, member)| *member).collect(), own));
        }
    }
    parts
}

/// Whether the levels are those of two members of one family: never one person by themselves.
///
/// One family name at one address, and the given names or the whole dates of birth differ: twins,
/// sisters, father and son. A number of their own that agrees outweighs that.
pub(crate) fn are_kin(levels: Levels) -> bool {
    let is_home = matches!(levels.of(Field::Address), 1..=3 | 5);
    let has_number =
        matches!(levels.of(Field::National), 1..=3) || levels.of(Field::AgencyRef) == 1;
    let Some((given, family)) = given_and_family(levels.of(Field::Name)) else { return false };
    // Daniel and Danielle: a slip in the name does not change the sex.
    let of_two_sexes = matches!(given, 2 | 4 | 5) && levels.of(Field::Sex) == 2;
    let differ = given == 7 || of_two_sexes || matches!(levels.of(Field::Born), 10 | 14);
    is_home && !has_number && differ && matches!(family, 1..=4)
}

/// Whether nothing but names, sex and the like agrees: John Smith and another John Smith.
pub(crate) fn is_name_alone(levels: Levels) -> bool {
    let agrees = [
        matches!(levels.of(Field::Born), 1..=7 | 11),
        matches!(levels.of(Field::Address), 1..=5),
        matches!(levels.of(Field::Phone), 1 | 2),
        matches!(levels.of(Field::Email), 1..=3),
        matches!(levels.of(Field::National), 1..=3),
        levels.of(Field::AgencyRef) == 1,
        levels.of(Field::Group) == 1,
    ];
    !agrees.contains(&true)
}

/// Brings the records of one part together as long as the mean weight allows it.
///
/// Nearest-neighbour chains: quadratic in the part, exact for mean linkage.
fn average(
    table: &Table<'_>,
    part: &[u32],
    rules: &Rules,
    weigh: &dyn Fn(u32, u32) -> (f64, Levels),
    clusters: &mut Forest,
) {
    let mut groups = Groups::new(table, part, rules, weigh, clusters);
    let mut chain: Vec<usize> = Vec::new();
    let mut is_done = vec![false; groups.size.len()];
    for first in 0..groups.size.len() {
        if groups.size[first] == 0 || is_done[first] {
            continue;
        }
        chain.push(first);
        while let Some(&last) = chain.last() {
            let before = chain.len().checked_sub(2).map(|at| chain[at]);
            let Some((nearest, mean)) = groups.nearest(last, before) else {
                is_done[last] = true;
                chain.pop();
                continue;
            };
            if mean < rules.link_at {
                is_done[last] = true;
                chain.pop();
            } else if Some(nearest) == before {
                chain.truncate(chain.len() - 2);
                let kept = groups.merge(last, nearest, clusters);
                is_done[kept] = false;
                if chain.is_empty() {
                    chain.push(kept);
                }
            } else {
                chain.push(nearest);
            }
        }
    }
}

/// Groups of records and the sums of the weights between them.
struct Groups {
    /// The first record of each, and how many it has; 0 for one that was merged away.
    first: Vec<u32>,
    size: Vec<u32>,
    /// Sum of weights between two groups, `NEVER` where they may not meet.
    sums: Vec<f32>,
}

impl Groups {
    fn new(
        table: &Table<'_>,
        part: &[u32],
        rules: &Rules,
        weigh: &dyn Fn(u32, u32) -> (f64, Levels),
        clusters: &mut Forest,
    ) -> Groups {
        let roots: Vec<u32> = part.iter().map(|record| clusters.root(*record)).collect();
        let mut first = roots.clone();
        first.sort_unstable();
        first.dedup();
        let group_of = |at: usize| first.binary_search(&roots[at]).unwrap_or_default();
        let count = first.len();
        let (mut size, mut sums) = (vec![0; count], vec![0.0f32; count * count]);
        for (at, record) in part.iter().enumerate() {
            let group = group_of(at);
            size[group] += 1;
            for (before, other) in part.iter().enumerate().take(at) {
                let other_group = group_of(before);
                if group != other_group {
                    let bits = say(table, *record, *other, rules, weigh);
                    sums[group * count + other_group] += bits;
                    sums[other_group * count + group] += bits;
                }
            }
        }
        Groups { first, size, sums }
    }

    /// The group with the greatest mean, `before` where several have it.
    fn nearest(&self, group: usize, before: Option<usize>) -> Option<(usize, f32)> {
        let count = self.size.len();
        let mut best: Option<(usize, f32)> = None;
        for other in (0..count).filter(|other| *other != group && 0 < self.size[*other]) {
            let pairs = (self.size[group] * self.size[other]) as f32;
            let mean = self.sums[group * count + other] / pairs;
            let is_better =
                best.is_none_or(|(_, most)| most < mean || mean == most && Some(other) == before);
            if mean != NEVER && is_better {
                best = Some((other, mean));
            }
        }
        best
    }

    fn merge(&mut self, one: usize, other: usize, clusters: &mut Forest) -> usize {
        let (kept, gone) = (one.min(other), one.max(other));
        clusters.join(self.first[kept], self.first[gone]);
        let count = self.size.len();
        for third in 0..count {
            let sum = self.sums[gone * count + third];
            self.sums[kept * count + third] += sum;
            self.sums[third * count + kept] += sum;
        }
        self.size[kept] += self.size[gone];
        self.size[gone] = 0;
        kept
    }
}

/// What one pair says about bringing two groups together.
fn say(
    table: &Table<'_>,
    one: u32,
    other: u32,
    rules: &Rules,
    weigh: &dyn Fn(u32, u32) -> (f64, Levels),
) -> f32 {
    if table.are_apart(one, other) || rules.cannot.binary_search(&(one, other)).is_ok() {
        return NEVER;
    }
    let (weight, levels) = weigh(one, other);
    if are_kin(levels) {
        return -MOST_BITS;
    }
    let weight = weight as f32;
    // A name alone confirms what others show. By itself it must be rare, and known to be so.
    let is_weak = is_name_alone(levels) && weight < rules.link_at + NAME_ALONE;
    let most = if is_weak { rules.link_at - 1.0 } else { MOST_BITS };
    weight.clamp(-MOST_BITS, most)
}
