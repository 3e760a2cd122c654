//! The whole way from records to people, stage by stage.

use crate::{
    blocking::{Blocks, Capped},
    cluster::{Edge, Rules, cluster},
    compare::{Field, Levels, Table, given_and_family},
    frequency::Frequencies,
    intern::mix,
    learn::{Evidence, Histogram, learn},
    model::{Model, Scorer, can_show_households, weigh},
    parallel,
    records::Records,
};
use serde::{Deserialize, Serialize};

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
    /// For each record the smallest record of its cluster.
    pub clusters: Vec<u32>,
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
    /// The two are in one cluster.
    Link,
    /// They are not, and a person should look.
    Review,
}

impl Band {
    pub fn code(self) -> &'static str {
        match self {
            Band::Link => "link",
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
    pub clusters: u64,
    /// Whether the data show people who live together.
    pub has_households: bool,
    pub capped: Vec<Capped>,
}

/// Up to this many records every pair is compared.
const SMALL: usize = 1500;
/// Pairs that are learnt from, about.
const LEARNT_FROM: u64 = 1_500_000;
/// Pairs picked blindly.
const BLIND: u64 = 1_500_000;
/// Records that one thread takes at a time.
const CHUNK: usize = 4096;

/// Finds the records that are of one person.
pub fn dedupe(records: &Records, options: &Options, stage: &mut dyn FnMut(Stage)) -> Outcome {
    stage(Stage::Blocking);
    let work = Work::new(records, options, u32::MAX);
    stage(Stage::Learning);
    let model = work.learn();
    stage(Stage::Comparing);
    let judge = Judge::new(&work.table, &model);
    let (edges, pairs_compared) = work.compare(&judge);
    stage(Stage::Clustering);
    let clusters = work.cluster(&judge, &edges, options);
    let mut outcome = work.answer(&judge, edges, clusters, pairs_compared);
    outcome.leave_out_decided(options);
    stage(Stage::Done);
    outcome
}

impl Outcome {
    /// What people have decided is not put before them again.
    fn leave_out_decided(&mut self, options: &Options) {
        let cannot = options.cannot_link.iter();
        let mut decided: Vec<(u32, u32)> =
            cannot.map(|(one, other)| (*one.min(other), *one.max(other))).collect();
        decided.sort_unstable();
        let is_open = |pair: &Pair| {
            pair.band == Band::Link || decided.binary_search(&(pair.left, pair.right)).is_err()
        };
        self.pairs.retain(is_open);
        let open = self.pairs.iter().filter(|pair| pair.band == Band::Review);
        self.summary.pairs_for_review = open.count() as u64;
    }
}

/// The records in their order, and which of them are compared.
pub(crate) struct Work<'a> {
    pub table: Table<'a>,
    blocks: Option<Blocks>,
    threads: usize,
    /// Records from this number on are the other side; only pairs of two sides are compared.
    left_count: u32,
}

/// What weighs a pair.
pub(crate) struct Judge<'a> {
    table: &'a Table<'a>,
    pub model: &'a Model,
    scorer: Scorer,
    frequencies: Frequencies,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(table: &'a Table<'a>, model: &'a Model) -> Judge<'a> {
        let frequencies = Frequencies::count(table);
        Judge { table, model, scorer: Scorer::new(model), frequencies }
    }

    pub(crate) fn weigh(&self, one: u32, other: u32) -> (f64, Levels) {
        let levels = self.table.compare(one, other);
        let (is_one, strangers, household) = self.scorer.classes(levels);
        let rarity = self.rarity(levels, one, other);
        (weigh(is_one, strangers - rarity, household), levels)
    }

    /// Bits that the rarity of shared values adds.
    fn rarity(&self, levels: Levels, one: u32, other: u32) -> f64 {
        let all = &self.frequencies;
        let least = |shares: &crate::frequency::Shares| shares.bits(one).min(shares.bits(other));
        let mut bits = 0.0;
        match given_and_family(levels.of(Field::Name)) {
            Some((given, family)) => {
                bits += match given {
                    1 => all.given.bits(one),
                    2 | 4 => least(&all.given) / 2.0,
                    _ => 0.0,
                };
                bits += match family {
                    1 => all.family.bits(one),
                    2..=4 => least(&all.family) / 2.0,
                    _ => 0.0,
                };
            }
            None => bits += (all.given.bits(one) + all.family.bits(one)) / 2.0,
        }
        if matches!(levels.of(Field::Born), 1 | 2) {
            bits += all.born.bits(one).min(2.0);
        }
        if levels.of(Field::Address) == 1 {
            bits += least(&all.dwelling).min(0.0);
        }
        if levels.of(Field::Phone) == 1 {
            bits += least(&all.phone).min(0.0);
        }
        if levels.of(Field::Email) == 1 {
            bits += least(&all.email).min(0.0);
        }
        if levels.of(Field::Locality) == 1 {
            bits += least(&all.locality);
        }
        for (column, shares) in all.categories.iter().enumerate() {
            if levels.get(Field::FIXED.len() + column) == 1 {
                bits += shares.bits(one);
            }
        }
        bits
    }
}

