//! The whole way from records to people, stage by stage.

use crate::{
    blocking::{Blocked, Blocks, Capped},
    cluster::{Clusters, Edge, Rules, cluster},
    compare::{Levels, Memo, Table},
    fellows,
    intern::mix,
    judge::Judge,
    learn::{Evidence, Histogram, learn},
    model::{Model, can_show_households},
    parallel,
    records::{Person, Records},
    review,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What was decided before, and how many threads may work.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// 0 stands for one.
    pub threads: usize,
    /// Pairs of records that are one person, whatever the records say.
    pub must_link: Vec<(u32, u32)>,
    /// Pairs of records that are two people.
    pub cannot_link: Vec<(u32, u32)>,
}

/// What is being done; told as it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Blocking,
    Learning,
    Comparing,
    Clustering,
    Done,
}

#[derive(Clone, Debug)]
pub struct Outcome {
    /// The best guess, by which people are counted: for each record the smallest one of its
    /// cluster.
    pub clusters: Vec<u32>,
    /// What is certain without anybody's eye, in the same way; each cluster is whole in one of
    /// `clusters`.
    pub certain: Vec<u32>,
    /// Pairs within a cluster, and pairs to be looked at, in order.
    pub pairs: Vec<Pair>,
    pub model: Model,
    pub summary: Summary,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The smaller number of the two.
    pub left: u32,
    pub right: u32,
    /// Log2 of the odds that they are one person.
    pub weight: f64,
    pub probability: f64,
    pub band: Band,
    pub levels: Levels,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// The two are one person for certain.
    Link,
    /// They are in one cluster, though that is not certain; others are more worth looking at.
    Guess,
    /// A person should look, whether or not they are in one cluster. What that person says is said
    /// of all that is certain of either.
    Review,
}

impl Band {
    pub fn code(self) -> &'static str {
        match self {
            Band::Link => "link",
            Band::Guess => "guess",
            Band::Review => "review",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub records: u64,
    pub pairs_compared: u64,
    pub pairs_linked: u64,
    pub pairs_for_review: u64,
    /// Records that stand in a pair for review.
    pub records_for_review: u64,
    pub clusters: u64,
    /// Whether the data show people who live together.
    pub has_households: bool,
    /// Empty where the records are so few that every pair is compared.
    #[serde(default)]
    pub blocked: Vec<Blocked>,
    pub capped: Vec<Capped>,
}

/// Up to this many records every pair is compared.
const SMALL: usize = 1500;
/// Pairs that are learnt from, about.
const LEARNT_FROM: u64 = 800_000;
/// Pairs picked blindly.
const BLIND: u64 = 1_500_000;
/// Records that are picked blindly at a time.
const BLIND_TOGETHER: u64 = 64;
/// Records that one thread takes at a time.
const CHUNK: usize = 4096;

/// Finds the records that are of one person, by what is learnt from them.
pub fn dedupe(records: &Records, options: &Options, stage: &mut dyn FnMut(Stage)) -> Outcome {
    find(records, None, options, stage)
}

/// Finds the records that are of one person, by a model that was learnt before.
///
/// A model that does not fit the records is not used; they are learnt from as by [`dedupe`]. Which
/// model was used stands in the outcome. How rare a name is, is counted from the records each time.
pub fn dedupe_with(
    records: &Records,
    model: &Model,
    options: &Options,
    stage: &mut dyn FnMut(Stage),
) -> Outcome {
    find(records, Some(model).filter(|model| model.fits(records)), options, stage)
}

fn find(
    records: &Records,
    kept: Option<&Model>,
    options: &Options,
    stage: &mut dyn FnMut(Stage),
) -> Outcome {
    stage(Stage::Blocking);
    let table = Table::new(records);
    let mut work = Work::new(&table, options, u32::MAX);
    stage(Stage::Learning);
    let model = kept.cloned().unwrap_or_else(|| work.learn());
    stage(Stage::Comparing);
    let judge = Judge::new(&table, &model);
    let (mut edges, pairs_compared) = work.compare(&judge);
    work.forget_blocks();
    stage(Stage::Clustering);
    let rules = work.rules(&model, options);
    let mut clusters =
        cluster(&table, &edges, &rules, &|one, other, known| judge.weigh_all(one, other, known));
    fellows::join(&judge, &rules, &mut edges, &mut clusters.guess);
    let asked = review::questions(&table, &edges, &clusters, &rules.cannot);
    let outcome = work.answer(&judge, (edges, asked), &clusters, pairs_compared);
    stage(Stage::Done);
    outcome
}

/// What one thread works with.
#[derive(Default)]
struct Desk {
    memo: Memo,
    /// For each record the last one whose partner it was, and one.
    seen: Vec<u32>,
    /// The partners of a record, and what is known of each.
    partners: Vec<u32>,
    people: Vec<Person>,
}

/// The records in their order, and which of them are compared.
pub(crate) struct Work<'a> {
    pub table: &'a Table<'a>,
    blocks: Option<Blocks>,
    threads: usize,
    /// Records from this number on are the other side; only pairs of two sides are compared.
    left_count: u32,
}

