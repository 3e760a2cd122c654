//! How many incidents each area has in each period, and how many cases a MARAC hears.

use super::calendar::{Day, Period, day, financial_year, quarter_of, quarters};
use jiff::civil::{Date, date};

/// What is reckoned with at scale 1: live incidents by area, in the order of `AREAS`.
const YEARS: [(i16, [u32; 6]); 7] = [
    (2002, [1_020, 322, 742, 1_098, 497, 0]),
    // The two years of the strategy's table: 3,899 and 5,227 incidents.
    (2003, [1_074, 344, 805, 1_146, 530, 0]),
    (2004, [1_148, 371, 902, 1_201, 588, 0]),
    (2005, [1_236, 402, 1_011, 1_262, 651, 0]),
    (2006, [1_321, 428, 1_118, 1_316, 716, 0]),
    (2007, [1_405, 453, 1_221, 1_367, 781, 0]),
    (2008, [1_446, 471, 1_263, 1_412, 812, 0]),
];

/// Of twelve recent months.
const RECENT: [u32; 6] = [1_385, 528, 1_324, 1_396, 867, 2_310];

/// Cases heard a quarter from January 2007 to March 2009, and the share that are repeats. The first
/// quarter makes 2008/09, the baseline year of NI 32, a year whose repeats can all be seen.
const EARLY_CASES: [(f64, f64); 9] = [
    (26.0, 0.0),
    (35.0, 0.02),
    (60.0, 0.08),
    (85.0, 0.12),
    (110.0, 0.18),
    (160.0, 0.24),
    (172.0, 0.27),
    (180.0, 0.28),
    (188.0, 0.29),
];

const RECENT_CASES: (f64, f64) = (250.0, 0.32);

/// A stretch of time with its number of live incidents.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    pub(crate) period: Period,
    pub(crate) incidents: [u32; 6],
}

/// A quarter of the MARACs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hearing {
    pub(crate) period: Period,
    pub(crate) cases: usize,
    pub(crate) repeats: usize,
}

/// The first day of the recent years: that of the quarter three years before the one of `today`,
/// never before the end of the early years.
pub(crate) fn recent_from(today: Date) -> Day {
    let quarter = quarter_of(day(today));
    let first = super::calendar::civil(quarter.from);
    let before = date(first.year() - 3, first.month(), 1);
    day(before).max(day(date(2009, 4, 1)))
}

/// `weights` scaled so that whole numbers sum to the rounded total: largest remainder, and where
/// two remainders are equal the first has it.
fn in_proportion(weights: [u32; 6], scale: f64) -> [u32; 6] {
    let exact = weights.map(|weight| f64::from(weight) * scale);
    let total = exact.iter().sum::<f64>().round() as u32;
    let mut whole = exact.map(|share| share.floor() as u32);
    let mut order = [0, 1, 2, 3, 4, 5];
    let rest = |at: usize| exact[at] - exact[at].floor();
    order.sort_by(|one, other| rest(*other).total_cmp(&rest(*one)).then(one.cmp(other)));
    let missing = total.saturating_sub(whole.iter().sum());
    for at in order.into_iter().take(missing as usize) {
        whole[at] += 1;
    }
    whole
}

/// The financial years 2002/03 to 2008/09.
pub(crate) fn early_stretches(scale: f64) -> Vec<Stretch> {
    let stretch = |(year, figures)| Stretch {
        period: financial_year(year),
        incidents: in_proportion(figures, scale),
    };
    YEARS.into_iter().map(stretch).collect()
}

/// Quarter by quarter up to `today`; the last one has its share of days.
pub(crate) fn recent_stretches(scale: f64, today: Date) -> Vec<Stretch> {
    let stretch = |period: Period| {
        let share = f64::from(period.days()) / super::calendar::YEAR;
        Stretch { period, incidents: in_proportion(RECENT, scale * share) }
    };
    quarters(recent_from(today), day(today)).into_iter().map(stretch).collect()
}

pub(crate) fn early_hearings(scale: f64) -> Vec<Hearing> {
    let all = quarters(day(date(2007, 1, 1)), day(date(2009, 3, 31)));
    let hearing = |(period, (cases, share))| hearing(period, cases * scale, share);
    all.into_iter().zip(EARLY_CASES).map(hearing).collect()
}

pub(crate) fn recent_hearings(scale: f64, today: Date) -> Vec<Hearing> {
    let (cases, share) = RECENT_CASES;
    let hearing = |period: Period| {
        let of_quarter = f64::from(period.days()) / f64::from(quarter_of(period.from).days());
        hearing(period, cases * scale * of_quarter, share)
    };
    quarters(recent_from(today), day(today)).into_iter().map(hearing).collect()
}

fn hearing(period: Period, cases: f64, share: f64) -> Hearing {
    let cases = cases.round() as usize;
    Hearing { period, cases, repeats: (cases as f64 * share).round() as usize }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_years_of_the_strategy_sum_to_its_totals() {
        assert_eq!(YEARS[1].1.iter().sum::<u32>(), 3_899);
        assert_eq!(YEARS[5].1.iter().sum::<u32>(), 5_227);
    }

    #[test]
    fn shares_sum_to_the_rounded_total_at_every_scale() {
        for scale in [0.01, 0.05, 0.333, 1.0, 7.0, 100.0] {
            let total = (3_899.0_f64 * scale).round() as u32;
            assert_eq!(in_proportion(YEARS[1].1, scale).iter().sum::<u32>(), total, "{scale}");
        }
        assert_eq!(in_proportion(YEARS[1].1, 0.05), [54, 17, 40, 57, 27, 0]);
    }

    #[test]
    fn the_recent_years_begin_three_years_before_this_quarter_and_never_in_the_early_ones() {
        let from = |y, m, d| super::super::calendar::civil(recent_from(date(y, m, d)));
        assert_eq!(from(2026, 11, 22), date(2023, 10, 1));
        assert_eq!(from(2026, 1, 1), date(2023, 1, 1));
        assert_eq!(from(2010, 5, 1), date(2009, 4, 1));
    }
}
