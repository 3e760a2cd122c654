//! What "twelve months" and "working days" mean, each said once.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The same day of the month a year later; 29 February falls to 28 February.
///
/// Whatever is said to lie "within twelve months" includes this day. It never runs backwards: of
/// two days the later one has the later anniversary, or the same.
pub fn plus_12_months(day: Date) -> Date {
    day.saturating_add(1.year())
}

/// The same day of the month a year earlier; 29 February falls to 28 February.
pub fn minus_12_months(day: Date) -> Date {
    day.saturating_sub(1.year())
}

/// The day that is so many working days, Monday to Friday, after a day.
///
/// A bank holiday counts as a working day: what is due by then is due a day early, never late.
pub fn plus_working_days(day: Date, days: u8) -> Date {
    let mut day = day;
    for _ in 0..days {
        day = day.saturating_add(1.day());
        while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && day < Date::MAX {
            day = day.saturating_add(1.day());
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn twelve_months_on_is_the_same_day_of_the_next_year() {
        assert_eq!(plus_12_months(date(2008, 4, 1)), date(2009, 4, 1));
        assert_eq!(plus_12_months(date(2007, 12, 31)), date(2008, 12, 31));
        assert_eq!(plus_12_months(date(2007, 2, 28)), date(2008, 2, 28));
    }

    #[test]
    fn a_leap_day_has_its_anniversary_on_the_28th() {
        assert_eq!(plus_12_months(date(2008, 2, 29)), date(2009, 2, 28));
        assert_eq!(minus_12_months(date(2008, 2, 29)), date(2007, 2, 28));
    }

    #[test]
    fn twelve_months_before_a_28th_after_a_leap_day_is_the_28th() {
        assert_eq!(minus_12_months(date(2009, 2, 28)), date(2008, 2, 28));
        assert_eq!(minus_12_months(date(2009, 3, 1)), date(2008, 3, 1));
    }

    #[test]
    fn the_end_of_the_calendar_is_no_accident() {
        assert_eq!(plus_12_months(Date::MAX), Date::MAX);
        assert_eq!(minus_12_months(Date::MIN), Date::MIN);
        assert_eq!(plus_working_days(Date::MAX, 2), Date::MAX);
    }

    #[test]
    fn a_weekend_is_no_working_day_and_the_day_itself_is_not_counted() {
        // 24 November 2026 is a Tuesday.
        for (day, due) in [(24, 26), (25, 27), (26, 30)] {
            assert_eq!(plus_working_days(date(2026, 11, day), 2), date(2026, 11, due));
        }
        for day in [27, 28, 29] {
            let next_week = plus_working_days(date(2026, 11, day), 2);
            assert_eq!(next_week, date(2026, 12, 1), "{day} November");
        }
        assert_eq!(plus_working_days(date(2026, 11, 28), 0), date(2026, 11, 28));
    }
}
