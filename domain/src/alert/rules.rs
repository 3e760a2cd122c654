//! From how many on something is worth a look: data with a version, never numbers in code.

/// The thresholds of the detectors. An alert keeps the version by which it was raised.
///
/// None of the numbers stands in guidance. Each is a default to configure, chosen on the side of
/// few alerts: an inbox that is always full is read by nobody. They were tried on ordinary work of
/// an invented county, with planted cases; an agency that measures its own work should set its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DetectionRules {
    pub version: u16,
    /// Different people opened within an hour: this many at least, ...
    pub people_an_hour: u32,
    /// ... and so many times as many as on a usual *day*, of their own or of their role.
    pub hour_times_usual_day: u32,
    /// Different people opened within a day: this many at least, ...
    pub people_a_day: u32,
    /// ... and so many times as many as on a usual day.
    pub day_times_usual_day: u32,
    /// Searches of a day that nothing came of: this many at least, ...
    pub searches_in_vain: u32,
    /// ... and this share of all searches of the day, in hundredths.
    pub searches_in_vain_percent: u32,
    /// Months since the last case. Within twelve months a further incident counts as a repeat, so
    /// a case is looked up again for good reason; this is twice that.
    pub dormant_months: i32,
    /// Minutes after a search with a purpose in which the purpose stands for a look.
    pub purpose_minutes: i64,
    /// Times that glass was broken within [`Self::glass_days`].
    pub glass_times: u32,
    pub glass_days: i32,
    /// Different people whose whereabouts were opened within a day.
    pub whereabouts_a_day: u32,
}

/// The rules in force.
pub const DETECTION_TODAY: DetectionRules = DetectionRules {
    version: 1,
    people_an_hour: 20,
    hour_times_usual_day: 2,
    people_a_day: 40,
    day_times_usual_day: 4,
    searches_in_vain: 10,
    searches_in_vain_percent: 75,
    dormant_months: 24,
    purpose_minutes: 60,
    glass_times: 3,
    glass_days: 28,
    whereabouts_a_day: 5,
};
