//! What candidates weigh, by the model that was learnt from all records.

use super::{Born, Known, Online, Rule, push};
use crate::{
    compare::{Field, Levels, Table},
    model::{Model, Reason, Scorer, explain, weigh},
    records::Records,
};

/// A record that shares a key with whoever is sought.
#[derive(Clone, Debug, Default)]
pub struct Candidate<'a> {
    /// Without postcode, phone and e-mail: that these agree is known from the key, and what is not
    /// opened cannot be shown.
    pub known: Known<'a>,
    pub found_by: Vec<Rule>,
}

/// One candidate, weighed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// Its place among the candidates.
    pub candidate: usize,
    /// Log2 of the odds that it is whoever is sought, were they picked blindly from the records.
    pub weight: f64,
    pub probability: f64,
    /// Bits that the fields alone say, whatever the odds before anything was compared.
    pub agreement: f64,
    pub levels: Levels,
}

/// What is expected where nothing was learnt yet.
pub fn standard_model() -> Model {
    Model::expected(&Records::default())
}

impl Online {
    /// Weighs candidates; the heaviest come first, and equals stay in their order.
    pub fn score(
        &self,
        model: &Model,
        sought: &Known<'_>,
        candidates: &[Candidate<'_>],
    ) -> Vec<Scored> {
        let mut records = self.empty.clone();
        push(&mut records, sought);
        for candidate in candidates {
            push(&mut records, &candidate.known);
        }
        let table = Table::new(&records);
        let mut place = vec![0; table.len()];
        for (at, record) in table.order.iter().enumerate() {
            place[*record as usize] = at as u32;
        }
        let scorer = Scorer::new(model);
        let prior = (model.matches / (1.0 - model.matches - model.households)).log2();
        let mut scored: Vec<Scored> = candidates
            .iter()
            .enumerate()
            .map(|(at, candidate)| {
                let levels = table.compare(place[0], place[at + 1]);
                let levels = with_part_of_birth(levels, sought.born, candidate.known.born);
                let levels = with_keys(levels, &candidate.found_by);
                let (one, strangers, household) = scorer.classes(levels);
                let weight = weigh(one, strangers, household);
                let probability = 1.0 / (1.0 + (-weight).exp2());
                Scored { candidate: at, weight, probability, agreement: weight - prior, levels }
            })
            .collect();
        scored.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        scored
    }

    /// Why a candidate weighs what it weighs.
    pub fn explain(&self, model: &Model, scored: &Scored) -> Vec<Reason> {
        explain(model, scored.levels)
    }
}

/// A part of a date of birth says as much as an age does.
fn with_part_of_birth(levels: Levels, sought: Option<Born>, held: Option<Born>) -> Levels {
    const FITS: usize = 11;
    let month = match sought {
        Some(Born::Month { month, .. }) => Some(month),
        Some(Born::Year(_)) => None,
        Some(Born::Day { .. } | Born::EitherYear(_)) | None => return levels,
    };
    let (Some(sought), Some(held)) = (sought, held) else { return levels };
    let ((year, _), (from, to)) = (sought.years(), held.years());
    let gap = from.saturating_sub(year).max(year.saturating_sub(to));
    let is_other_month = match held {
        Born::Day { month: held, .. } | Born::Month { month: held, .. } => {
            month.is_some_and(|month| month != held)
        }
        Born::Year(_) | Born::EitherYear(_) => false,
    };
    let level = match gap {
        0 if !is_other_month => FITS,
        0..=2 => FITS + 1,
        _ => FITS + 2,
    };
    levels.with(Field::Born as usize, level)
}

/// What was found by a number has it.
fn with_keys(levels: Levels, found_by: &[Rule]) -> Levels {
    const SAME_POSTCODE: usize = 4;
    found_by.iter().fold(levels, |levels, rule| match rule {
        Rule::Phone => levels.with(Field::Phone as usize, 1),
        Rule::Email => levels.with(Field::Email as usize, 1),
        Rule::PostcodeName => levels.with(Field::Address as usize, SAME_POSTCODE),
        Rule::NationalId | Rule::FamilyBorn | Rule::GivenBorn | Rule::NamesYear | Rule::Names => {
            levels
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BORN: Option<Born> = Some(Born::Day { year: 1984, month: 3, day: 9 });

    fn known<'a>(given_names: &'a str, family_name: &'a str, born: Option<Born>) -> Known<'a> {
        Known { given_names, family_name, born, ..Known::default() }
    }

    fn held<'a>(known: Known<'a>, found_by: &[Rule]) -> Candidate<'a> {
        Candidate { known, found_by: found_by.to_vec() }
    }

    #[test]
    fn the_heaviest_comes_first_and_says_why() {
        let candidates = [
            held(known("Anne", "Karter", Some(Born::Year(1950))), &[]),
            held(known("Ann", "Carter", BORN), &[]),
            held(known("Ann", "Carter", None), &[]),
        ];
        let (online, model) = (Online::new(), standard_model());
        let scored = online.score(&model, &known("Ann", "Carter", BORN), &candidates);
        let order: Vec<usize> = scored.iter().map(|scored| scored.candidate).collect();
        assert_eq!(order, [1, 2, 0]);
        assert!(0.99 < scored[0].probability && scored[2].probability < 0.5);
        let reasons = online.explain(&model, &scored[0]);
        let words: Vec<&str> = reasons.iter().map(|reason| reason.level.as_str()).collect();
        assert!(words.contains(&"date of birth the same"), "{words:?}");
    }

    #[test]
    fn names_and_day_agree_by_the_letter_or_by_what_is_known_and_not_by_what_is_alike() {
        let agree = |sought: Known<'_>, held_as: Known<'_>| {
            let candidates = [held(held_as, &[])];
            let scored = Online::new().score(&standard_model(), &sought, &candidates);
            scored[0].levels.agree_in_names_and_day()
        };
        let ann = || known("Elizabeth", "Carter", BORN);
        let day = |year, month, day| Some(Born::Day { year, month, day });
        assert!(agree(ann(), ann()));
        assert!(agree(known("Liz", "Carter", BORN), ann()), "a short form");
        let former = Known { other_names: vec!["Smythe"], ..ann() };
        assert!(agree(known("Elizabeth", "Smythe", BORN), former), "a former name");
        let first = || known("Elizabeth", "Carter", day(1984, 1, 1));
        assert!(agree(first(), first()));
        for other in [
            known("Alizabeth", "Carter", BORN),
            known("E", "Carter", BORN),
            known("", "Carter", BORN),
            known("Elizabeth", "Karter", BORN),
            known("Elizabeth", "", BORN),
            known("Carter", "Elizabeth", BORN),
            known("Elizabeth", "Carter", None),
            known("Elizabeth", "Carter", Some(Born::Year(1984))),
            known("Elizabeth", "Carter", Some(Born::Month { year: 1984, month: 3 })),
            known("Elizabeth", "Carter", day(1984, 3, 8)),
            known("Elizabeth", "Carter", day(1984, 9, 3)),
        ] {
            assert!(!agree(other.clone(), ann()), "{other:?}");
        }
    }

    #[test]
    fn the_odds_before_are_no_part_of_what_the_fields_say() {
        let model = standard_model();
        let rarer = Model { matches: model.matches / 1024.0, ..model.clone() };
        let (sought, candidates) =
            (known("Ann", "Carter", BORN), [held(known("A", "C", BORN), &[])]);
        let scored = |model| Online::new().score(model, &sought, &candidates)[0];
        let (one, other) = (scored(&model), scored(&rarer));
        assert!((one.agreement - other.agreement).abs() < 0.01);
        assert!((one.weight - other.weight - 10.0).abs() < 0.01);
    }

    #[test]
    fn a_year_speaks_for_whoever_was_born_in_it_and_a_month_asks_for_more() {
        let online = Online::new();
        let weight = |sought, born| {
            let candidates = [held(known("Ann", "Carter", born), &[])];
            let scored =
                online.score(&standard_model(), &known("Ann", "Carter", sought), &candidates);
            scored[0].weight
        };
        let (year, month) = (Some(Born::Year(1984)), Some(Born::Month { year: 1984, month: 3 }));
        assert!(weight(None, BORN) < weight(year, BORN));
        assert!(weight(year, Some(Born::EitherYear(1979))) < weight(None, BORN));
        assert!((weight(month, BORN) - weight(year, BORN)).abs() < 0.01);
        let other_month = Some(Born::Day { year: 1984, month: 4, day: 9 });
        assert!(weight(month, other_month) < weight(month, BORN));
    }

    #[test]
    fn what_was_found_by_a_number_has_it_though_nobody_opened_it() {
        let online = Online::new();
        let sought = Known { phone: "07700 900123", ..known("Ann", "Carter", None) };
        let candidates = [
            held(known("Ann", "Carter", None), &[Rule::Names]),
            held(known("Ann", "Carter", None), &[Rule::Names, Rule::Phone]),
        ];
        let scored = online.score(&standard_model(), &sought, &candidates);
        assert_eq!(scored[0].candidate, 1);
        assert!(scored[1].weight + 10.0 < scored[0].weight);
    }
}
