//! Days as numbers, financial years and quarters.

use jiff::civil::{Date, date};

/// Days since 1 January 2000: what a county is reckoned in, since it is added to all the time.
pub(crate) type Day = i32;

pub(crate) const YEAR: f64 = 365.25;

const ZERO: Date = date(2000, 1, 1);

pub(crate) fn day(date: Date) -> Day {
    (date.duration_since(ZERO).as_hours() / 24) as Day
}

/// The date of a day; the last there is where there is none.
pub(crate) fn civil(day: Day) -> Date {
    ZERO.saturating_add(jiff::SignedDuration::from_hours(i64::from(day) * 24))
}

/// Monday is 0.
pub(crate) fn weekday(day: Day) -> i32 {
    // 1 January 2000 was a Saturday.
    (day + 5).rem_euclid(7)
}

/// From the first to the last day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) from: Day,
    pub(crate) to: Day,
}

impl Period {
    pub(crate) fn holds(self, day: Day) -> bool {
        (self.from..=self.to).contains(&day)
    }

    pub(crate) fn days(self) -> i32 {
        self.to - self.from + 1
    }
}

/// The financial year that begins in April of `year`.
pub(crate) fn financial_year(year: i16) -> Period {
    Period { from: day(date(year, 4, 1)), to: day(date(year + 1, 3, 31)) }
}

/// The year in whose April the financial year of `day` begins.
pub(crate) fn year_of(day: Day) -> i16 {
    let date = civil(day);
    if date.month() < 4 { date.year() - 1 } else { date.year() }
}

/// The quarter of the calendar, which is also one of the financial year.
pub(crate) fn quarter_of(on: Day) -> Period {
    let at = civil(on);
    let month = (at.month() - 1) / 3 * 3 + 1;
    let first = date(at.year(), month, 1);
    let last = date(at.year(), month + 2, 1).last_of_month();
    Period { from: day(first), to: day(last) }
}

/// The quarters from that of `from` to that of `until`, the last one cut off there.
pub(crate) fn quarters(from: Day, until: Day) -> Vec<Period> {
    let mut quarters = Vec::new();
    let mut start = quarter_of(from).from;
    while start <= until {
        let quarter = quarter_of(start);
        quarters.push(Period { from: start, to: quarter.to.min(until) });
        start = quarter.to + 1;
    }
    quarters
}

/// How a quarter is called in the name of a file: `2008-09-q1` is April to June 2008.
pub(crate) fn quarter_name(period: Period) -> String {
    let quarter = (civil(period.from).month() + 8) / 3 % 4 + 1;
    format!("{}-q{quarter}", year_name(year_of(period.from)))
}

/// `2008-09` for the financial year that begins in 2008.
pub(crate) fn year_name(year: i16) -> String {
    format!("{year}-{:02}", (year + 1) % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_two_names_of_one_thing() {
        for (number, expected) in [(0, date(2000, 1, 1)), (-1, date(1999, 12, 31))] {
            assert_eq!(civil(number), expected);
            assert_eq!(day(expected), number);
        }
        let leap = day(date(2024, 2, 29));
        assert_eq!(civil(leap + 1), date(2024, 3, 1));
        assert_eq!(weekday(day(date(2026, 11, 23))), 0);
        assert_eq!(weekday(day(date(1999, 12, 26))), 6);
    }

    #[test]
    fn the_first_quarter_of_a_financial_year_is_april_to_june() {
        let name = |y, m, d| quarter_name(quarter_of(day(date(y, m, d))));
        assert_eq!(name(2008, 3, 31), "2007-08-q4");
        assert_eq!(name(2008, 4, 1), "2008-09-q1");
        assert_eq!(name(2008, 6, 30), "2008-09-q1");
        assert_eq!(name(2008, 7, 1), "2008-09-q2");
        assert_eq!(name(2008, 12, 31), "2008-09-q3");
    }

    #[test]
    fn quarters_follow_each_other_without_a_gap_and_stop_on_the_last_day() {
        let list = quarters(day(date(2023, 10, 1)), day(date(2026, 11, 22)));
        assert_eq!(list.len(), 13);
        assert!(list.windows(2).all(|two| two[0].to + 1 == two[1].from));
        assert_eq!(civil(list[12].to), date(2026, 11, 22));
        assert_eq!(list[12].days(), 53);
    }
}
