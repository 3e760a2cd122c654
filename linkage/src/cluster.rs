//! From pairs to people: records are brought together by the mean weight between two groups.
//!
//! Twice: once as the best guess, by which people are counted; and once more within each person so
//! found, with a higher threshold and no doubt allowed, for what needs no eye.

use crate::{
    compare::{Levels, Table},
    groups::{Groups, NEVER},
    kin::{are_kin, is_doubtful, is_name_alone, may_have_changed},
};

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
    while let Some((members, edges, at)) = waiting.pop() {
        for member in &members {
            forest.0[*member as usize] = found.must.0[*member as usize];
        }
        for edge in &edges {
            forest.join(edge.left, edge.right);
        }
        for (part, part_edges) in parts(&mut forest, &members, edges) {
            let is_bounded = part.len() <= MOST_TOGETHER;
            if is_bounded || at > 60.0 {
                for chunk in part.chunks(MOST_TOGETHER) {
                    let known = Known::new(&part_edges);
                    let said = Said::new(chunk, &|one, other| {
                        say(table, one, other, rules, &|| weigh(one, other, known.of(one, other)))
                    });
                    bring_together(chunk, &said, rules, &mut found);
                }
            } else {
                let at = at + STEP;
                let stronger = part_edges.into_iter().filter(|edge| at <= edge.weight).collect();
                waiting.push((part, stronger, at));
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

/// Pairs of a part that were weighed before.
struct Known<'a>(Vec<&'a Edge>);

impl<'a> Known<'a> {
    fn new(edges: &[&'a Edge]) -> Known<'a> {
        let mut edges = edges.to_vec();
        edges.sort_unstable_by_key(|edge| (edge.left, edge.right));
        Known(edges)
    }

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
const TIE: f32 = 0.05;
/// And for that to be certain.
const CLEAR: f32 = 3.0;

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

/// What one pair says about bringing two groups together, as a guess and for certain.
fn say(
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
