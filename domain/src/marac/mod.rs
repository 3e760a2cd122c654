//! A referral asks a MARAC to hear a case: one victim and their perpetrator or perpetrators.

pub mod new;
pub mod office;
pub mod repeat;

use crate::coded::coded;

pub use new::NewReferral;
pub use office::{Hears, MaracPart, OfficeHolder, Post};

coded! {
    /// What became of a referral.
    ReferralStatus {
        Accepted = "accepted", "accepted";
        Submitted = "submitted", "submitted";
        Returned = "returned", "returned";
        ScreenedOut = "screened_out", "screened out";
        Withdrawn = "withdrawn", "withdrawn";
        /// From another MARAC, because the victim moved here.
        TransferredIn = "transferred_in", "transferred in";
        TransferredOut = "transferred_out", "transferred out";
    }
}

impl ReferralStatus {
    /// Whether the MARAC took it on, so that it counts as a case once it is heard.
    pub fn is_accepted(self) -> bool {
        match self {
            Self::Accepted | Self::TransferredIn => true,
            Self::Submitted
            | Self::Returned
            | Self::ScreenedOut
            | Self::Withdrawn
            | Self::TransferredOut => false,
        }
    }

    /// Whether the twelve months within which a further incident is a repeat begin with it.
    pub fn starts_clock(self) -> bool {
        self.is_accepted()
    }
}

coded! {
    /// A route to the MARAC; any one of the four suffices.
    Criterion {
        ProfessionalJudgement = "professional_judgement", "professional judgement";
        /// The number of yes answers on the risk checklist.
        VisibleHighRisk = "visible_high_risk", "visible high risk";
        PotentialEscalation = "potential_escalation", "potential escalation";
        Repeat = "repeat", "repeat";
    }
}

coded! {
    /// How the case came before the MARAC.
    MeetingKind {
        Ordinary = "ordinary", "ordinary";
        /// Called for one case that cannot wait.
        Emergency = "emergency", "emergency";
    }
}

coded! {
    /// What sort of body refers, as the national dataset groups them.
    ReferrerKind {
        Police = "police", "police";
        Idva = "idva", "IDVA";
        ChildrensSocialCare = "childrens_social_care", "children's social care";
        AdultSocialCare = "adult_social_care", "adult social care";
        PrimaryCare = "primary_care", "primary care";
        SecondaryCare = "secondary_care", "secondary care";
        MentalHealth = "mental_health", "mental health";
        Probation = "probation", "probation";
        Education = "education", "education";
        Housing = "housing", "housing";
        /// Multi-agency safeguarding hub.
        Mash = "mash", "safeguarding hub (MASH)";
        SubstanceMisuse = "substance_misuse", "drug and alcohol service";
        VoluntarySector = "voluntary_sector", "voluntary sector";
        Other = "other", "other";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_and_transferred_in_count_and_start_the_clock_and_no_other_status_does() {
        for status in ReferralStatus::ALL {
            let counts = matches!(status.code(), "accepted" | "transferred_in");
            assert_eq!(status.is_accepted(), counts, "{status:?}");
            assert_eq!(status.starts_clock(), counts, "{status:?}");
        }
        assert_eq!(ReferralStatus::ALL.len(), 7);
    }

    #[test]
    fn criteria_and_referrers_are_read_by_code_and_words() {
        assert_eq!(Criterion::from_file("Visible High Risk"), Some(Criterion::VisibleHighRisk));
        assert_eq!(
            ReferrerKind::from_file("Children's Social Care").unwrap().code(),
            "childrens_social_care"
        );
        assert_eq!(ReferrerKind::ALL.len(), 14);
        assert_eq!(MeetingKind::from_file("weekly"), None);
    }
}
