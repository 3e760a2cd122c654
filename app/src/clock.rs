//! What time it is: the system's clock, or one that tests and the demo county set.

use crate::db::to_microsecond;
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use parking_lot::Mutex;
use std::sync::Arc;

/// The zone of everyone who uses Wicken: days begin and clocks change as they do in London.
#[must_use]
pub fn london() -> TimeZone {
    // The zone is bundled in the binary; without it UTC would be an hour wrong in summer.
    TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)
}

/// The day in London at that instant.
#[must_use]
pub fn day_of(at: Timestamp) -> Date {
    at.to_zoned(london()).date()
}

/// The clock of an `App`. Clones of a set clock show the same time.
#[derive(Debug, Clone)]
pub enum Clock {
    System,
    Set(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// A clock that stands still until it is moved.
    #[must_use]
    pub fn set_to(now: Timestamp) -> Clock {
        Clock::Set(Arc::new(Mutex::new(now)))
    }

    /// To the microsecond, which is what both databases keep.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
        to_microsecond(match self {
            Clock::System => Timestamp::now(),
            Clock::Set(now) => *now.lock(),
        })
    }

    /// One number for all clones of a set clock, as long as one of them lives.
    #[cfg(feature = "testing")]
    pub(crate) fn number(&self) -> usize {
        match self {
            Clock::System => 0,
            Clock::Set(now) => Arc::as_ptr(now).addr(),
        }
    }

    /// Puts a set clock at `then`; the system's clock is nobody's to move.
    pub fn put(&self, then: Timestamp) {
        if let Clock::Set(now) = self {
            *now.lock() = then;
        }
    }

    /// Moves a set clock on.
    pub fn advance(&self, by: SignedDuration) {
        match self {
            Clock::System => {}
            Clock::Set(now) => {
                let mut now = now.lock();
                *now = now.saturating_add(by).unwrap_or(*now);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summer_night_belongs_to_the_next_day_in_london() {
        let day = |text: &str| day_of(text.parse().unwrap()).to_string();
        assert_eq!(day("2026-07-01T22:59:59Z"), "2026-07-01");
        assert_eq!(day("2026-07-01T23:00:00Z"), "2026-07-02");
        assert_eq!(day("2026-12-31T23:30:00Z"), "2026-12-31");
    }
}
