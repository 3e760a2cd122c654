//! Gifts: in an emergency an agency gives what it holds about a person to somebody by name.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use crate::agency::AgencyKind;
use crate::agreement::{Gateway, Reach, SharingWords, names_basis};
use crate::policy::FieldClass;
use crate::user::DisplayName;

/// For how many hours something is given at most: an emergency is over or becomes a case by then,
/// and a case has agencies that are involved in it. UK GDPR, article 5(1)(c) and (e), asks for no
/// more and no longer than is needed; the number is ours.
pub const GIFT_HOURS_MOST: u16 = 72;

/// What is given, why, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GiftTerms {
    pub classes: BTreeSet<FieldClass>,
    pub gateway: Gateway,
    /// Why it cannot wait, and why no less would do.
    pub necessity: SharingWords,
    pub decided_by: DisplayName,
    pub hours: u16,
}

/// Why something cannot be given like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum GiftRefused {
    #[error("who it is and in which case belong to it: without these two the rest tells nothing")]
    LacksBasis,
    #[error("choose 1 to {GIFT_HOURS_MOST} hours")]
    Hours,
    #[error(
        "this gateway does not reach the agency of whoever you give it to: choose another one, \
         such as vital interests"
    )]
    NotReached,
}

impl GiftTerms {
    /// Whether this can be given to somebody of an agency of this kind. Whoever acts for an
    /// authority shows that in an agreement; in an emergency nobody can look that up.
    ///
    /// # Errors
    /// [`GiftRefused`], the first that applies.
    pub fn check(&self, recipient: AgencyKind) -> Result<(), GiftRefused> {
        if !names_basis(&self.classes) {
            return Err(GiftRefused::LacksBasis);
        }
        if !(1..=GIFT_HOURS_MOST).contains(&self.hours) {
            return Err(GiftRefused::Hours);
        }
        match self.gateway.reach(recipient) {
            Reach::Itself => Ok(()),
            Reach::OnBehalf | Reach::Nobody => Err(GiftRefused::NotReached),
        }
    }

    /// The moment at which a gift that is made at `given_at` ends by itself.
    pub fn ends_at(&self, given_at: Timestamp) -> Timestamp {
        let hours = SignedDuration::from_hours(i64::from(self.hours));
        given_at.saturating_add(hours).unwrap_or(given_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::BASIS_CLASSES;

    fn terms() -> GiftTerms {
        GiftTerms {
            classes: BTreeSet::from(BASIS_CLASSES),
            gateway: Gateway::VitalInterests,
            necessity: SharingWords::parse("He was seen at her door.").unwrap(),
            decided_by: DisplayName::parse("PS Beth Farrow").unwrap(),
            hours: 24,
        }
    }

    #[test]
    fn a_gift_lasts_one_to_seventy_two_hours() {
        for (hours, expected) in
            [(0, Err(GiftRefused::Hours)), (1, Ok(())), (72, Ok(())), (73, Err(GiftRefused::Hours))]
        {
            let terms = GiftTerms { hours, ..terms() };
            assert_eq!(terms.check(AgencyKind::Housing), expected, "{hours}");
        }
        let now: Timestamp = "2026-11-24T09:00:00Z".parse().unwrap();
        assert_eq!(terms().ends_at(now).to_string(), "2026-11-25T09:00:00Z");
    }

    #[test]
    fn a_gift_says_who_it_is_about_and_in_which_case() {
        let terms = GiftTerms { classes: BTreeSet::from([FieldClass::Identity]), ..terms() };
        assert_eq!(terms.check(AgencyKind::Police), Err(GiftRefused::LacksBasis));
    }

    #[test]
    fn section_115_gives_nothing_to_a_charity_in_an_emergency_and_vital_interests_do() {
        let terms = GiftTerms { gateway: Gateway::CrimeAndDisorder, ..terms() };
        assert_eq!(terms.check(AgencyKind::Police), Ok(()));
        assert_eq!(terms.check(AgencyKind::VoluntarySector), Err(GiftRefused::NotReached));
        assert_eq!(self::terms().check(AgencyKind::VoluntarySector), Ok(()));
    }
}
