//! Periods of whole days, and the quarters, months and financial years that they touch.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use thiserror::Error;

/// From one day to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    from: Date,
    to: Date,
}

/// Why two days are no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PeriodRefused {
    #[error("the period ends before it begins: give the earlier day first")]
    EndsBeforeItBegins,
}

/// One quarter, month or financial year that a period touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// `2008/09 Q1`, `2008-04` or `2008/09`.
    pub key: String,
    /// All its days, also those that lie outside the period.
    pub whole: Period,
}

impl Period {
    /// # Errors
    /// [`PeriodRefused`] when `to` lies before `from`.
    pub fn new(from: Date, to: Date) -> Result<Self, PeriodRefused> {
        if to < from {
            return Err(PeriodRefused::EndsBeforeItBegins);
        }
        Ok(Self { from, to })
    }

    /// 1 April of `year` to 31 March of the next, the year of the strategy's tables and of local
    /// government.
    pub const fn financial_year(year: i16) -> Self {
        Self { from: jiff::civil::date(year, 4, 1), to: jiff::civil::date(year + 1, 3, 31) }
    }

    pub const fn from(&self) -> Date {
        self.from
    }

    pub const fn to(&self) -> Date {
        self.to
    }

    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// The same days a year earlier; what begins on the 1st and ends with a month still does.
    pub fn year_earlier(&self) -> Self {
        let back = |day: Date| match day == day.last_of_month() {
            true => crate::dates::minus_12_months(day.first_of_month()).last_of_month(),
            false => crate::dates::minus_12_months(day),
        };
        Self { from: crate::dates::minus_12_months(self.from), to: back(self.to) }
    }

    /// Whether it is twelve months long, so that what is said "a year" can be said of it.
    pub fn is_twelve_months(&self) -> bool {
        let next = self.from.saturating_add(1.year());
        next.yesterday().is_ok_and(|last| last == self.to)
    }

    /// Every quarter that a day of the period falls in, in order.
    pub fn quarters(&self) -> Vec<Slice> {
        self.slices(first_of_quarter(self.from), 3.months(), quarter_key)
    }

    /// Every month that a day of the period falls in, in order.
    pub fn months(&self) -> Vec<Slice> {
        self.slices(self.from.first_of_month(), 1.month(), month_key)
    }

    /// Every financial year that a day of the period falls in, in order.
    pub fn financial_years(&self) -> Vec<Slice> {
        let begin = jiff::civil::date(first_year(self.from), 4, 1);
        self.slices(begin, 1.year(), financial_year_key)
    }

    fn slices(&self, begin: Date, step: Span, key: fn(Date) -> String) -> Vec<Slice> {
        let mut slices = Vec::new();
        let mut from = begin;
        while from <= self.to {
            let next = from.checked_add(step).ok();
            let to = next.and_then(|next| next.yesterday().ok()).unwrap_or(Date::MAX);
            slices.push(Slice { key: key(from), whole: Self { from, to } });
            let Some(next) = next else { break };
            from = next;
        }
        slices
    }
}

/// The quarter of a day, such as `2008/09 Q1`: the first of a financial year is April to June.
pub fn quarter_key(day: Date) -> String {
    let quarter = (day.month() + 8) % 12 / 3 + 1;
    format!("{} Q{quarter}", financial_year_key(day))
}

