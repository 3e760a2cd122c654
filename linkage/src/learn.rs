//! Learning without labels: Fellegi and Sunter's model, fitted by expectation and maximisation.
//!
//! Shares among strangers come from pairs picked blindly, shares among pairs of one person from
//! pairs that share a key. Expected shares take part as pseudo-counts, so that two records are
//! judged as well as two million.

use crate::{
    compare::{Field, Levels, given_and_family, level_of_names},
    model::{LevelModel, Model, Scorer, weigh},
    prior::{self, Expected},
};

/// Patterns with the number of pairs that show each.
pub(crate) struct Histogram {
    pub patterns: Vec<(Levels, f64)>,
}

impl Histogram {
    /// From one pattern a pair, each standing for `weight` pairs.
    pub(crate) fn new(mut patterns: Vec<Levels>, weight: f64) -> Histogram {
        patterns.sort_unstable();
        let runs = patterns.chunk_by(|one, other| one == other);
        Histogram { patterns: runs.map(|run| (run[0], run.len() as f64 * weight)).collect() }
    }
}

/// What is learnt from.
pub(crate) struct Evidence {
    /// Pairs that share a key.
    pub blocked: Histogram,
    /// Pairs picked blindly.
    pub blind: Histogram,
    /// All pairs that there are.
    pub pairs: f64,
    /// Whether the blind pairs are some of them only.
    pub is_sample: bool,
}

const ROUNDS: usize = 30;
/// Pseudo-counts, in pairs: of strangers, of one person, of a household; and of all pairs for
/// the chance of a match.
const STRANGERS: f64 = 1000.0;
const ONE: f64 = 30.0;
const HOUSEHOLD: f64 = 60.0;
/// How many times rarer than oneself a member of the family is in a role that one person has in
/// each group.
const SOLE: f64 = 16.0;
const PAIRS: f64 = 100_000.0;
/// Pairs that an expected share is worth at least where strangers are a sample.
const SEEN: f64 = 3.0;
/// How many times more often than expected strangers may at most share a number of their own.
const NUMBER_SHARED: f64 = 2.0;

/// Sums of posterior chances by field and level.
struct Sums(Vec<Vec<f64>>);

impl Sums {
    fn new(model: &Model) -> Sums {
        Sums(model.fields.iter().map(|field| vec![0.0; field.levels.len()]).collect())
    }

    fn add(&mut self, levels: Levels, weight: f64) {
        for (field, sums) in self.0.iter_mut().enumerate() {
            sums[levels.get(field)] += weight;
        }
    }
}

/// Learns with households and without, and keeps the household class where the data show it.
pub(crate) fn learn(expected: &Model, evidence: &Evidence, may_have_households: bool) -> Model {
    let (without, likelihood) = fit(expected, evidence, 0.0);
    if !may_have_households {
        return smooth(without);
    }
    let (with, with_likelihood) = fit(expected, evidence, 1e-5);
    // Twenty shares more: the Bayesian criterion of Schwarz, 1978.
    let pairs: f64 = evidence.blocked.patterns.iter().map(|(_, count)| count).sum();
    let cost = 10.0 * pairs.max(2.0).ln();
    smooth(if likelihood + cost < with_likelihood { with } else { without })
}

fn fit(expected: &Model, evidence: &Evidence, households: f64) -> (Model, f64) {
    let mut model = Model { households, ..expected.clone() };
    share_households(&mut model, None);
    let mut likelihood = 0.0;
    for _ in 0..ROUNDS {
        likelihood = one_round(&mut model, evidence, 0.0 < households);
    }
    (model, likelihood)
}