impl<'a> Work<'a> {
    pub(crate) fn new(records: &'a Records, options: &Options, left_count: u32) -> Work<'a> {
        let table = Table::new(records);
        let blocks = (SMALL < table.len()).then(|| Blocks::new(&table, options.threads));
        Work { table, blocks, threads: options.threads, left_count }
    }

    /// Later records that this one is compared with.
    fn partners(&self, record: u32, partners: &mut Vec<u32>) {
        match &self.blocks {
            Some(blocks) => blocks.partners(record, partners),
            None => {
                partners.clear();
                partners.extend(record + 1..self.table.len() as u32);
            }
        }
        if self.left_count != u32::MAX {
            let is_left = |record: u32| self.table.order[record as usize] < self.left_count;
            partners.retain(|partner| is_left(*partner) != is_left(record));
        }
    }

    /// Calls `each` for all pairs, in parallel, and answers by chunks of records.
    fn for_pairs<T: Send>(
        &self,
        step: usize,
        each: impl Fn(u32, &[u32], &mut Vec<T>) + Sync,
    ) -> Vec<Vec<T>> {
        let count = self.table.len();
        parallel::map(self.threads, count.div_ceil(CHUNK), |chunk| {
            let (mut answers, mut partners) = (Vec::new(), Vec::new());
            let records = chunk * CHUNK..count.min((chunk + 1) * CHUNK);
            for record in records.filter(|record| record % step == 0) {
                self.partners(record as u32, &mut partners);
                each(record as u32, &partners, &mut answers);
            }
            answers
        })
    }

    pub(crate) fn learn(&self) -> Model {
        let count = self.table.len() as u64;
        let pairs = count * count.saturating_sub(1) / 2;
        let sample = self.for_pairs(64, |_, partners, counts| counts.push(partners.len() as u64));
        let about = 64 * sample.iter().flatten().sum::<u64>();
        let step = (about / LEARNT_FROM).max(1) as usize;
        let patterns = self.for_pairs(step, |record, partners, patterns| {
            patterns.extend(partners.iter().map(|other| self.table.compare(record, *other)));
        });
        let blocked = Histogram::new(patterns.concat(), step as f64);
        let blind = match self.blocks {
            None => Histogram { patterns: blocked.patterns.clone() },
            Some(_) => self.pick_blindly(pairs),
        };
        let evidence = Evidence { blocked, blind, pairs: pairs as f64 };
        let records = self.table.records;
        learn(&Model::expected(records), &evidence, can_show_households(records))
    }

    /// Pairs by a fixed rule that has nothing to do with what they say.
    fn pick_blindly(&self, pairs: u64) -> Histogram {
        let count = self.table.len() as u64;
        let picked = BLIND.min(pairs);
        let chunks = picked.div_ceil(CHUNK as u64);
        let patterns = parallel::map(self.threads, chunks as usize, |chunk| {
            let numbers = (0..CHUNK as u64).map(|at| chunk as u64 * CHUNK as u64 + at);
            let two = numbers.map(|at| (mix(at, 1) % count, mix(at, 2) % count));
            let two = two.filter(|(one, other)| one != other);
            two.map(|(one, other)| self.table.compare(one as u32, other as u32)).collect::<Vec<_>>()
        });
        Histogram::new(patterns.concat(), 1.0)
    }

    /// Weighs every pair and keeps those that anyone may want to see.
    pub(crate) fn compare(&self, judge: &Judge<'_>) -> (Vec<Edge>, u64) {
        let keep = judge.model.review_at;
        let found = self.for_pairs(1, |record, partners, kept| {
            kept.push((partners.len() as u64, None));
            for other in partners {
                let (weight, levels) = judge.weigh(record, *other);
                if keep <= weight && !self.table.are_apart(record, *other) {
                    let weight = weight as f32;
                    kept.push((0, Some(Edge { left: record, right: *other, weight, levels })));
                }
            }
        });
        let compared = found.iter().flatten().map(|(count, _)| count).sum();
        (found.into_iter().flatten().filter_map(|(_, edge)| edge).collect(), compared)
    }

    fn cluster(&self, judge: &Judge<'_>, edges: &[Edge], options: &Options) -> Vec<u32> {
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
        let link_at = judge.model.link_at as f32;
        let rules = Rules { must: places(&options.must_link), cannot, link_at };
        cluster(&self.table, edges, &rules, &|one, other| judge.weigh(one, other))
    }

    fn answer(
        &self,
        judge: &Judge<'_>,
        edges: Vec<Edge>,
        places: Vec<u32>,
        pairs_compared: u64,
    ) -> Outcome {
        let order = &self.table.order;
        let mut smallest = vec![u32::MAX; order.len()];
        for (at, root) in places.iter().enumerate() {
            let least = &mut smallest[*root as usize];
            *least = (*least).min(order[at]);
        }
        let mut clusters = vec![0; order.len()];
        for (at, root) in places.iter().enumerate() {
            clusters[order[at] as usize] = smallest[*root as usize];
        }
        let model = judge.model.clone();
        let mut pairs: Vec<Pair> = edges
            .into_iter()
            .map(|edge| {
                let is_one = places[edge.left as usize] == places[edge.right as usize];
                let band = if is_one { Band::Link } else { Band::Review };
                self.pair(&edge, band)
            })
            .collect();
        pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
        let found = clusters.iter().enumerate().filter(|(at, root)| *at as u32 == **root);
        let summary = self.summary(&model, pairs_compared, &pairs, found.count());
        Outcome { clusters, pairs, model, summary }
    }

    pub(crate) fn summary(
        &self,
        model: &Model,
        pairs_compared: u64,
        pairs: &[Pair],
        clusters: usize,
    ) -> Summary {
        let linked = pairs.iter().filter(|pair| pair.band == Band::Link).count() as u64;
        Summary {
            records: self.table.len() as u64,
            pairs_compared,
            pairs_linked: linked,
            pairs_for_review: pairs.len() as u64 - linked,
            clusters: clusters as u64,
            has_households: 0.0 < model.households,
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
