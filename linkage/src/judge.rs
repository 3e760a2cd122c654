//! What a pair of records weighs.

use crate::{
    cluster::Weighed,
    compare::{Field, Levels, Memo, Table, given_and_family},
    frequency::{Frequencies, Names, Shares},
    kin::may_be_twins,
    model::{Model, Scorer, weigh},
};

/// What weighs a pair.
pub(crate) struct Judge<'a> {
    table: &'a Table<'a>,
    pub model: &'a Model,
    scorer: Scorer,
    frequencies: Frequencies,
    names: Names,
    best: Best,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(table: &'a Table<'a>, model: &'a Model) -> Judge<'a> {
        let frequencies = Frequencies::count(table);
        let names = Names::count(table);
        Judge {
            table,
            model,
            scorer: Scorer::new(model),
            frequencies,
            names,
            best: Best::new(model),
        }
    }

    pub(crate) fn weigh(&self, one: u32, other: u32) -> (f64, Levels) {
        let levels = self.table.compare(one, other);
        let (is_one, strangers, household) = self.scorer.classes(levels);
        let rarity = self.rarity(levels, one, other);
        (weigh(is_one, strangers - rarity, household), levels)
    }

    /// Weight and levels of a pair that is worth keeping, the others left as soon as it is clear.
    pub(crate) fn weigh_if_kept(
        &self,
        one: u32,
        other: u32,
        memo: &mut Memo,
    ) -> Option<(f64, Levels)> {
        let levels = self.table.compare_first(one, other, memo);
        let is_kept_anyway = levels.of(Field::National) == 1;
        let least = self.model.review_at;
        if !is_kept_anyway && self.at_most(levels, one, other) < least {
            return None;
        }
        let levels = self.table.compare_rest(one, other, levels);
        let (one_person, strangers, household) = self.scorer.classes(levels);
        let rarity = self.rarity(levels, one, other);
        let weight = weigh(one_person, strangers - rarity, household);
        (is_kept_anyway || least <= weight).then_some((weight, levels))
    }

    /// No less than the weight of a pair whose first levels these are.
    fn at_most(&self, levels: Levels, one: u32, other: u32) -> f64 {
        let at_best = self.table.at_best(one, other);
        let (one_person, strangers, _) = self.scorer.classes(levels);
        let best = &self.best;
        let rest = best.of(Field::Address, at_best.address)
            + best.of(Field::Locality, at_best.locality)
            + best.of(Field::Phone, at_best.phone)
            + best.of(Field::Email, at_best.email)
            + best.of(Field::Middle, at_best.middle)
            + best.categories;
        // The rarity of what was not compared adds nothing, but for localities.
        let locality =
            if at_best.locality == 1 { self.frequencies.locality.most(one) } else { 0.0 };
        one_person - strangers + self.rarity(levels, one, other) + rest + locality + SLACK
    }

    /// What bringing records together has to know of a pair.
    pub(crate) fn weigh_all(&self, one: u32, other: u32) -> Weighed {
        let (weight, levels) = self.weigh(one, other);
        let given = |at: u32| self.table.people[at as usize].given;
        let are_names = || self.names.are_two(self.table, given(one), given(other));
        Weighed {
            weight: weight as f32,
            levels,
            are_twins: may_be_twins(levels) && are_names(),
            is_common_day: self.frequencies.born.bits(one) < 0.0,
        }
    }

    /// Bits that the rarity of shared values adds.
    fn rarity(&self, levels: Levels, one: u32, other: u32) -> f64 {
        let all = &self.frequencies;
        let least = |shares: &Shares| shares.bits(one).min(shares.bits(other));
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
        bits += match levels.of(Field::Born) {
            1 | 2 => all.born.bits(one).min(2.0),
            // A slip of a day on which many are said to be born is a slip of anybody's.
            3..=5 | 7 => least(&all.born).min(0.0),
            _ => 0.0,
        };
        bits += match levels.of(Field::Address) {
            1 => least(&all.dwelling).min(0.0),
            2..=5 => least(&all.postcode).min(0.0),
            _ => 0.0,
        };
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

/// Bits that rounding may take from a sum.
const SLACK: f64 = 0.01;

/// The most that a field can add, from a level on.
struct Best {
    /// By field and level.
    from: Vec<[f64; 64]>,
    /// That all categories add at most, their rarity included.
    categories: f64,
}

impl Best {
    fn new(model: &Model) -> Best {
        let row = |field: &crate::model::FieldModel| {
            let mut row = [0.0; 64];
            let mut most = f64::MIN;
            for (level, shares) in field.levels.iter().enumerate().skip(1).rev() {
                most = most.max(shares.one.max(1e-12).log2() - shares.strangers.max(1e-12).log2());
                row[level] = most;
            }
            row
        };
        let from: Vec<[f64; 64]> = model.fields.iter().map(row).collect();
        let columns = from.iter().skip(Field::FIXED.len());
        let categories = columns.map(|row| row[1].max(0.0) + RAREST).sum();
        Best { from, categories }
    }

    /// From this level on; "not known" adds nothing.
    fn of(&self, field: Field, level: u8) -> f64 {
        let most = self.from[field as usize][usize::from(level)];
        // From the first level on it may also be not known, which adds nothing.
        if level == 1 || field == Field::Address { most.max(0.0) } else { most }
    }
}

/// More bits than the rarity of one value ever adds.
const RAREST: f64 = 40.0;
