//! From a cell's text to a value: dates, times, numbers, yes and no, postcodes.

use domain::person::Unanswered;
use jiff::{
    civil::{Date, DateTime, Time},
    tz::{Offset, TimeZone},
};

/// Years before and after are taken for a slip of the hand.
const YEARS: std::ops::RangeInclusive<i16> = 1850..=2199;

/// A date as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dated {
    pub date: Date,
    /// In London; where a time was given with it.
    pub at: Option<DateTime>,
    /// Written `DD/MM/YYYY`.
    pub is_ddmmyyyy: bool,
}

/// `2008-04-01` or `01/04/2008`, each with or without a time; without an offset it is London's.
pub(super) fn parse_dated(text: &str, london: &TimeZone) -> Option<Dated> {
    let (day, rest) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some(text[at + 1..].trim())),
        None => (text, None),
    };
    let (date, is_ddmmyyyy) = parse_day(day)?;
    let Some(rest) = rest else {
        return Some(Dated { date, at: None, is_ddmmyyyy });
    };
    let (clock, offset) = split_offset(rest)?;
    let at = date.to_datetime(parse_clock(clock)?);
    let at = match offset {
        None => at,
        Some(offset) => offset.to_timestamp(at).ok()?.to_zoned(london.clone()).datetime(),
    };
    Some(Dated { date: at.date(), at: Some(at), is_ddmmyyyy })
}

fn parse_day(text: &str) -> Option<(Date, bool)> {
    let (year, month, day, is_ddmmyyyy) = if text.contains('/') {
        let mut parts = text.split('/');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || !(is_digits(day, 1..=2) && is_digits(month, 1..=2)) {
            return None;
        }
        (year, month, day, true)
    } else {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || !(is_digits(day, 2..=2) && is_digits(month, 2..=2)) {
            return None;
        }
        (year, month, day, false)
    };
    if !is_digits(year, 4..=4) {
        return None;
    }
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    YEARS.contains(&date.year()).then_some((date, is_ddmmyyyy))
}

fn is_digits(text: &str, count: std::ops::RangeInclusive<usize>) -> bool {
    count.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn split_offset(text: &str) -> Option<(&str, Option<Offset>)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, Some(Offset::UTC)));
    }
    let Some(at) = text.find(['+', '-']) else {
        return Some((text, None));
    };
    let sign = if text[at..].starts_with('-') { -1 } else { 1 };
    let digits = text[at + 1..].replace(':', "");
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "0"),
        4 => digits.split_at(2),
        _ => return None,
    };
    if !is_digits(&digits, 2..=4) {
        return None;
    }
    let minutes: i32 = minutes.parse().ok().filter(|minutes| *minutes < 60)?;
    let seconds = sign * (hours.parse::<i32>().ok()? * 3600 + minutes * 60);
    Some((text[..at].trim_end(), Some(Offset::from_seconds(seconds).ok()?)))
}

/// `14:30`, `14:30:05` or `14:30:05.123`; what is below a second is left out.
fn parse_clock(text: &str) -> Option<Time> {
    let (text, below) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<&str> = text.split(':').collect();
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (hour, minute, &"00"),
        [hour, minute, second] => (hour, minute, second),
        _ => return None,
    };
    let is_clock = is_digits(hour, 1..=2)
        && is_digits(minute, 2..=2)
        && is_digits(second, 2..=2)
        && is_digits(below, 1..=9);
    if !is_clock {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, second.parse().ok()?, 0).ok()
}

/// `yes` or `no`. That it is not known, was not asked or was not said is none of both.
pub(super) fn parse_flag(text: &str) -> Option<Option<bool>> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" => Some(Some(true)),
        "no" | "n" | "false" | "0" => Some(Some(false)),
        other => Unanswered::from_file(other).map(|_| None),
    }
}

pub(super) fn parse_count(text: &str) -> Option<u16> {
    if is_digits(text, 1..=5) { text.parse().ok() } else { None }
}

/// A number of years that someone can have lived.
pub(super) fn parse_age(text: &str) -> Option<u8> {
    parse_count(text).and_then(|years| u8::try_from(years).ok()).filter(|years| *years <= 120)
}

pub(super) fn parse_score(text: &str) -> Option<u8> {
    parse_count(text).and_then(|score| u8::try_from(score).ok())
}

/// In capitals with one space, if it has the shape of a British postcode (BS 7666).
pub(crate) fn parse_postcode(text: &str) -> Option<String> {
    let plain: String =
        text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
    let shape: String = plain
        .chars()
        .map(|c| match c {
            'A'..='Z' => 'A',
            '0'..='9' => '9',
            _ => '?',
        })
        .collect();
    let inward = shape.strip_suffix("9AA")?;
    if !["A9", "A99", "AA9", "AA99", "A9A", "AA9A"].contains(&inward) && plain != "GIR0AA" {
        return None;
    }
    let (outward, inward) = plain.split_at(plain.len() - 3);
    Some(format!("{outward} {inward}"))
}

/// Whether a text can be dialled: six digits at least.
pub(super) fn is_phone(text: &str) -> bool {
    6 <= text.chars().filter(char::is_ascii_digit).count()
}

/// Whether a text can be an address of e-mail: something, an @ and something.
pub(super) fn is_email(text: &str) -> bool {
    text.split(';').all(|one| {
        one.trim().rsplit_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
    })
}

