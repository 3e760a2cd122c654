//! When an incident is a repeat: its victim was a victim in another one within twelve months.
//!
//! No national counting rule for a repeat victim was found; areas have counted addresses, crimes
//! and people. Here it is the same named victim, by the day of the report, in any area.

use jiff::civil::{Date, DateTime};

use crate::dates::plus_12_months;
use crate::ids::IncidentId;

/// What the rule needs to know of one incident of one victim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenIncident {
    pub id: IncidentId,
    pub reported_on: Date,
    /// London local, where the agency sent a time.
    pub reported_at: Option<DateTime>,
    /// Neither cancelled nor found to be not domestic.
    pub is_live: bool,
}

impl SeenIncident {
    /// By day, then by time of day where there is one, then by id, so that it never hangs on the
    /// order in which rows come.
    fn order(&self) -> (Date, Option<DateTime>, IncidentId) {
        (self.reported_on, self.reported_at, self.id)
    }

    fn is_within_twelve_months_after(&self, earlier: &Self) -> bool {
        self.reported_on <= plus_12_months(earlier.reported_on)
    }
}

/// The latest live incident of the same victim that was reported on an earlier day, if `own` was
/// reported no later than twelve months after it, that day included: then `own` is a repeat.
///
/// A time of day is no earlier day: two reports of one evening are no repeat of each other. What
/// was cancelled or not domestic is no repeat and makes none. `of_this_victim` may hold `own`.
pub fn earlier_within_year(
    own: &SeenIncident,
    of_this_victim: &[SeenIncident],
) -> Option<IncidentId> {
    let earlier = of_this_victim
        .iter()
        .filter(|seen| seen.is_live && seen.reported_on < own.reported_on)
        .max_by_key(|seen| seen.order())?;
    (own.is_live && own.is_within_twelve_months_after(earlier)).then_some(earlier.id)
}

/// [`earlier_within_year`] for every incident of one victim that is a repeat: its id, and the
/// earlier one's. In the order of the reports; as fast as sorting them.
pub fn repeats_of_victim(of_this_victim: &[SeenIncident]) -> Vec<(IncidentId, IncidentId)> {
    let mut live: Vec<_> = of_this_victim.iter().filter(|seen| seen.is_live).collect();
    live.sort_by_key(|seen| seen.order());
    let mut repeats = Vec::new();
    let mut earlier: Option<&SeenIncident> = None;
    for day in live.chunk_by(|one, next| one.reported_on == next.reported_on) {
        if let Some(earlier) = earlier {
            let within = day.iter().filter(|seen| seen.is_within_twelve_months_after(earlier));
            repeats.extend(within.map(|seen| (seen.id, earlier.id)));
        }
        earlier = day.last().copied();
    }
    repeats
}
