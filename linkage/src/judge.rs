//! What a pair of records weighs.

use crate::{
    cluster::{Edge, Weighed},
    compare::{AtBest, Field, Levels, Likely, Memo, Table, given_and_family},
    frequency::{Frequencies, Names, Shares},
    kin::may_be_twins,
    model::{FieldModel, Model, Scorer, weigh},
    records::Person,
};

/// What weighs a pair.
pub(crate) struct Judge<'a> {
    pub table: &'a Table<'a>,
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
        (one, other): (u32, u32),
        b: &Person,
        memo: &mut Memo,
    ) -> Option<(f64, Levels)> {
        let (table, best) = (self.table, &self.best);
        let a = &table.people[one as usize];
        let (mut levels, is_open) = table.glance_at_codes(a, b);
        let slip = if is_open { best.slip } else { 0.0 };
        let is_kept_anyway = levels.of(Field::National) == 1;
        let least = if is_kept_anyway { f32::MIN } else { self.model.review_at as f32 };
        let at_best = Table::at_best(a, b);
        let births = self.rarity_of_births(levels, one, other);
        let without_names = best.codes(levels) + births + self.rest_at_most(one, &at_best);
        if without_names + slip + self.names_at_most(a, b) < least {
            return None;
        }
        levels = table.compare_names(a, b, levels, memo);
        let first =
            without_names + best.cell(Field::Name, levels).0 + self.rarity_of_names(levels, a, b);
        if first + slip < least {
            return None;
        }
        if is_open {
            table.compare_national(a, b, &mut levels);
        }
        let first = if levels.of(Field::National) == 3 { first + slip } else { first };
        let levels = table.compare_address(a, b, levels);
        let address = best.cell(Field::Address, levels).0;
        if first + address - best.of(Field::Address, at_best.address) < least {
            return None;
        }
        let levels = table.compare_last((one, a), (other, b), levels);
        let (one_person, strangers, household) = self.scorer.classes(levels);
        let strangers = strangers - self.rarity(levels, one, other);
        if one_person - strangers < f64::from(least) {
            return None;
        }
        let weight = weigh(one_person, strangers, household);
        (is_kept_anyway || self.model.review_at <= weight).then_some((weight, levels))
    }

    /// No less than what names and their rarity add.
    fn names_at_most(&self, a: &Person, b: &Person) -> f32 {
        let (given, family) = (Likely::of(a.given, b.given), Likely::of(a.family, b.family));
        let all = &self.frequencies;
        let rarity = all.given.most(a.given) + all.family.most(a.family);
        self.best.names[given as usize][family as usize] + rarity
    }

    /// No less than what is added by all that is compared after codes and names.
    fn rest_at_most(&self, one: u32, at_best: &AtBest) -> f32 {
        let best = &self.best;
        // The rarity of what was not compared adds nothing, but for localities.
        let locality =
            if at_best.locality == 1 { self.frequencies.locality.most(one) } else { 0.0 };
        best.of(Field::Address, at_best.address)
            + best.of(Field::Locality, at_best.locality)
            + best.of(Field::Phone, at_best.phone)
            + best.of(Field::Email, at_best.email)
            + best.of(Field::Middle, at_best.middle)
            + best.categories
            + locality
            + SLACK
    }

    /// The same of a pair whose groups have somebody else in common.
    ///
    /// To count, names must agree as far as they are known; or the role `is_sole` to one person in
    /// each group and the day of birth is the same: then it may be an alias.
    pub(crate) fn weigh_beside(&self, one: u32, other: u32, is_sole: bool) -> Weighed {
        let levels = self.table.compare(one, other);
        let names = given_and_family(levels.of(Field::Name));
        let agree = names.is_none_or(|(given, family)| {
            let least = usize::from(!is_sole);
            let agrees = |name: usize| (least..=5).contains(&name);
            agrees(given) && agrees(family) && given + family != 0
        });
        let is_alias = is_sole && levels.of(Field::Born) == 1 && levels.of(Field::Sex) == 1;
        let levels = if agree || is_alias { levels.with_fellow(is_sole) } else { levels };
        let (is_one, strangers, household) = self.scorer.classes(levels);
        let rarity = self.rarity(levels, one, other);
        let weight = weigh(is_one, strangers - rarity, household) as f32;
        self.weigh_all(one, other, Some(&Edge { left: one, right: other, weight, levels }))
    }

    /// What bringing records together has to know of a pair.
    pub(crate) fn weigh_all(&self, one: u32, other: u32, known: Option<&Edge>) -> Weighed {
        let (weight, levels) = match known {
            Some(edge) => (edge.weight, edge.levels),
            None => {
                let (weight, levels) = self.weigh(one, other);
                (weight as f32, levels)
            }
        };
        let given = |at: u32| self.table.people[at as usize].given;
        let are_names = || self.names.are_two(self.table, given(one), given(other));
        Weighed {
            weight,
            levels,
            are_twins: may_be_twins(levels) && are_names(),
            is_common_day: self.frequencies.born.bits(one) < 0.0,
        }
    }

    /// Bits that the rarity of shared values adds.
    fn rarity(&self, levels: Levels, one: u32, other: u32) -> f64 {
        let all = &self.frequencies;
        let (a, b) = (&self.table.people[one as usize], &self.table.people[other as usize]);
        let least = |shares: &Shares| shares.bits(one).min(shares.bits(other));
        let mut bits =
            self.rarity_of_names(levels, a, b) + self.rarity_of_births(levels, one, other);
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
        f64::from(bits)
    }

    fn rarity_of_names(&self, levels: Levels, a: &Person, b: &Person) -> f32 {
        let (given, family) = (&self.frequencies.given, &self.frequencies.family);
        let Some(found) = given_and_family(levels.of(Field::Name)) else {
            return (given.bits(a.given) + family.bits(a.family)) / 2.0;
        };
        let of_given = match found.0 {
            1 => given.bits(a.given),
            2 | 4 => given.bits(a.given).min(given.bits(b.given)) / 2.0,
            _ => 0.0,
        };
        let of_family = match found.1 {
            1 => family.bits(a.family),
            2..=4 => family.bits(a.family).min(family.bits(b.family)) / 2.0,
            _ => 0.0,
        };
        of_given + of_family
    }

    fn rarity_of_births(&self, levels: Levels, one: u32, other: u32) -> f32 {
        let born = &self.frequencies.born;
        match levels.of(Field::Born) {
            1 | 2 => born.bits(one).min(2.0),
            // A slip of a day on which many are said to be born is a slip of anybody's.
            3..=5 | 7 => born.bits(one).min(born.bits(other)).min(0.0),
            _ => 0.0,
        }
    }
}

