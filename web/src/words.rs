//! Wording that several pages share.

use app::london;
use domain::policy::{Denial, DenialReason};
use jiff::{Timestamp, civil::Date};

/// `24 November 2026 at 9:30am`, in the time of London.
pub(crate) fn instant(instant: Timestamp) -> String {
    let zoned = instant.to_zoned(london());
    let (hour, half) = match zoned.hour() {
        0 => (12, "am"),
        hour @ 1..=11 => (hour, "am"),
        12 => (12, "pm"),
        hour => (hour - 12, "pm"),
    };
    let month = zoned.strftime("%B").to_string();
    let (day, year, minute) = (zoned.day(), zoned.year(), zoned.minute());
    format!("{day} {month} {year} at {hour}:{minute:02}{half}")
}

/// `24 Nov 2026, 9:30am`, where there is little room.
pub(crate) fn short_instant(instant: Timestamp) -> String {
    let words = self::instant(instant);
    let month = instant.to_zoned(london()).strftime("%B").to_string();
    words.replace(&month, &month[..3]).replace(" at ", ", ")
}

/// `24 November 2026`
pub(crate) fn day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

pub(crate) fn denial(denial: &Denial) -> &'static str {
    match denial.reason {
        DenialReason::NotGranted => "Your role does not include this.",
        DenialReason::Forbidden(_) => "The rules of the partnership do not allow this.",
        DenialReason::NeedsFreshSignIn => "Sign in again to do this.",
    }
}

/// A sentence begins with a capital and ends with a full stop.
pub(crate) fn capital(text: &str) -> String {
    let mut sentence = capital_word(text);
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}

/// A word or name at the beginning of a line.
pub(crate) fn capital_word(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// A reference to find an error in the log by: it means nothing by itself.
pub(crate) fn reference() -> String {
    let token = app::reference();
    format!("{}-{}", &token[..4], &token[4..8]).to_uppercase()
}

/// For a query: what is not plainly safe is percent-encoded.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_./~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_told_in_the_time_of_london() {
        for (utc, words) in [
            ("2026-11-24T09:05:00Z", "24 November 2026 at 9:05am"),
            ("2026-07-01T12:00:00Z", "1 July 2026 at 1:00pm"),
            ("2026-11-24T00:00:00Z", "24 November 2026 at 12:00am"),
            ("2026-11-24T12:30:00Z", "24 November 2026 at 12:30pm"),
        ] {
            assert_eq!(instant(utc.parse().unwrap()), words);
        }
    }

    #[test]
    fn what_goes_into_a_query_cannot_end_it() {
        assert_eq!(escaped("/a?b=c&d #"), "/a%3Fb%3Dc%26d%20%23");
    }
}
