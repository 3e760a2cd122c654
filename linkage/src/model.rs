//! What was learnt: how often each level is met in pairs of one person, of strangers, of a home.

use crate::{
    compare::{Field, Levels, MOST_FIELDS},
    prior,
    records::Records,
    schema::Kind,
};
use serde::{Deserialize, Serialize};

/// Everything a decision rests on. It is learnt from the records at hand, without labels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Which way of reckoning it belongs to.
    pub version: u32,
    /// How many records it was learnt from.
    #[serde(default)]
    pub records: u64,
    /// Chance that two records picked blindly are of one person.
    pub matches: f64,
    /// Chance that they are of two members of one household; 0 where the data show none.
    pub households: f64,
    /// Weight in bits from which a pair speaks for one person.
    pub link_at: f64,
    /// Weight in bits from which that is certain.
    #[serde(default = "certain_at")]
    pub certain_at: f64,
    /// Weight in bits from which a pair may be shown to a person.
    pub review_at: f64,
    pub fields: Vec<FieldModel>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldModel {
    /// `name`, `date_of_birth`, .., or the name of a category's column.
    pub name: String,
    /// Whether the schema has a column for it.
    pub is_compared: bool,
    /// The first is "not known of both".
    pub levels: Vec<LevelModel>,
}

/// How often a level is met, as a share of the pairs of which both values are known.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelModel {
    /// In pairs of one person.
    pub one: f64,
    /// In pairs of strangers.
    pub strangers: f64,
    /// In pairs of two members of one household.
    pub household: f64,
}

impl LevelModel {
    pub fn bits(&self) -> f64 {
        (self.one / self.strangers).log2()
    }
}

/// One line of an explanation: the bits that a field adds to the weight of a pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    pub field: String,
    pub level: String,
    pub weight: f64,
}

pub(crate) const VERSION: u32 = 2;
/// By one record in so many a file may grow or shrink before it is learnt from anew.
const GROWTH: u64 = 10;

impl Model {
    /// What is expected before any data is seen.
    pub(crate) fn expected(records: &Records) -> Model {
        let fixed = Field::FIXED.map(|field| (Some(field), prior::field_name(field).to_owned()));
        let categories = records.category_names.iter().map(|name| (None, name.clone()));
        let fields = fixed.into_iter().chain(categories).map(|(field, name)| {
            let levels = prior::expected(field).into_iter().map(|level| LevelModel {
                one: level.one,
                strangers: level.strangers,
                household: level.strangers,
            });
            let is_compared = field.is_none_or(|field| prior::is_compared(field, records.schema()));
            FieldModel { name, is_compared, levels: levels.collect() }
        });
        Model {
            version: VERSION,
            records: records.len() as u64,
            matches: prior::MATCHES,
            households: 0.0,
            link_at: LINK_AT,
            certain_at: match prior::is_compared(Field::Born, records.schema()) {
                true => CERTAIN_AT,
                false => CERTAIN_UNBORN,
            },
            review_at: REVIEW_AT,
            fields: fields.collect(),
        }
    }

    /// Whether records of this schema can be weighed by it: it is of this version, and it has the
    /// same fields.
    pub fn fits(&self, records: &Records) -> bool {
        let expected = Model::expected(records);
        let field =
            |field: &FieldModel| (field.name.clone(), field.is_compared, field.levels.len());
        self.version == VERSION
            && self.fields.len() == expected.fields.len()
            && self
                .fields
                .iter()
                .zip(&expected.fields)
                .all(|(one, other)| field(one) == field(other))
    }

    /// Whether it is time to learn anew: the records are more than a tenth more or fewer than it
    /// was learnt from, or it does not fit them. Whatever is learnt anew moves every weight a
    /// little, and with the weights the people at the edge; so it is done seldom and at once.
    pub fn is_outgrown(&self, records: &Records) -> bool {
        let count = records.len() as u64;
        !self.fits(records) || self.records / GROWTH < count.abs_diff(self.records)
    }

    pub(crate) fn field(at: usize) -> Option<Field> {
        Field::FIXED.get(at).copied()
    }
}

