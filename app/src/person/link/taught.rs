//! What reviewers' answers teach: by how much the odds that linkage gives are too low or too high
//! where nobody knows.

use linkage::Model;

/// What somebody said of two records, and the weight that they were shown, in bits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    pub weight: f64,
    pub is_same: bool,
}

/// What the answers teach, of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Taught {
    /// What has to be added to a weight for its odds to be those of the answers.
    pub bits: f64,
    pub answers: usize,
}

/// Fewer than these say nothing of the next.
const FEWEST: usize = 100;
/// Bits on either side of the threshold within which an answer tells where it should be.
const REACH: f64 = 4.0;
/// The most that answers move it: what is asked about is not picked blindly.
const MOST: f64 = 1.5;
/// A step that is told apart; what is less moves nobody.
const STEP: f64 = 0.25;

impl Taught {
    /// The shift under which the answers are likeliest, one bit of it being expected beforehand: a
    /// logistic regression with the weight as given and nothing but an intercept.
    pub(super) fn by(answers: &[Answer], link_at: f64) -> Taught {
        let near: Vec<&Answer> =
            answers.iter().filter(|answer| (answer.weight - link_at).abs() <= REACH).collect();
        if near.len() < FEWEST {
            return Taught { bits: 0.0, answers: near.len() };
        }
        let mut bits = 0.0;
        for _ in 0..25 {
            let (mut slope, mut bend) = (-bits, -1.0);
            for answer in &near {
                let chance = 1.0 / (1.0 + (-(answer.weight + bits)).exp2());
                let said = if answer.is_same { 1.0 } else { 0.0 };
                slope += (said - chance) * std::f64::consts::LN_2;
                bend -= chance * (1.0 - chance) * std::f64::consts::LN_2.powi(2);
            }
            bits = (bits - slope / bend).clamp(-4.0 * MOST, 4.0 * MOST);
        }
        let bits = (bits / STEP).round() * STEP;
        Taught { bits: bits.clamp(-MOST, MOST), answers: near.len() }
    }

    /// A model with the thresholds that were taught. Whoever says *two* more often than was thought
    /// makes certainty begin later too; nobody makes it begin earlier.
    pub(super) fn applied_to(self, model: &Model) -> Model {
        let (link_at, certain_at) =
            (model.link_at - self.bits, model.certain_at + (-self.bits).max(0.0));
        Model { link_at, certain_at, ..model.clone() }
    }

    /// The model to which this was applied.
    pub(super) fn taken_from(self, model: &Model) -> Model {
        let (link_at, certain_at) =
            (model.link_at + self.bits, model.certain_at - (-self.bits).max(0.0));
        Model { link_at, certain_at, ..model.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers of people in whose eyes each pair weighs so much more than it was shown with.
    fn answers(many: usize, more: f64, mut seed: u64) -> Vec<Answer> {
        let mut roll = || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 40) as f64 / f64::from(1 << 24)
        };
        let answer = |_| {
            let weight = 6.0 * roll() - 4.0;
            Answer { weight, is_same: roll() < 1.0 / (1.0 + (-(weight + more)).exp2()) }
        };
        (0..many).map(answer).collect()
    }

    /// Bits of surprise an answer, for whoever adds so much to each weight.
    fn surprise(answers: &[Answer], bits: f64) -> f64 {
        let of = |answer: &Answer| {
            let chance = 1.0 / (1.0 + (-(answer.weight + bits)).exp2());
            -(if answer.is_same { chance } else { 1.0 - chance }).log2()
        };
        answers.iter().map(of).sum::<f64>() / answers.len() as f64
    }

    #[test]
    fn what_was_taught_foretells_the_next_answers_better() {
        for more in [-1.25, -0.5, 0.5, 1.25] {
            let taught = Taught::by(&answers(400, more, 7), -1.0);
            assert!((taught.bits - more).abs() <= 0.5, "{more}: {taught:?}");
            let next = answers(4_000, more, 8);
            let (with, without) = (surprise(&next, taught.bits), surprise(&next, 0.0));
            assert!(with < without, "{more}: {with} and {without}");
        }
    }

    #[test]
    fn answers_that_were_expected_teach_nothing_and_a_few_teach_nothing() {
        assert_eq!(Taught::by(&answers(2_000, 0.0, 9), -1.0).bits, 0.0);
        let all_no = |many| vec![Answer { weight: -1.0, is_same: false }; many];
        assert_eq!(Taught::by(&all_no(99), -1.0), Taught { bits: 0.0, answers: 99 });
        assert_eq!(Taught::by(&all_no(100), -1.0), Taught { bits: -1.5, answers: 100 });
        let far = |weight| vec![Answer { weight, is_same: false }; 200];
        assert_eq!(Taught::by(&far(3.1), -1.0).answers, 0, "that far away it says little");
        assert_eq!(Taught::by(&far(3.0), -1.0).answers, 200);
    }

    #[test]
    fn nobody_teaches_that_certainty_begins_earlier() {
        let mut records =
            linkage::Records::new(linkage::Schema::new([("n", linkage::Kind::FullName)]));
        records.push("a", &["Ann Lee"]);
        let model = linkage::dedupe(&records, &linkage::Options::default(), &mut |_| ()).model;
        for (bits, link, certain) in [(1.0, -1.0, 0.0), (-1.0, 1.0, 1.0), (0.0, 0.0, 0.0)] {
            let taught = Taught { bits, answers: 100 };
            let other = taught.applied_to(&model);
            assert_eq!(other.link_at - model.link_at, link);
            assert_eq!(other.certain_at - model.certain_at, certain);
            assert_eq!(taught.taken_from(&other), model);
        }
    }
}