/// Bits that rounding may take from a sum.
const SLACK: f32 = 0.01;

/// The most that a field can add, from a level on.
struct Best {
    /// By field and level: what it adds, and what it adds at most from there on.
    cells: Vec<[(f32, f32); 64]>,
    /// What is added before anything is compared.
    prior: f32,
    /// That names add at most, by what is known of each without its letters.
    names: [[f32; 3]; 3],
    /// That a slip in a national number adds beyond another number.
    slip: f32,
    /// That all categories add at most, their rarity included.
    categories: f32,
}

/// What is compared first.
const CODES: [Field; 6] =
    [Field::Born, Field::National, Field::AgencyRef, Field::Sex, Field::Group, Field::Role];

impl Best {
    fn new(model: &Model) -> Best {
        let row = |field: &FieldModel| {
            let mut row = [(0.0, 0.0); 64];
            let mut most = f32::MIN;
            for (level, shares) in field.levels.iter().enumerate().skip(1).rev() {
                let bits = shares.one.max(1e-12).log2() - shares.strangers.max(1e-12).log2();
                most = most.max(bits as f32);
                row[level] = (bits as f32, most);
            }
            row
        };
        let cells: Vec<[(f32, f32); 64]> = model.fields.iter().map(row).collect();
        let columns = cells.iter().skip(Field::FIXED.len());
        let categories = columns.map(|row| row[1].1.max(0.0) + RAREST).sum();
        let prior = model.matches.log2() - (1.0 - model.matches - model.households).log2();
        let mut names = [[f32::MIN; 3]; 3];
        for (given, family) in Likely::ALL.iter().flat_map(|one| Likely::ALL.map(|two| (*one, two)))
        {
            let most = &mut names[given as usize][family as usize];
            let levels = cells[Field::Name as usize].iter().enumerate();
            let known = levels.take(model.fields[Field::Name as usize].levels.len());
            for (_, (bits, _)) in known.filter(|(level, _)| Likely::allow(given, family, *level)) {
                *most = most.max(*bits);
            }
        }
        let national = &cells[Field::National as usize];
        let slip = (national[3].0 - national[4].0).max(0.0);
        Best { cells, prior: prior as f32, names, slip, categories }
    }

    /// What a field's level adds, and from it on at most.
    fn cell(&self, field: Field, levels: Levels) -> (f32, f32) {
        self.cells[field as usize][levels.of(field) & 63]
    }

    /// What the levels that are compared first add.
    fn codes(&self, levels: Levels) -> f32 {
        self.prior + CODES.into_iter().map(|field| self.cell(field, levels).0).sum::<f32>()
    }

    /// From this level on; "not known" adds nothing.
    fn of(&self, field: Field, level: u8) -> f32 {
        let most = self.cells[field as usize][usize::from(level)].1;
        // From the first level on it may also be not known, which adds nothing.
        if level == 1 || field == Field::Address { most.max(0.0) } else { most }
    }
}

/// More bits than the rarity of one value ever adds.
const RAREST: f32 = 40.0;
