//! A gateway is the law that lets an agency give what it holds to another, and whom it reaches.

use crate::agency::AgencyKind;
use crate::coded::coded;

coded! {
    /// The law on which something is given. Which of them hold in a case is for people to say;
    /// whom each reaches is checked.
    Gateway {
        /// Section 115(2) lists the authorities; section 115(1)(b) adds whoever acts for one.
        CrimeAndDisorder = "crime_and_disorder_s115", "Crime and Disorder Act 1998, section 115";
        /// Subsections (9) to (11): a duty to help a local authority's enquiries.
        ChildrenEnquiry = "children_act_s47", "Children Act 1989, section 47";
        /// UK GDPR, article 9(2)(g), with the condition that Parliament set.
        Safeguarding = "safeguarding",
            "Substantial public interest: safeguarding (Data Protection Act 2018, Schedule 1, 18)";
        /// As above.
        UnlawfulActs = "unlawful_acts",
            "Substantial public interest: unlawful acts (Data Protection Act 2018, Schedule 1, 10)";
        /// UK GDPR, articles 6(1)(d) and 9(2)(c).
        VitalInterests = "vital_interests", "Vital interests: to protect somebody's life";
        /// UK GDPR, articles 6(1)(a) and 9(2)(a).
        Consent = "consent", "Consent of the person";
    }
}

/// Whether a gateway lets an agency of a kind receive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Itself,
    /// Only where it acts on behalf of an authority that the law names.
    OnBehalf,
    Nobody,
}

impl Gateway {
    /// Whether it reaches an agency of this kind as a *recipient*: anybody may give through it.
    pub const fn reach(self, kind: AgencyKind) -> Reach {
        match self {
            Self::CrimeAndDisorder => relevant_authority(kind),
            Self::ChildrenEnquiry => local_authority_for_children(kind),
            Self::Safeguarding | Self::UnlawfulActs | Self::VitalInterests | Self::Consent => {
                Reach::Itself
            }
        }
    }
}

/// Crime and Disorder Act 1998, section 115(2): chief officers of police, local authorities,
/// probation and health authorities; since section 219 of the Housing Act 2004 also registered
/// social landlords. A practice, a hospital or a school is none of them, but may act for one.
const fn relevant_authority(kind: AgencyKind) -> Reach {
    match kind {
        AgencyKind::Police
        | AgencyKind::ChildrensSocialCare
        | AgencyKind::AdultSocialCare
        | AgencyKind::Probation
        | AgencyKind::Housing => Reach::Itself,
        AgencyKind::Partnership
        | AgencyKind::IdvaService
        | AgencyKind::PrimaryCare
        | AgencyKind::SecondaryCare
        | AgencyKind::MentalHealth
        | AgencyKind::Education
        | AgencyKind::Mash
        | AgencyKind::SubstanceMisuse
        | AgencyKind::VoluntarySector => Reach::OnBehalf,
        AgencyKind::Courts | AgencyKind::Other => Reach::Nobody,
    }
}

/// Who makes the enquiries of section 47 is the local authority, and a hub that works for it.
const fn local_authority_for_children(kind: AgencyKind) -> Reach {
    match kind {
        AgencyKind::ChildrensSocialCare => Reach::Itself,
        AgencyKind::Mash => Reach::OnBehalf,
        AgencyKind::Partnership
        | AgencyKind::Police
        | AgencyKind::IdvaService
        | AgencyKind::AdultSocialCare
        | AgencyKind::PrimaryCare
        | AgencyKind::SecondaryCare
        | AgencyKind::MentalHealth
        | AgencyKind::Probation
        | AgencyKind::Education
        | AgencyKind::Housing
        | AgencyKind::SubstanceMisuse
        | AgencyKind::VoluntarySector
        | AgencyKind::Courts
        | AgencyKind::Other => Reach::Nobody,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn section_115_reaches_authorities_and_a_charity_only_where_it_acts_for_one() {
        let reach = |kind| Gateway::CrimeAndDisorder.reach(kind);
        assert_eq!(reach(AgencyKind::Police), Reach::Itself);
        assert_eq!(reach(AgencyKind::Probation), Reach::Itself);
        assert_eq!(reach(AgencyKind::VoluntarySector), Reach::OnBehalf);
        assert_eq!(reach(AgencyKind::IdvaService), Reach::OnBehalf);
        assert_eq!(reach(AgencyKind::Courts), Reach::Nobody);
    }

    #[test]
    fn section_47_reaches_who_makes_the_enquiries() {
        let reached = |kind: &&AgencyKind| Gateway::ChildrenEnquiry.reach(**kind) != Reach::Nobody;
        let reached: Vec<_> = AgencyKind::ALL.iter().filter(reached).collect();
        assert_eq!(reached, [&AgencyKind::ChildrensSocialCare, &AgencyKind::Mash]);
    }

    #[test]
    fn what_rests_on_the_person_or_the_public_interest_reaches_everybody() {
        for kind in AgencyKind::ALL {
            for gateway in [Gateway::Consent, Gateway::VitalInterests, Gateway::Safeguarding] {
                assert_eq!(gateway.reach(*kind), Reach::Itself, "{kind:?} {gateway:?}");
            }
        }
    }
}