/// Odds of one to two, in the mean of two groups. By Lipton, Elkan and Narayanaswamy, 2014, the
/// best threshold for F1 is half the F1 that can be had, even odds or a little below; and a mean is
/// a little low, since who moves and marries differs from themselves in many pairs at once. This is
/// the best guess, by which people are counted; what is linked without an eye is [`CERTAIN_AT`]'s.
pub(crate) const LINK_AT: f64 = -1.0;

/// Odds of four to one in the mean of two groups, where nothing is in doubt. A wrong link tells a
/// stranger's story, so that a thousand links should hold one wrong one at most; groups whose mean
/// is as low as this are few beside those that agree throughout.
pub(crate) const CERTAIN_AT: f64 = 2.0;

/// Where no column tells when anybody was born, father and son of one name agree in all they have.
const CERTAIN_UNBORN: f64 = 6.5;

fn certain_at() -> f64 {
    CERTAIN_AT
}

/// One in nine.
pub(crate) const REVIEW_AT: f64 = -3.0;

/// Whether any column of the schema can show that two people live together.
pub(crate) fn can_show_households(records: &Records) -> bool {
    let kinds = [Kind::Address, Kind::Postcode, Kind::Phone, Kind::Group, Kind::Email];
    kinds.iter().any(|kind| records.schema().has(*kind))
}

/// A model as tables of logarithms, for many pairs.
pub(crate) struct Scorer {
    /// By field and level: one person, strangers, household.
    cells: Vec<[[f32; 3]; 64]>,
    matches: f64,
    rest: f64,
    households: f64,
}

/// The weight of a pair, from the sums for its three classes.
pub(crate) fn weigh(one: f64, strangers: f64, household: f64) -> f64 {
    let more = strangers.max(household);
    let less = strangers.min(household);
    one - (more + (1.0 + (less - more).exp2()).log2())
}

impl Scorer {
    pub(crate) fn new(model: &Model) -> Scorer {
        let bits = |share: f64| share.max(1e-12).log2() as f32;
        let row = |field: &FieldModel| {
            let mut row = [[0.0; 3]; 64];
            for (cell, level) in row.iter_mut().zip(&field.levels).skip(1) {
                *cell = [level.one, level.strangers, level.household].map(bits);
            }
            row
        };
        Scorer {
            cells: model.fields.iter().take(MOST_FIELDS).map(row).collect(),
            matches: model.matches.log2(),
            rest: (1.0 - model.matches - model.households).log2(),
            households: model.households.max(1e-30).log2(),
        }
    }

    /// Log2 of the chance of the levels in each class: one person, strangers, household.
    pub(crate) fn classes(&self, levels: Levels) -> (f64, f64, f64) {
        let mut sums = [0.0f32; 3];
        for (field, cells) in self.cells.iter().enumerate() {
            let cell = &cells[levels.get(field) & 63];
            for (sum, bits) in sums.iter_mut().zip(cell) {
                *sum += bits;
            }
        }
        let [one, strangers, household] = sums.map(f64::from);
        (self.matches + one, self.rest + strangers, self.households + household)
    }
}

/// Why a pair with these levels weighs what it weighs. Beyond these reasons there is only the
/// rarity of the values: the difference to the weight of the pair.
pub fn explain(model: &Model, levels: Levels) -> Vec<Reason> {
    let prior = (model.matches / (1.0 - model.matches - model.households)).log2();
    let words = "before anything is compared".to_owned();
    let mut reasons = vec![Reason { field: "prior".to_owned(), level: words, weight: prior }];
    for (at, field) in model.fields.iter().enumerate().take(MOST_FIELDS) {
        let level = levels.get(at);
        if let Some(found) = field.levels.get(level).filter(|_| level != 0) {
            reasons.push(Reason {
                field: field.name.clone(),
                level: prior::words(Model::field(at), level),
                weight: found.bits(),
            });
        }
    }
    if 0.0 < model.households {
        let (one, strangers, household) = Scorer::new(model).classes(levels);
        reasons.push(Reason {
            field: "household".to_owned(),
            level: "two members of one household agree like this too".to_owned(),
            weight: weigh(one, strangers, household) - (one - strangers),
        });
    }
    reasons
}