/// Whether a text is the name of somebody, and not a word for "not known".
pub(super) fn is_name(text: &str) -> bool {
    let lower = text.to_lowercase();
    let says_nothing = ["unknown", "n/k", "n/a", "not given", "no name", "anonymous"];
    text.chars().any(char::is_alphabetic)
        && !says_nothing.contains(&lower.as_str())
        && Unanswered::from_file(text).is_none()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::clock::london;

    #[test]
    fn a_day_is_read_in_two_ways_and_in_no_other() {
        let on = date(2008, 4, 1);
        for text in ["2008-04-01", "01/04/2008", "1/4/2008"] {
            let is_ddmmyyyy = text.contains('/');
            let dated = Dated { date: on, at: None, is_ddmmyyyy };
            assert_eq!(parse_dated(text, &london()), Some(dated), "{text:?}");
        }
        for text in [
            "",
            "2008",
            "2008-4-1",
            "2008-04-31",
            "31/04/2008",
            "2007-02-29",
            "04/13/2008",
            "01/04/08",
            "01-04-2008",
            "2008/04/01",
            "39539",
            "1 April 2008",
            "1849-12-31",
            "2200-01-01",
            "-2008-04-01",
            "2008-04-01-",
            "01/04/2008/1",
            "２００８-04-01",
        ] {
            assert_eq!(parse_dated(text, &london()), None, "{text:?}");
        }
        assert!(parse_dated("1850-01-01", &london()).is_some());
        assert!(parse_dated("2199-12-31", &london()).is_some());
        assert!(parse_dated("29/02/2008", &london()).is_some());
    }

    #[test]
    fn a_time_is_london_s_unless_an_offset_says_otherwise() {
        let check = |text: &str, expected: DateTime| {
            let dated = parse_dated(text, &london()).unwrap_or_else(|| panic!("{text:?}"));
            assert_eq!((dated.at, dated.date), (Some(expected), expected.date()), "{text:?}");
        };
        let evening = date(2008, 6, 30).at(23, 30, 0, 0);
        check("2008-06-30T23:30", evening);
        check("2008-06-30 23:30:00", evening);
        check("30/06/2008 23:30", evening);
        check("2008-06-30T23:30+01:00", evening);
        check("2008-06-30T22:30Z", evening);
        check("2008-06-30T22:30:00.000Z", evening);
        check("2008-06-30T22:30+0000", evening);
        check("2008-07-01T00:30+02", evening);
        // In winter London is UTC; in summer the day begins an hour earlier there.
        check("2008-12-31T23:30Z", date(2008, 12, 31).at(23, 30, 0, 0));
        check("2008-06-30T23:30Z", date(2008, 7, 1).at(0, 30, 0, 0));
        for text in [
            "2008-06-30T",
            "2008-06-30T24:00",
            "2008-06-30T23:60",
            "2008-06-30T2330",
            "2008-06-30T23:30+1",
            "2008-06-30T23:30+01:60",
            "2008-06-30T23:30+30:00",
            "2008-06-30Tnoon",
            "T23:30",
            "2008-06-30T23:30:00.Z",
            "2008-06-31T10:00",
        ] {
            assert_eq!(parse_dated(text, &london()), None, "{text:?}");
        }
    }

    #[test]
    fn yes_and_no_are_read_and_what_was_not_answered_is_neither() {
        assert_eq!(parse_flag("Yes"), Some(Some(true)));
        assert_eq!(parse_flag("N"), Some(Some(false)));
        assert_eq!(parse_flag("not_known"), Some(None));
        for text in ["", "maybe", "yes!", "2"] {
            assert_eq!(parse_flag(text), None, "{text:?}");
        }
    }

    #[test]
    fn numbers_are_digits_and_stay_within_their_bounds() {
        assert_eq!(parse_count("0"), Some(0));
        assert_eq!(parse_count("65535"), Some(65535));
        for text in ["", "65536", "-1", "+1", "1.0", "two", "1e3", " 1"] {
            assert_eq!(parse_count(text), None, "{text:?}");
        }
        assert_eq!((parse_age("120"), parse_age("121")), (Some(120), None));
        assert_eq!((parse_score("255"), parse_score("256")), (Some(255), None));
    }

    #[test]
    fn a_postcode_has_one_of_six_shapes() {
        for (text, postcode) in [
            ("cb1 2ab", "CB1 2AB"),
            ("CB12AB", "CB1 2AB"),
            (" pe 29 3 xy", "PE29 3XY"),
            ("W1A 0AX", "W1A 0AX"),
            ("EC1A 1BB", "EC1A 1BB"),
            ("M1 1AE", "M1 1AE"),
            ("B33 8TH", "B33 8TH"),
            ("gir 0aa", "GIR 0AA"),
        ] {
            assert_eq!(parse_postcode(text).as_deref(), Some(postcode), "{text:?}");
        }
        for text in ["", "CB1", "CB1 2A", "CB1 2A3", "1CB 2AB", "CB123 2AB", "CB1 2AB!", "ÇB1 2AB"]
        {
            assert_eq!(parse_postcode(text), None, "{text:?}");
        }
    }

    #[test]
    fn words_for_not_known_are_nobody_s_name() {
        for name in ["Asha", "O'Brien", "王", "Na", "Null"] {
            assert!(is_name(name), "{name:?}");
        }
        for text in ["Unknown", "N/K", "not_known", "Not Known", "?", "-", "...", "123"] {
            assert!(!is_name(text), "{text:?}");
        }
    }
}
