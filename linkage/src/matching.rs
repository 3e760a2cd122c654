//! Two lists of people against each other: each record has at most one partner.

use crate::{
    cluster::{Edge, NAME_ALONE},
    compare::{Levels, Table},
    dedupe::{Band, Options, Pair, Stage, Summary, Work},
    judge::Judge,
    kin::{are_kin, is_name_alone},
    model::Model,
    records::Records,
};
use std::collections::BTreeSet;

/// What [`match_sides`] found.
#[derive(Clone, Debug)]
pub struct Links {
    /// Pairs of a left and a right record, in order; each record stands in one at most.
    pub pairs: Vec<Pair>,
    pub model: Model,
    pub summary: Summary,
}

/// Links the first `left_count` records with the others, each with one at most.
///
/// Heavier pairs come first. Records of one side are never compared with each other.
pub fn match_sides(
    records: &Records,
    left_count: u32,
    options: &Options,
    stage: &mut dyn FnMut(Stage),
) -> Links {
    stage(Stage::Blocking);
    let table = Table::new(records);
    let work = Work::new(&table, options, left_count);
    stage(Stage::Learning);
    let model = work.learn();
    stage(Stage::Comparing);
    let judge = Judge::new(&table, &model);
    let (edges, pairs_compared) = work.compare(&judge);
    stage(Stage::Clustering);
    let mut decided: Vec<Pair> = edges.iter().map(|edge| work.pair(edge, Band::Link)).collect();
    let forbidden = both_ways(&options.cannot_link);
    decided.retain(|pair| {
        model.link_at <= pair.weight
            && !are_kin(pair.levels, 0.0 < model.households)
            && (!is_name_alone(pair.levels) || model.link_at + f64::from(NAME_ALONE) <= pair.weight)
            && !forbidden.contains(&(pair.left, pair.right))
    });
    decided.sort_unstable_by(|one, other| {
        let key = |pair: &Pair| (records.id(pair.left), records.id(pair.right));
        other.weight.total_cmp(&one.weight).then_with(|| key(one).cmp(&key(other)))
    });
    let must = options
        .must_link
        .iter()
        .filter(|(one, other)| (*one < left_count) != (*other < left_count));
    let must = must.map(|(one, other)| {
        let edge = Edge { left: *one, right: *other, weight: 60.0, levels: Levels::default() };
        Pair { left: *one.min(other), right: *one.max(other), ..work.pair(&edge, Band::Link) }
    });
    let mut taken = BTreeSet::new();
    let mut pairs: Vec<Pair> = Vec::new();
    for pair in must.chain(decided) {
        if !taken.contains(&pair.left) && !taken.contains(&pair.right) {
            taken.extend([pair.left, pair.right]);
            pairs.push(pair);
        }
    }
    pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
    let summary = work.summary(&model, pairs_compared, &pairs, records.len() - pairs.len());
    stage(Stage::Done);
    Links { pairs, model, summary }
}

fn both_ways(pairs: &[(u32, u32)]) -> BTreeSet<(u32, u32)> {
    pairs.iter().flat_map(|(one, other)| [(*one, *other), (*other, *one)]).collect()
}
