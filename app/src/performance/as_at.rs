//! The end of a day, which is London's.

use super::store::At;
use crate::clock::{day_of, london};
use jiff::{Timestamp, civil::Date};

/// After everything that is recorded: the first instant of the year 9999.
pub(super) const NEVER: Timestamp = Timestamp::constant(253_370_764_800, 0);

/// The instant at which `day` is over; nothing at the end of the calendar.
pub(super) fn end_of(day: Date) -> Option<Timestamp> {
    Some(day.tomorrow().ok()?.to_zoned(london()).ok()?.timestamp())
}

/// Which rows are in force at the end of `day`, and the instant before which they were recorded.
/// Today is not over: what is in force now is what there is.
pub(super) fn at(day: Date, now: Timestamp) -> (At, Timestamp) {
    match end_of(day) {
        Some(end) if day < day_of(now) => (At::Past(end), end),
        Some(_) | None => (At::Now, NEVER),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_summer_day_ends_an_hour_earlier_than_in_greenwich() {
        let instant = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(end_of(date(2026, 7, 1)), Some(instant("2026-07-01T23:00:00Z")));
        assert_eq!(end_of(date(2026, 1, 1)), Some(instant("2026-01-02T00:00:00Z")));
    }

    #[test]
    fn only_a_day_that_is_over_is_past() {
        let now = "2026-07-02T10:00:00Z".parse().unwrap();
        assert!(matches!(at(date(2026, 7, 1), now).0, At::Past(_)));
        assert_eq!(at(date(2026, 7, 2), now).0, At::Now);
        assert_eq!(at(date(2027, 1, 1), now).0, At::Now);
    }
}
