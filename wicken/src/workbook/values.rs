//! Numbers and dates as people write them.

use super::table::Cell;
use jiff::{
    ToSpan,
    civil::{Date, date},
};

/// Digits after which a workbook's number is only noise.
const DIGITS: usize = 15;
const DAY_SECONDS: f64 = 86_400.0;

/// A number in full: no exponent, no `.0`. Nothing when it is none.
pub(super) fn number(text: &str) -> Option<String> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.is_empty() && digits.len() <= 64 && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Some(text.to_owned());
    }
    let value: f64 = text.parse().ok().filter(|value: &f64| value.is_finite())?;
    let rounded: f64 = format!("{value:.*e}", DIGITS - 1).parse().ok()?;
    Some(if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() })
}

/// A number as the digits that a format such as `0000000000` shows.
pub(super) fn padded(text: &str, width: usize) -> String {
    match text.bytes().all(|byte| byte.is_ascii_digit()) {
        true => format!("{text:0>width$}"),
        false => text.to_owned(),
    }
}

/// What a number is when its format shows a date or a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Date,
    DateTime,
    Time,
}

/// Days since the end of 1899, or since the first day of 1904, as what they are shown as.
pub(super) fn moment(text: &str, shown: Shown, is_1904: bool) -> Cell {
    let Some(full) = number(text) else { return Cell::Error };
    let serial: f64 = text.trim().parse().unwrap_or(f64::NAN);
    let odd = || Cell::OddDate(full.clone());
    // The first is the day before the calendar; the last is 31 December 9999.
    if !(0.0..2_958_466.0).contains(&serial) {
        return odd();
    }
    // Fractions are not exact: half past nine is 0.395833...
    let seconds = (serial.fract() * DAY_SECONDS).round();
    let days = serial.trunc() + (seconds / DAY_SECONDS).trunc();
    let clock = clock(seconds % DAY_SECONDS);
    if shown == Shown::Time {
        return if days == 0.0 { Cell::Text(clock) } else { Cell::Number(full) };
    }
    match (day(days, is_1904), shown) {
        (None, _) => odd(),
        (Some(day), Shown::DateTime) if clock != "00:00" => Cell::Text(format!("{day}T{clock}")),
        (Some(day), _) => Cell::Text(day.to_string()),
    }
}

/// Hours and minutes.
fn clock(seconds: f64) -> String {
    let minutes = (seconds / 60.0).floor();
    format!("{:02}:{:02}", (minutes / 60.0).floor(), minutes % 60.0)
}

/// The system of 1900 counts a 29 February that 1900 did not have, as day 60; days before it are
/// therefore one later than the days after it would have them.
fn day(days: f64, is_1904: bool) -> Option<Date> {
    let first = match is_1904 {
        true => date(1904, 1, 1),
        false if days == 60.0 || days < 1.0 => return None,
        false if days < 60.0 => date(1899, 12, 31),
        false => date(1899, 12, 30),
    };
    // Whole days, below three millions.
    first.checked_add((days as i32).days()).ok()
}

/// A date as OpenDocument and strict workbooks write it: `2008-04-01`, or with a time behind a T.
pub(super) fn iso(text: &str) -> Cell {
    let text = text.trim();
    let Some((day, time)) = text.split_once('T') else { return Cell::Text(text.to_owned()) };
    match time.get(..5) {
        Some("00:00") | None => Cell::Text(day.to_owned()),
        Some(clock) => Cell::Text(format!("{day}T{clock}")),
    }
}

/// A time of day as OpenDocument writes it: `PT09H30M00S`.
pub(super) fn iso_time(text: &str) -> Cell {
    let hours = text.strip_prefix("PT").and_then(|rest| rest.split_once('H'));
    let clock = hours.and_then(|(hours, rest)| {
        let (minutes, _) = rest.split_once('M')?;
        let is_short = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        (is_short(hours) && is_short(minutes)).then(|| format!("{hours}:{minutes}"))
    });
    Cell::Text(clock.unwrap_or_else(|| text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_no_exponent_and_no_point_without_need() {
        for (text, full) in [
            ("7700900123", "7700900123"),
            ("7.700900123E9", "7700900123"),
            ("7700900123.0", "7700900123"),
            ("0.30000000000000004", "0.3"),
            ("-2", "-2"),
            ("-0.0", "0"),
            ("1E-3", "0.001"),
            (" 12 ", "12"),
            ("9434765919123456789", "9434765919123456789"),
        ] {
            assert_eq!(number(text).as_deref(), Some(full), "{text}");
        }
        assert_eq!(number("1E308").map(|full| full.len()), Some(309));
        for text in ["", "-", "NaN", "inf", "1E999", "twelve", "0x10"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn digits_that_a_format_shows_are_kept() {
        assert_eq!(padded("123", 6), "000123");
        assert_eq!(padded("1234567", 6), "1234567");
        assert_eq!(padded("-1", 6), "-1");
    }

    fn shown(text: &str, is_1904: bool) -> Cell {
        moment(text, Shown::DateTime, is_1904)
    }

    #[test]
    fn days_are_counted_from_1900_or_from_1904() {
        let day = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(shown("1", false), day("1900-01-01"));
        assert_eq!(shown("59", false), day("1900-02-28"));
        assert_eq!(shown("60", false), Cell::OddDate("60".into()));
        assert_eq!(shown("61", false), day("1900-03-01"));
        assert_eq!(shown("39539", false), day("2008-04-01"));
        assert_eq!(shown("38077", true), day("2008-04-01"));
        assert_eq!(shown("0", true), day("1904-01-01"));
        assert_eq!(shown("2958465", false), day("9999-12-31"));
        for text in ["0", "0.5", "-1", "2958466", "1E300"] {
            assert!(matches!(shown(text, false), Cell::OddDate(_)), "{text}");
        }
        assert_eq!(shown("NaN", false), Cell::Error);
    }

    #[test]
    fn a_time_is_told_where_the_format_shows_one() {
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(shown("39539.395833333336", false), text("2008-04-01T09:30"));
        assert_eq!(moment("39539.395833333336", Shown::Date, false), text("2008-04-01"));
        assert_eq!(shown("39539.999999999", false), text("2008-04-02"));
        assert_eq!(moment("0.395833333333333", Shown::Time, false), text("09:30"));
        assert_eq!(moment("1.5", Shown::Time, false), Cell::Number("1.5".into()));
    }

    #[test]
    fn dates_that_are_written_out_keep_their_day_and_their_minutes() {
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(iso("2008-04-01"), text("2008-04-01"));
        assert_eq!(iso("2008-04-01T00:00:00"), text("2008-04-01"));
        assert_eq!(iso("2008-04-01T09:30:15.5"), text("2008-04-01T09:30"));
        assert_eq!(iso("2008-04-01Té"), text("2008-04-01"));
        assert_eq!(iso_time("PT09H30M00S"), text("09:30"));
        assert_eq!(iso_time("PT1H"), text("PT1H"));
    }
}