fn one_round(model: &mut Model, evidence: &Evidence, has_households: bool) -> f64 {
    let scorer = Scorer::new(model);
    let (mut ones, mut homes, mut others) = (Sums::new(model), Sums::new(model), Sums::new(model));
    let (mut matches, mut households, mut likelihood) = (0.0, 0.0, 0.0);
    for (levels, count) in &evidence.blocked.patterns {
        let (one, strangers, household) = scorer.classes(*levels);
        let is_one = chance(weigh(one, strangers, household));
        let is_home = if has_households { chance(weigh(household, strangers, one)) } else { 0.0 };
        ones.add(*levels, count * is_one);
        homes.add(*levels, count * is_home);
        matches += count * is_one;
        households += count * is_home;
        let most = one.max(strangers).max(household);
        let sum = (one - most).exp2() + (strangers - most).exp2() + (household - most).exp2();
        likelihood += count * (most + sum.log2()) * std::f64::consts::LN_2;
    }
    for (levels, count) in &evidence.blind.patterns {
        let (one, strangers, household) = scorer.classes(*levels);
        others.add(*levels, count * chance(weigh(strangers, one, household)));
    }
    let all = evidence.pairs + PAIRS;
    model.matches = (matches + PAIRS * prior::MATCHES) / all;
    if has_households {
        model.households = ((households + 1.0) / all).max(1e-12);
    }
    let least = if evidence.is_sample { SEEN } else { 0.0 };
    update(model, &ones, &others, least);
    share_households(model, has_households.then_some(&homes));
    likelihood
}

fn chance(weight: f64) -> f64 {
    1.0 / (1.0 + (-weight).exp2())
}

/// New shares from posterior counts and pseudo-counts.
fn update(model: &mut Model, ones: &Sums, others: &Sums, least: f64) {
    for (at, field) in model.fields.iter_mut().enumerate() {
        let kind = Model::field(at);
        let expected = prior::expected(kind);
        // Names of strangers agree as if by themselves, unless there is much to show otherwise.
        let strangers = match kind {
            Some(Field::Name) => {
                let alone = names_alone(&others.0[at], &expected);
                shares_of_strangers(&others.0[at], &alone, 100.0 * STRANGERS, least)
            }
            Some(Field::AgencyRef | Field::National) => {
                let found = shares_of_strangers(&others.0[at], &expected, STRANGERS, least);
                // Whoever gives out numbers gives each to one person. A few doubtful pairs in a
                // small file would say otherwise, and then doubt themselves further.
                let rare = |(found, level): (f64, &Expected)| match level.strangers < 1e-5 {
                    true => found.min(NUMBER_SHARED * level.strangers),
                    false => found,
                };
                found.into_iter().zip(&expected).map(rare).collect()
            }
            _ => shares_of_strangers(&others.0[at], &expected, STRANGERS, least),
        };
        let one = match kind {
            // To stand in one case speaks for and against nothing until the data say so.
            Some(Field::Group) => {
                let neutral = expected.iter().zip(&strangers);
                let neutral = neutral.map(|(level, one)| Expected { one: *one, ..*level });
                let neutral: Vec<Expected> = neutral.collect();
                shares(&ones.0[at], &neutral, |level| level.one, ONE)
            }
            _ => shares(&ones.0[at], &expected, |level| level.one, ONE),
        };
        for (level, (one, strangers)) in field.levels.iter_mut().zip(one.into_iter().zip(strangers))
        {
            *level = LevelModel { one, strangers, ..*level };
        }
    }
}

fn shares(
    counts: &[f64],
    expected: &[Expected],
    share: impl Fn(&Expected) -> f64,
    pseudo: f64,
) -> Vec<f64> {
    shares_of(counts, expected, share, |share| pseudo * share)
}

/// Of strangers. What is expected of a level is worth `least` pairs seen: whoever has met none in
/// a million knows that it is rare, not that it is a thousand times rarer than expected.
fn shares_of_strangers(counts: &[f64], expected: &[Expected], pseudo: f64, least: f64) -> Vec<f64> {
    shares_of(counts, expected, |level| level.strangers, |share| (pseudo * share).max(least))
}

