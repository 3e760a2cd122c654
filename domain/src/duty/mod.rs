//! The duty team of an agency: who is on it, for how long, and how long it may be called to a case.

use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use crate::user::Role;

/// Hours that one duty, or one call, lasts at most: a day of the roster. Whoever needs a case
/// longer than that works on it, and the coordinator says so.
pub const DUTY_HOURS_MOST: u16 = 24;
/// Days ahead that a duty can be entered: a roster is made by the month.
pub const DUTY_DAYS_AHEAD: i64 = 31;

/// From when until when somebody is on duty: the last instant is the first one off it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DutyHours {
    pub from: Timestamp,
    pub until: Timestamp,
}

/// Why hours cannot be those of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DutyRefused {
    #[error("choose 1 to {DUTY_HOURS_MOST} hours")]
    Hours,
    #[error("it would be over already: choose when it begins")]
    Over,
    #[error("choose a day within the next {DUTY_DAYS_AHEAD} days")]
    TooFarAhead,
}

impl DutyHours {
    /// So many hours from an instant on, entered at `entered`.
    ///
    /// # Errors
    /// No hour or more than [`DUTY_HOURS_MOST`]; hours that are over; more than
    /// [`DUTY_DAYS_AHEAD`] days ahead.
    pub fn new(from: Timestamp, hours: u16, entered: Timestamp) -> Result<Self, DutyRefused> {
        let until = until(from, hours)?;
        let ahead = SignedDuration::from_hours(24 * DUTY_DAYS_AHEAD);
        if until <= entered {
            return Err(DutyRefused::Over);
        }
        if ahead < from.duration_since(entered) {
            return Err(DutyRefused::TooFarAhead);
        }
        Ok(Self { from, until })
    }

    pub fn holds(self, at: Timestamp) -> bool {
        self.from <= at && at < self.until
    }

    /// Whether there is an instant in both.
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.until && other.from < self.until
    }
}

/// When a call of so many hours, made at an instant, ends: the first instant at which it opens
/// nothing any more.
///
/// # Errors
/// No hour or more than [`DUTY_HOURS_MOST`].
pub fn until(from: Timestamp, hours: u16) -> Result<Timestamp, DutyRefused> {
    if !(1..=DUTY_HOURS_MOST).contains(&hours) {
        return Err(DutyRefused::Hours);
    }
    from.checked_add(SignedDuration::from_hours(i64::from(hours))).map_err(|_| DutyRefused::Hours)
}

/// Whether somebody of this role can be put on duty: who is asked for help in the night. Whoever
/// only counts, chairs or oversees is not.
pub const fn serves(role: Role) -> bool {
    match role {
        Role::Coordinator
        | Role::Representative
        | Role::Deputy
        | Role::Idva
        | Role::IdvaLead
        | Role::Referrer => true,
        Role::Administrator
        | Role::Grantor
        | Role::Chair
        | Role::Analyst
        | Role::Manager
        | Role::PrivacyOfficer
        | Role::ProgrammeCoordinator => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_duty_lasts_one_to_twenty_four_hours_and_no_instant_longer() {
        let evening = at("2026-11-24T18:00:00Z");
        for (hours, expected) in [(0, false), (1, true), (24, true), (25, false)] {
            assert_eq!(DutyHours::new(evening, hours, evening).is_ok(), expected, "{hours}");
            assert_eq!(until(evening, hours).is_ok(), expected, "{hours}");
        }
        let night = DutyHours::new(evening, 12, evening).unwrap();
        let instant = SignedDuration::from_micros(1);
        for (asked, holds) in [
            (night.from - instant, false),
            (night.from, true),
            (night.until - instant, true),
            (night.until, false),
        ] {
            assert_eq!(night.holds(asked), holds, "{asked}");
        }
    }

    #[test]
    fn what_is_over_or_too_far_ahead_is_no_duty() {
        let evening = at("2026-11-24T18:00:00Z");
        let hours = |from: &str| DutyHours::new(at(from), 12, evening).err();
        assert_eq!(hours("2026-11-24T06:00:00Z"), Some(DutyRefused::Over));
        assert_eq!(hours("2026-11-24T06:00:00.000001Z"), None);
        assert_eq!(hours("2026-12-25T18:00:00Z"), None);
        assert_eq!(hours("2026-12-25T18:00:00.000001Z"), Some(DutyRefused::TooFarAhead));
    }

    #[test]
    fn one_duty_that_begins_when_another_ends_does_not_overlap_it() {
        let hours = |from: &str, until: &str| DutyHours { from: at(from), until: at(until) };
        let night = hours("2026-11-24T18:00:00Z", "2026-11-25T06:00:00Z");
        let day = hours("2026-11-25T06:00:00Z", "2026-11-25T18:00:00Z");
        let early = hours("2026-11-25T05:59:59Z", "2026-11-25T18:00:00Z");
        assert!(!night.overlaps(day) && !day.overlaps(night));
        assert!(night.overlaps(early) && early.overlaps(night) && night.overlaps(night));
    }

    #[test]
    fn whoever_only_counts_chairs_or_oversees_serves_on_no_duty_team() {
        let serving = Role::ALL.iter().filter(|role| serves(**role)).count();
        assert_eq!(serving, 6);
        assert!(!serves(Role::Analyst) && !serves(Role::PrivacyOfficer));
    }
}
