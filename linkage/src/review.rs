//! What a person should look at: one pair for each two groups that may be one person.
//!
//! People's time decides how many, not a weight: the questions stand in the order of their weight,
//! and the first ones are asked until so many records wait. An answer to one of them is an answer
//! for all records of both groups.

use crate::{
    cluster::{Clusters, Edge},
    compare::{Field, Table},
};
use std::collections::BTreeSet;

/// Records that may wait for a person, as a share of all; and in the smallest of files.
const SHARE: f64 = 0.02;
const FEWEST: usize = 20;

/// Of two groups that may be one person: the score of their strongest pair, and which edge it is.
struct Question {
    score: f32,
    edge: usize,
}

/// The edges that are asked about, strongest first.
pub(crate) fn questions(
    table: &Table<'_>,
    edges: &[Edge],
    clusters: &Clusters,
    cannot: &[(u32, u32)],
) -> Vec<usize> {
    let members = Members::new(&clusters.certain);
    let most = FEWEST.max((table.len() as f64 * SHARE) as usize);
    let mut waiting = BTreeSet::new();
    let mut asked = Vec::new();
    for question in open(edges, &clusters.certain) {
        let Edge { left, right, .. } = edges[question.edge];
        let new = usize::from(!waiting.contains(&left)) + usize::from(!waiting.contains(&right));
        if most < waiting.len() + new {
            break;
        }
        if !members.may_never_meet(table, (left, right), &clusters.certain, cannot) {
            waiting.extend([left, right]);
            asked.push(question.edge);
        }
    }
    asked
}

/// One question for each two groups between which there are edges, the strongest first.
fn open(edges: &[Edge], groups: &[u32]) -> Vec<Question> {
    let mut sizes = vec![0u32; groups.len()];
    for group in groups {
        sizes[*group as usize] += 1;
    }
    let mut open: Vec<(u32, u32, f32, usize)> = Vec::new();
    for (at, edge) in edges.iter().enumerate() {
        let (one, other) = (groups[edge.left as usize], groups[edge.right as usize]);
        if one != other {
            open.push((one.min(other), one.max(other), edge.weight, at));
        }
    }
    open.sort_unstable_by(|one, other| {
        let groups = (one.0, one.1).cmp(&(other.0, other.1));
        groups.then(other.2.total_cmp(&one.2)).then(one.3.cmp(&other.3))
    });
    let of_groups = open.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1));
    let question = |run: &[(u32, u32, f32, usize)]| {
        let (one, other, _, edge) = run[0];
        let pairs = sizes[one as usize] as f32 * sizes[other as usize] as f32;
        Question { score: score(&edges[edge], pairs), edge }
    };
    let mut questions: Vec<Question> = of_groups.map(question).collect();
    questions.sort_unstable_by(|one, other| {
        other.score.total_cmp(&one.score).then(one.edge.cmp(&other.edge))
    });
    questions
}

/// What there is to gain from an answer: how likely a yes is, and of how many `pairs` it is said.
///
/// Whose national numbers are the same is asked about in any case.
fn score(edge: &Edge, pairs: f32) -> f32 {
    let number = if edge.levels.of(Field::National) == 1 { SURE } else { f32::MIN };
    edge.weight.min(SURE).max(number) + FOR_PAIRS * pairs.log2()
}

/// Bits beyond which a yes hardly gets any likelier.
const SURE: f32 = 9.0;
/// Bits that twice as many pairs are worth: less than one, since a question of many pairs is mostly
/// one of people whom much has been told of already.
const FOR_PAIRS: f32 = 0.75;

/// The records of each group.
struct Members {
    /// Group and record, in order.
    all: Vec<(u32, u32)>,
}

impl Members {
    fn new(groups: &[u32]) -> Members {
        let mut all: Vec<(u32, u32)> = groups.iter().copied().zip(0..).collect();
        all.sort_unstable();
        Members { all }
    }

    fn of(&self, group: u32) -> impl Iterator<Item = u32> + Clone {
        let from = self.all.partition_point(|(one, _)| *one < group);
        let members = self.all[from..].iter().take_while(move |(one, _)| *one == group);
        members.map(|(_, record)| *record)
    }

    /// Whether something that is not to be asked keeps the groups of two records apart.
    fn may_never_meet(
        &self,
        table: &Table<'_>,
        (left, right): (u32, u32),
        groups: &[u32],
        cannot: &[(u32, u32)],
    ) -> bool {
        let others = self.of(groups[right as usize]);
        self.of(groups[left as usize]).any(|one| {
            others.clone().any(|other| {
                table.are_apart(one, other) || cannot.binary_search(&(one, other)).is_ok()
            })
        })
    }
}