/// From counts, expected shares and the count that each expected share is worth.
fn shares_of(
    counts: &[f64],
    expected: &[Expected],
    share: impl Fn(&Expected) -> f64,
    worth: impl Fn(f64) -> f64,
) -> Vec<f64> {
    let mut totals = [0.0; 4];
    for (count, level) in counts.iter().zip(expected) {
        totals[level.whole] += count;
    }
    let of_level = |(count, level): (&f64, &Expected)| match level.whole {
        0 => 1.0,
        whole => {
            let share = share(level).max(1e-12);
            let worth = worth(share);
            ((count + worth) / (totals[whole] + worth / share)).max(1e-9)
        }
    };
    counts.iter().zip(expected).map(of_level).collect()
}

/// Shares of given names and of family names by themselves, and their products.
fn names_alone(counts: &[f64], expected: &[Expected]) -> Vec<Expected> {
    let (mut given, mut family) = (vec![0.0; 8], vec![0.0; 7]);
    for (level, count) in counts.iter().enumerate() {
        if let Some((one, other)) = given_and_family(level) {
            given[one] += count;
            family[other] += count;
        }
    }
    let alone = |sums: &[f64], name: &dyn Fn(u8) -> u8| -> Vec<f64> {
        let total: f64 = sums[1..].iter().sum();
        let usual = |at: usize| expected[usize::from(name(at as u8))].strangers;
        let share = |at: usize| (sums[at] + STRANGERS * usual(at)) / (total + STRANGERS);
        (0..sums.len()).map(|at| if at == 0 { 1.0 } else { share(at) }).collect()
    };
    let given = alone(&given, &|at| level_of_names(at, 0));
    let family = alone(&family, &|at| level_of_names(0, at));
    let of_level = |(level, one): (usize, &Expected)| {
        let pair = given_and_family(level);
        let strangers = pair.map_or(one.strangers, |(one, other)| given[one] * family[other]);
        Expected { strangers, ..*one }
    };
    expected.iter().enumerate().map(of_level).collect()
}

/// Members of a household are strangers in given name and date of birth, and share what a home
/// shares: that much is laid down, so that the class cannot take in records of one person.
fn share_households(model: &mut Model, counts: Option<&Sums>) {
    for (at, field) in model.fields.iter_mut().enumerate() {
        let count = |level: usize| counts.map_or(0.0, |counts| counts.0[at][level]);
        match Model::field(at) {
            Some(Field::Name) => share_family_names(field, &count),
            Some(Field::Born) => {
                // Twins, and a child whose date of birth stands in the parent's record.
                for (level, least) in [(1, 0.01), (4, 0.005), (8, 0.02)] {
                    let level = &mut field.levels[level];
                    level.household = level.strangers.max(least);
                }
                for level in [2, 3, 5, 6, 7, 9, 10, 11, 12, 13, 14] {
                    field.levels[level].household = field.levels[level].strangers;
                }
            }
            Some(kind @ (Field::Address | Field::Phone | Field::Email | Field::Locality)) => {
                let at_home = match kind {
                    Field::Address => {
                        [0.0, 0.55, 0.08, 0.05, 0.04, 0.02, 0.02, 0.02, 0.02, 0.1, 0.1].as_slice()
                    }
                    Field::Phone => &[0.0, 0.2, 0.01, 0.79],
                    Field::Email => &[0.0, 0.05, 0.01, 0.02, 0.92],
                    _ => &[0.0, 0.8, 0.05, 0.15],
                };
                let total: f64 = (1..field.levels.len()).map(count).sum::<f64>() + HOUSEHOLD;
                for (level, usual) in at_home.iter().enumerate().skip(1) {
                    let share = (count(level) + HOUSEHOLD * usual) / total;
                    field.levels[level].household = share.max(1e-9);
                }
            }
            Some(Field::Group) => {
                let total: f64 = (1..4).map(count).sum::<f64>() + HOUSEHOLD;
                for level in 1..4 {
                    let usual = field.levels[level].strangers;
                    field.levels[level].household = (count(level) + HOUSEHOLD * usual) / total;
                }
            }
            Some(Field::Fellow) => {
                field.levels.iter_mut().for_each(|level| level.household = level.one);
                field.levels[1].household /= SOLE;
            }
            _ => field.levels.iter_mut().for_each(|level| level.household = level.strangers),
        }
    }
}

