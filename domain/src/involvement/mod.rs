//! Involvement: which agencies work on a case, besides whoever holds it and whoever referred it.

use jiff::civil::Date;

use crate::coded::coded;

coded! {
    /// What an agency has to do with a case.
    InvolvementPart {
        Assigned = "assigned", "Works on the case";
        Invited = "invited", "Invited to the meeting that will hear it";
        /// Reads nothing of the case: its people learn that there is a risk, and no more.
        PerpetratorSide = "perpetrator_side", "Works with the alleged perpetrator";
    }
}

/// From when and until when an agency is involved: both days are within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvolvementDays {
    pub from: Date,
    pub until: Option<Date>,
}

impl InvolvementDays {
    /// Nothing where the last day lies before the first.
    pub fn new(from: Date, until: Option<Date>) -> Option<Self> {
        let days = Self { from, until };
        until.is_none_or(|until| from <= until).then_some(days)
    }

    pub fn holds(self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|until| on <= until)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_involvement_holds_from_its_first_day_to_its_last() {
        let days = InvolvementDays::new(date(2026, 4, 1), Some(date(2026, 4, 3))).unwrap();
        for (day, holds) in [(31, false), (1, true), (3, true), (4, false)] {
            let month = if day == 31 { 3 } else { 4 };
            assert_eq!(days.holds(date(2026, month, day)), holds, "{day}");
        }
        assert!(InvolvementDays::new(date(2026, 4, 1), None).unwrap().holds(Date::MAX));
    }

    #[test]
    fn a_last_day_before_the_first_is_none() {
        assert_eq!(InvolvementDays::new(date(2026, 4, 2), Some(date(2026, 4, 1))), None);
        assert!(InvolvementDays::new(date(2026, 4, 2), Some(date(2026, 4, 2))).is_some());
    }
}