/// The month of a day, such as `2008-04`.
pub fn month_key(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The financial year of a day, such as `2008/09`: April to March.
pub fn financial_year_key(day: Date) -> String {
    let year = first_year(day);
    format!("{year:04}/{:02}", (year + 1).rem_euclid(100))
}

fn first_year(day: Date) -> i16 {
    if day.month() < 4 { day.year() - 1 } else { day.year() }
}

fn first_of_quarter(day: Date) -> Date {
    let months_in = (day.month() - 1) % 3;
    day.first_of_month().saturating_sub(months_in.months())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn period(from: Date, to: Date) -> Period {
        Period::new(from, to).unwrap()
    }

    fn keys(slices: &[Slice]) -> Vec<&str> {
        slices.iter().map(|slice| slice.key.as_str()).collect()
    }

    #[test]
    fn a_period_ends_no_earlier_than_it_begins_and_includes_both_days() {
        let day = date(2008, 4, 1);
        assert_eq!(Period::new(day, date(2008, 3, 31)), Err(PeriodRefused::EndsBeforeItBegins));
        let one = period(day, day);
        assert!(one.contains(day));
        assert!(!one.contains(date(2008, 3, 31)) && !one.contains(date(2008, 4, 2)));
    }

    #[test]
    fn the_first_quarter_is_april_to_june() {
        for (day, key) in [
            (date(2008, 3, 31), "2007/08 Q4"),
            (date(2008, 4, 1), "2008/09 Q1"),
            (date(2008, 6, 30), "2008/09 Q1"),
            (date(2008, 7, 1), "2008/09 Q2"),
            (date(2008, 9, 30), "2008/09 Q2"),
            (date(2008, 10, 1), "2008/09 Q3"),
            (date(2008, 12, 31), "2008/09 Q3"),
            (date(2009, 1, 1), "2008/09 Q4"),
            (date(2000, 3, 31), "1999/00 Q4"),
        ] {
            assert_eq!(quarter_key(day), key);
        }
    }

    #[test]
    fn a_financial_year_is_named_by_both_its_years() {
        assert_eq!(financial_year_key(date(2009, 3, 31)), "2008/09");
        assert_eq!(financial_year_key(date(2009, 4, 1)), "2009/10");
        assert_eq!(financial_year_key(date(2000, 3, 31)), "1999/00");
        let year = Period::financial_year(2008);
        assert_eq!((year.from(), year.to()), (date(2008, 4, 1), date(2009, 3, 31)));
    }

    #[test]
    fn every_quarter_of_a_year_is_listed_once() {
        let year = Period::financial_year(2008).quarters();
        assert_eq!(keys(&year), ["2008/09 Q1", "2008/09 Q2", "2008/09 Q3", "2008/09 Q4"]);
        assert_eq!(year[3].whole, period(date(2009, 1, 1), date(2009, 3, 31)));
    }

    #[test]
    fn a_quarter_that_a_period_only_touches_is_listed_whole() {
        let touched = period(date(2008, 6, 30), date(2008, 10, 1)).quarters();
        assert_eq!(keys(&touched), ["2008/09 Q1", "2008/09 Q2", "2008/09 Q3"]);
        assert_eq!(touched[0].whole, period(date(2008, 4, 1), date(2008, 6, 30)));
        let short = period(date(2008, 7, 1), date(2008, 9, 30)).quarters();
        assert_eq!(keys(&short), ["2008/09 Q2"]);
    }

    #[test]
    fn every_month_and_every_financial_year_of_a_period_is_listed() {
        let winter = period(date(2007, 11, 30), date(2008, 2, 1));
        assert_eq!(keys(&winter.months()), ["2007-11", "2007-12", "2008-01", "2008-02"]);
        assert_eq!(winter.months()[3].whole.to(), date(2008, 2, 29));
        let years = period(date(2008, 3, 31), date(2009, 4, 1)).financial_years();
        assert_eq!(keys(&years), ["2007/08", "2008/09", "2009/10"]);
    }

    #[test]
    fn every_day_falls_in_exactly_one_slice_and_that_slice_has_its_key() {
        let years = period(date(2007, 1, 15), date(2009, 5, 20));
        for (slices, key) in [
            (years.quarters(), quarter_key as fn(Date) -> String),
            (years.months(), month_key),
            (years.financial_years(), financial_year_key),
        ] {
            let mut day = years.from();
            while day <= years.to() {
                let mut holders = slices.iter().filter(|slice| slice.whole.contains(day));
                assert_eq!(holders.next().map(|slice| slice.key.clone()), Some(key(day)));
                assert!(holders.next().is_none(), "{day}");
                day = day.tomorrow().unwrap();
            }
        }
    }

    #[test]
    fn the_slices_of_the_whole_calendar_come_to_an_end() {
        let all = period(date(9999, 12, 1), Date::MAX);
        assert_eq!(keys(&all.months()), ["9999-12"]);
        assert_eq!(keys(&all.quarters()), ["9999/00 Q3"]);
    }

    #[test]
    fn a_year_earlier_ends_where_the_month_ends() {
        let year = period(date(2008, 3, 1), date(2009, 2, 28));
        assert_eq!(year.year_earlier(), period(date(2007, 3, 1), date(2008, 2, 29)));
        let leap = period(date(2007, 3, 1), date(2008, 2, 29));
        assert_eq!(leap.year_earlier(), period(date(2006, 3, 1), date(2007, 2, 28)));
        let odd = period(date(2008, 4, 2), date(2009, 4, 1));
        assert_eq!(odd.year_earlier(), period(date(2007, 4, 2), date(2008, 4, 1)));
    }

    #[test]
    fn twelve_months_are_neither_a_day_shorter_nor_a_day_longer() {
        assert!(Period::financial_year(2007).is_twelve_months());
        assert!(period(date(2008, 4, 2), date(2009, 4, 1)).is_twelve_months());
        assert!(!period(date(2008, 4, 1), date(2009, 3, 30)).is_twelve_months());
        assert!(!period(date(2008, 4, 1), date(2009, 4, 1)).is_twelve_months());
    }
}