fn share_family_names(field: &mut crate::model::FieldModel, count: &dyn Fn(usize) -> f64) {
    let mut family = [0.0, 0.55, 0.02, 0.05, 0.02, 0.02, 0.34].map(|share| share * HOUSEHOLD);
    let mut given = [0.0; 8];
    for (level, shares) in field.levels.iter().enumerate() {
        if let Some((one, other)) = given_and_family(level) {
            family[other] += if one == 0 { 0.0 } else { count(level) };
            given[one] += if other == 0 || one == 0 { 0.0 } else { shares.strangers };
        }
    }
    // A name handed down, as from father to son.
    given[1] = given[1].max(0.02);
    family[0] = 0.0;
    let total: f64 = family.iter().sum();
    let all: f64 = given.iter().sum();
    for (level, shares) in field.levels.iter_mut().enumerate() {
        shares.household = match given_and_family(level) {
            None => shares.strangers,
            Some((0, 0)) => 1.0,
            Some((0, other)) => family[other] / total,
            Some((one, 0)) => given[one] / all,
            Some((one, other)) => given[one] / all * family[other] / total,
        };
    }
}

/// Lets agreement never weigh less than what is further from it, by pooling the two.
fn smooth(mut model: Model) -> Model {
    for (at, field) in model.fields.iter_mut().enumerate() {
        let relations = relations(Model::field(at));
        for _ in 0..10 {
            let mut is_calm = true;
            for (better, worse) in &relations {
                let (good, bad) = (field.levels[*better], field.levels[*worse]);
                if good.bits() < bad.bits() - 1e-9 {
                    let ratio = (good.one + bad.one) / (good.strangers + bad.strangers);
                    field.levels[*better].one = good.strangers * ratio;
                    field.levels[*worse].one = bad.strangers * ratio;
                    is_calm = false;
                }
            }
            if is_calm {
                break;
            }
        }
    }
    model
}

/// Levels of a field of which the first may not weigh less than the second.
fn relations(field: Option<Field>) -> Vec<(usize, usize)> {
    let chains: &[&[usize]] = match field {
        Some(Field::Name) => return name_relations(),
        Some(Field::Born) => {
            &[&[1, 4, 7, 8, 9, 10], &[1, 3, 7], &[1, 5, 8], &[2, 6, 9], &[11, 12, 13, 14]]
        }
        Some(Field::Address) => &[&[1, 3, 4, 7, 8, 10], &[1, 5, 7], &[2, 6, 10], &[8, 9]],
        Some(Field::Locality | Field::Phone) | None => &[&[1, 2, 3]],
        Some(Field::Email) => &[&[1, 2, 3, 4]],
        Some(Field::National) => &[&[1, 2, 3, 4, 5]],
        Some(Field::AgencyRef | Field::Sex) => &[&[1, 2]],
        Some(Field::Middle) => &[&[1, 3, 4], &[1, 2, 4]],
        Some(Field::Group | Field::Role | Field::Fellow) => &[],
    };
    chains.iter().flat_map(|chain| chain.windows(2).map(|two| (two[0], two[1]))).collect()
}

fn name_relations() -> Vec<(usize, usize)> {
    let at = |given: u8, family: u8| usize::from(level_of_names(given, family));
    let mut all = Vec::new();
    for family in 0..7 {
        for given in 2..7 {
            all.push((at(1, family), at(given, family)));
            all.push((at(given, family), at(7, family)));
        }
    }
    for given in 0..8 {
        for family in 2..6 {
            all.push((at(given, 1), at(given, family)));
            all.push((at(given, family), at(given, 6)));
        }
    }
    all
}
