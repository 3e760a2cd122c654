//! From zero to a round number: what every axis and every set of classes is made of.

use super::count_words;

/// An axis from zero up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub top: f64,
    pub step: f64,
}

/// Round steps, in their decade.
const STEPS: [f64; 4] = [1.0, 2.0, 5.0, 10.0];
const STEPS_MOST: f64 = 4.0;

impl Scale {
    /// The smallest round axis that holds all sizes; of none, or of zeros, it ends at one.
    pub(super) fn holding(sizes: impl IntoIterator<Item = f64>) -> Scale {
        let most = sizes.into_iter().filter(|size| size.is_finite()).fold(0.0, f64::max);
        if most <= 0.0 {
            return Scale { top: 1.0, step: 1.0 };
        }
        let decade = 10_f64.powf((most / STEPS_MOST).log10().floor());
        let steps = STEPS.map(|step| step * decade);
        let enough = steps.into_iter().find(|step| most <= step * STEPS_MOST);
        let step = enough.unwrap_or(10.0 * decade);
        Scale { top: (most / step).ceil() * step, step }
    }

    /// How far up the axis a size stands, from 0 to 1.
    pub(super) fn share(self, size: f64) -> f64 {
        (size / self.top).clamp(0.0, 1.0)
    }

    /// Where the axis is marked, and how that is spelled.
    pub(super) fn ticks(self, unit: &str) -> Vec<(f64, String)> {
        let mut ticks = Vec::new();
        let mut at = 0.0;
        while at <= self.top + self.step / 2.0 {
            ticks.push((at, format!("{}{unit}", number(at))));
            at += self.step;
        }
        ticks
    }
}

fn number(at: f64) -> String {
    let is_whole = (at - at.round()).abs() < 1e-9;
    if is_whole { count_words(at.round() as i64) } else { format!("{at:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_is_round_and_holds_what_is_largest() {
        for (most, top, step) in [
            (1_405.0, 1_500.0, 500.0),
            (40.0, 40.0, 10.0),
            (41.0, 60.0, 20.0),
            (15.0, 15.0, 5.0),
            (3.0, 3.0, 1.0),
            (0.4, 0.4, 0.1),
        ] {
            let scale = Scale::holding([0.0, most]);
            assert!((scale.top - top).abs() < 1e-9, "{most}: {scale:?}");
            assert!((scale.step - step).abs() < 1e-9, "{most}: {scale:?}");
        }
    }

    #[test]
    fn an_axis_of_nothing_ends_at_one() {
        assert_eq!(Scale::holding([]), Scale { top: 1.0, step: 1.0 });
        assert_eq!(Scale::holding([0.0, f64::NAN]), Scale { top: 1.0, step: 1.0 });
    }

    #[test]
    fn every_axis_begins_at_zero() {
        for most in [0.0, 0.7, 9.0, 123.0, 98_765.0] {
            let ticks = Scale::holding([most]).ticks("%");
            assert_eq!(ticks[0], (0.0, "0%".to_owned()));
            assert!(most <= ticks.last().unwrap().0 && ticks.len() <= 6, "{most}: {ticks:?}");
        }
    }

    #[test]
    fn what_lies_outside_the_axis_is_drawn_at_its_end() {
        let scale = Scale::holding([10.0]);
        assert_eq!((scale.share(-3.0), scale.share(99.0)), (0.0, 1.0));
    }
}
