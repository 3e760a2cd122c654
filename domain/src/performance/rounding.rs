//! Figures from counts, exact until they are rounded once, half up and away from zero.

use std::fmt;

use serde::{Serialize, Serializer};

/// A number with one decimal place: 308 is 30.8.
///
/// Rates and targets are kept so, because a binary fraction cannot hold 0.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenths(pub i64);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        write!(f, "{sign}{}.{}", size / 10, size % 10)
    }
}

impl Serialize for Tenths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// `numerator` / `denominator`; nothing where the denominator is 0.
///
/// Exact up to 2^120 on either side, and rounded once. What rounds to zero has no sign.
pub fn ratio(numerator: i128, denominator: i128) -> Option<Tenths> {
    if denominator == 0 {
        return None;
    }
    let (size, parts) = (numerator.unsigned_abs(), denominator.unsigned_abs());
    let twice = size.saturating_mul(20).saturating_add(parts);
    let rounded = i64::try_from(twice / parts.saturating_mul(2)).unwrap_or(i64::MAX);
    let is_negative = (numerator < 0) != (denominator < 0);
    Some(Tenths(if is_negative { -rounded } else { rounded }))
}

/// `numerator` as a percentage of `denominator`.
pub fn percent(numerator: i64, denominator: i64) -> Option<Tenths> {
    ratio(100 * i128::from(numerator), denominator.into())
}

/// By how many per cent of `before` it has changed; a fall is negative.
pub fn change(current: i64, before: i64) -> Option<Tenths> {
    ratio(100 * (i128::from(current) - i128::from(before)), before.into())
}

/// By how many per cent of `before` it has been reduced; a rise is negative.
pub fn reduction(current: i64, before: i64) -> Option<Tenths> {
    ratio(100 * (i128::from(before) - i128::from(current)), before.into())
}

/// By how many per cent a rate has been reduced: 100 × (before − current) / before, each rate a
/// numerator over a denominator; nothing where a rate is missing or the earlier one is 0.
///
/// From the counts, never from the two rounded rates: those can be 0.05 points off each.
pub fn rate_reduction(current: (i64, i64), before: (i64, i64)) -> Option<Tenths> {
    let [(n, d), (bn, bd)] = [current, before].map(|(n, d)| (i128::from(n), i128::from(d)));
    if d == 0 || bd == 0 {
        return None;
    }
    // Counts of rows stay far below 2^50, so that no product here comes near 2^120.
    let (then, current) = (bn.saturating_mul(d), n.saturating_mul(bd));
    ratio(then.saturating_sub(current).saturating_mul(100), then)
}

/// How many of 10,000.
pub fn per_10_000(numerator: i64, denominator: i64) -> Option<Tenths> {
    ratio(10_000 * i128::from(numerator), denominator.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(tenths: Option<Tenths>) -> String {
        tenths.map_or("null".to_owned(), |tenths| tenths.to_string())
    }

    #[test]
    fn a_half_is_rounded_up_and_away_from_zero() {
        // 1/8 of a hundred is 12.5 exactly; 1/800 is 0.125; 1/2000 is 0.05.
        assert_eq!(said(percent(1, 8)), "12.5");
        assert_eq!(said(percent(1, 2000)), "0.1");
        assert_eq!(said(percent(-1, 2000)), "-0.1");
        assert_eq!(said(percent(49_999, 100_000_000)), "0.0");
        assert_eq!(said(percent(50_000, 100_000_000)), "0.1");
        assert_eq!(said(ratio(-125, 100)), "-1.3");
        assert_eq!(said(ratio(-124, 100)), "-1.2");
    }

    #[test]
    fn what_rounds_to_zero_has_no_sign() {
        assert_eq!(said(percent(-1, 100_000)), "0.0");
        assert_eq!(said(change(99_999, 100_000)), "0.0");
    }

    #[test]
    fn nothing_of_nothing_is_no_figure() {
        assert_eq!(percent(0, 0), None);
        assert_eq!(percent(3, 0), None);
        assert_eq!(change(5, 0), None);
        assert_eq!(reduction(5, 0), None);
        assert_eq!(per_10_000(1, 0), None);
        assert_eq!(said(percent(0, 5)), "0.0");
    }

    #[test]
    fn sizes_that_a_binary_fraction_gets_wrong_come_out_right() {
        // No binary fraction holds 10.05 or 28.05.
        assert_eq!(said(ratio(1_005, 100)), "10.1");
        assert_eq!(said(percent(285, 1_000)), "28.5");
        assert_eq!(said(percent(2_805, 10_000)), "28.1");
        assert_eq!(said(percent(i64::MAX, i64::MAX)), "100.0");
        assert_eq!(said(percent(i64::MAX - 1, i64::MAX)), "100.0");
    }

    #[test]
    fn it_rounds_as_long_division_by_hand_does() {
        for numerator in -300_i128..=300 {
            for denominator in 1..=41_i128 {
                let got = i128::from(ratio(numerator, denominator).unwrap().0);
                let (exact, away) = (10 * numerator.abs(), got.abs() * denominator);
                let off = exact - away;
                assert!(
                    -denominator <= 2 * off && 2 * off < denominator,
                    "{numerator}/{denominator}"
                );
                assert!(got == 0 || (got < 0) == (numerator < 0));
            }
        }
    }

    #[test]
    fn the_strategys_percentages_are_recomputed() {
        for (before, current, exact) in [
            (1_074, 1_405, "30.8"),
            (344, 453, "31.7"),
            (805, 1_221, "51.7"),
            (1_146, 1_367, "19.3"),
            (530, 781, "47.4"),
            (3_899, 5_227, "34.1"),
        ] {
            assert_eq!(said(change(current, before)), exact, "{before} to {current}");
        }
    }

    #[test]
    fn published_changes_from_year_to_year_are_recomputed() {
        // Birmingham's high-risk cases, 2013/14 to 2016/17; west Cheshire; West Midlands.
        let cases = [682, 673, 986, 1_343];
        let changes = cases.windows(2).map(|pair| said(change(pair[1], pair[0])));
        assert_eq!(changes.collect::<Vec<_>>(), ["-1.3", "46.5", "36.2"]);
        assert_eq!(said(change(1_343, 682)), "96.9");
        assert_eq!(said(change(5_281, 5_056)), "4.5");
        assert_eq!(said(change(4_707, 3_679)), "27.9");
        assert_eq!(said(percent(195, 3_679)), "5.3");
        assert_eq!(said(percent(215, 4_707)), "4.6");
    }

    #[test]
    fn a_reduction_of_rates_is_taken_from_the_counts() {
        // 25 of 183 down to 18 of 180: 13.661 % down to 10 % is 26.8 %, of the rounded 13.7 27.0.
        assert_eq!(said(rate_reduction((18, 180), (25, 183))), "26.8");
        assert_eq!(said(reduction(18, 25)), "28.0");
        assert_eq!(said(rate_reduction((30, 100), (20, 100))), "-50.0");
        assert_eq!(said(rate_reduction((20, 100), (20, 100))), "0.0");
        assert_eq!(said(rate_reduction((0, 100), (20, 100))), "100.0");
    }

    #[test]
    fn there_is_no_reduction_on_nothing() {
        assert_eq!(rate_reduction((5, 100), (0, 100)), None);
        assert_eq!(rate_reduction((5, 100), (0, 0)), None);
        assert_eq!(rate_reduction((0, 0), (5, 100)), None);
    }
}