impl<'a> Work<'a> {
    pub(crate) fn new(table: &'a Table<'a>, options: &Options, left_count: u32) -> Work<'a> {
        let blocks = (SMALL < table.len()).then(|| Blocks::new(table, options.threads));
        Work { table, blocks, threads: options.threads, left_count }
    }

    /// Frees what only comparing needs.
    pub(crate) fn forget_blocks(&mut self) {
        if let Some(blocks) = &mut self.blocks {
            blocks.forget();
        }
    }

    /// Later records that this one is compared with.
    fn partners(&self, record: u32, desk: &mut Desk) {
        match &self.blocks {
            Some(blocks) => blocks.partners(record, &mut desk.seen, &mut desk.partners),
            None => {
                desk.partners.clear();
                desk.partners.extend(record + 1..self.table.len() as u32);
            }
        }
        if self.left_count != u32::MAX {
            let is_left = |record: u32| self.table.order[record as usize] < self.left_count;
            desk.partners.retain(|partner| is_left(*partner) != is_left(record));
        }
        // Fetched in one go: a processor waits for many distant ones at once, if it may.
        desk.people.clear();
        let people = desk.partners.iter().map(|other| self.table.people[*other as usize]);
        desk.people.extend(people);
        self.table.records.names.fetch(desk.people.iter().flat_map(|one| [one.given, one.family]));
    }

    /// Calls `each` for records with their partners, in parallel, and answers by chunks of records.
    fn for_pairs<A: Default + Send>(
        &self,
        step: usize,
        each: impl Fn(u32, &mut Desk, &mut A) + Sync,
    ) -> Vec<A> {
        let count = self.table.len();
        let seen = if self.blocks.is_some() { count } else { 0 };
        let desk = || Desk { memo: Memo::new(), seen: vec![0; seen], ..Desk::default() };
        parallel::map_with(self.threads, count.div_ceil(CHUNK), desk, |desk, chunk| {
            let mut answers = A::default();
            let records = chunk * CHUNK..count.min((chunk + 1) * CHUNK);
            for record in records.filter(|record| record % step == 0) {
                self.partners(record as u32, desk);
                each(record as u32, desk, &mut answers);
            }
            answers
        })
    }

    pub(crate) fn learn(&self) -> Model {
        let count = self.table.len() as u64;
        let pairs = count * count.saturating_sub(1) / 2;
        let sample =
            self.for_pairs(64, |_, desk, count: &mut u64| *count += desk.partners.len() as u64);
        let about = 64 * sample.iter().sum::<u64>();
        let step = (about / LEARNT_FROM).max(1) as usize;
        let patterns = self.for_pairs(step, |record, desk, patterns: &mut Vec<_>| {
            let Desk { memo, partners, .. } = desk;
            patterns.extend(partners.iter().map(|other| {
                let first = self.table.compare_first(record, *other, memo);
                self.table.compare_rest(record, *other, first)
            }));
        });
        let blocked = Histogram::new(patterns.concat(), step as f64);
        let blind = match self.blocks {
            None => Histogram { patterns: blocked.patterns.clone() },
            Some(_) => self.pick_blindly(pairs),
        };
        let is_sample = self.blocks.is_some();
        let evidence = Evidence { blocked, blind, pairs: pairs as f64, is_sample };
        let records = self.table.records;
        learn(&Model::expected(records), &evidence, can_show_households(records))
    }

    /// Pairs by a fixed rule that has nothing to do with what they say: all pairs of a few records
    /// at a time, since those are near at hand once they are fetched.
    fn pick_blindly(&self, pairs: u64) -> Histogram {
        let count = self.table.len() as u64;
        let rounds = BLIND.min(pairs).div_ceil(BLIND_TOGETHER * (BLIND_TOGETHER - 1) / 2);
        let patterns = parallel::map(self.threads, rounds as usize, |round| {
            let numbers = (0..BLIND_TOGETHER).map(|at| round as u64 * BLIND_TOGETHER + at);
            let picked: Vec<u32> = numbers.map(|at| (mix(at, 1) % count) as u32).collect();
            let others = picked.iter().enumerate().map(|(at, one)| (*one, &picked[..at]));
            let pairs = others.flat_map(|(one, others)| others.iter().map(move |two| (one, *two)));
            let pairs = pairs.filter(|(one, other)| one != other);
            pairs.map(|(one, other)| self.table.compare(one, other)).collect::<Vec<_>>()
        });
        Histogram::new(patterns.concat(), 1.0)
    }

    /// Weighs every pair and keeps those that anyone may want to see.
    pub(crate) fn compare(&self, judge: &Judge<'_>) -> (Vec<Edge>, u64) {
        let found = self.for_pairs(1, |record, desk, (kept, compared): &mut (Vec<Edge>, u64)| {
            *compared += desk.partners.len() as u64;
            let from = kept.len();
            for (other, person) in desk.partners.iter().zip(&desk.people) {
                let pair = (record, *other);
                if let Some((weight, levels)) = judge.weigh_if_kept(pair, person, &mut desk.memo)
                    && !self.table.are_apart(record, *other)
                {
                    let weight = weight as f32;
                    kept.push(Edge { left: record, right: *other, weight, levels });
                }
            }
            kept[from..].sort_unstable_by_key(|edge| edge.right);
        });
        let compared = found.iter().map(|(_, compared)| compared).sum();
        let mut edges = Vec::with_capacity(found.iter().map(|(kept, _)| kept.len()).sum());
        found.into_iter().for_each(|(kept, _)| edges.extend(kept));
        (edges, compared)
    }

    fn rules(&self, model: &Model, options: &Options) -> Rules {
        let mut place = vec![0; self.table.len()];
        for (at, record) in self.table.order.iter().enumerate() {
            place[*record as usize] = at as u32;
        }
        let places = |pairs: &[(u32, u32)]| -> Vec<(u32, u32)> {
            pairs.iter().map(|(a, b)| (place[*a as usize], place[*b as usize])).collect()
        };
        let mut cannot = places(&options.cannot_link);
        cannot.extend(cannot.clone().into_iter().map(|(one, other)| (other, one)));
        cannot.sort_unstable();
        let (link_at, certain_at) = (model.link_at as f32, model.certain_at as f32);
        let homes = 0.0 < model.households;
        Rules { must: places(&options.must_link), cannot, link_at, certain_at, homes }
    }

    fn answer(
        &self,
        judge: &Judge<'_>,
        (edges, asked): (Vec<Edge>, Vec<usize>),
        found: &Clusters,
        pairs_compared: u64,
    ) -> Outcome {
        let (clusters, certain) = (self.by_record(&found.guess), self.by_record(&found.certain));
        let model = judge.model.clone();
        let mut bands: Vec<Option<Band>> = edges
            .iter()
            .map(|edge| {
                let are_one =
                    |groups: &[u32]| groups[edge.left as usize] == groups[edge.right as usize];
                match (are_one(&found.certain), are_one(&found.guess)) {
                    (true, _) => Some(Band::Link),
                    (false, true) => Some(Band::Guess),
                    (false, false) => None,
                }
            })
            .collect();
        for at in asked {
            bands[at] = Some(Band::Review);
        }
        let count = bands.iter().flatten().count();
        let mut pairs = Vec::with_capacity(count);
        let shown = edges.iter().zip(bands);
        pairs.extend(shown.filter_map(|(edge, band)| band.map(|band| self.pair(edge, band))));
        pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
        let count = clusters.iter().enumerate().filter(|(at, root)| *at as u32 == **root).count();
        let summary = self.summary(&model, pairs_compared, &pairs, count);
        Outcome { clusters, certain, pairs, model, summary }
    }

    /// Groups of the table as each record's smallest fellow, in the order of the records.
    fn by_record(&self, groups: &[u32]) -> Vec<u32> {
        let order = &self.table.order;
        let mut smallest = vec![u32::MAX; order.len()];
        for (at, root) in groups.iter().enumerate() {
            let least = &mut smallest[*root as usize];
            *least = (*least).min(order[at]);
        }
        let mut records = vec![0; order.len()];
        for (at, root) in groups.iter().enumerate() {
            records[order[at] as usize] = smallest[*root as usize];
        }
        records
    }

    pub(crate) fn summary(
        &self,
        model: &Model,
        pairs_compared: u64,
        pairs: &[Pair],
        clusters: usize,
    ) -> Summary {
        let of_band = |band: Band| pairs.iter().filter(move |pair| pair.band == band);
        let waiting: BTreeSet<u32> =
            of_band(Band::Review).flat_map(|pair| [pair.left, pair.right]).collect();
        Summary {
            records: self.table.len() as u64,
            pairs_compared,
            pairs_linked: of_band(Band::Link).count() as u64,
            pairs_for_review: of_band(Band::Review).count() as u64,
            records_for_review: waiting.len() as u64,
            clusters: clusters as u64,
            has_households: 0.0 < model.households,
            blocked: self.blocks.as_ref().map(|blocks| blocks.blocked.clone()).unwrap_or_default(),
            capped: self.blocks.as_ref().map(|blocks| blocks.capped.clone()).unwrap_or_default(),
        }
    }

    pub(crate) fn pair(&self, edge: &Edge, band: Band) -> Pair {
        let order = &self.table.order;
        let (one, other) = (order[edge.left as usize], order[edge.right as usize]);
        let weight = f64::from(edge.weight);
        Pair {
            left: one.min(other),
            right: one.max(other),
            weight,
            probability: 1.0 / (1.0 + (-weight).exp2()),
            band,
            levels: edge.levels,
        }
    }
}
