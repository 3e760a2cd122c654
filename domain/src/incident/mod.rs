//! An incident is one event of abuse as an agency recorded it.

pub mod definition;
pub mod new;
pub mod repeat;

use crate::coded::coded;

pub use definition::Definition;
pub use new::{NewIncident, NewPair};

coded! {
    /// Whether an incident stands. Those that do not are kept and count nowhere.
    IncidentStatus {
        Live = "live", "live";
        Cancelled = "cancelled", "cancelled";
        NotDomestic = "not_domestic", "not domestic abuse";
    }
}

coded! {
    /// How much danger the officer saw.
    RiskGrade {
        Standard = "standard", "standard";
        Medium = "medium", "medium";
        High = "high", "high";
    }
}

coded! {
    /// What the alleged perpetrator is to the victim.
    Relationship {
        Spouse = "spouse", "husband or wife";
        ExSpouse = "ex_spouse", "former husband or wife";
        CivilPartner = "civil_partner", "civil partner";
        Partner = "partner", "partner";
        ExPartner = "ex_partner", "former partner";
        /// They have a child together.
        CoParent = "co_parent", "other parent of a child";
        Parent = "parent", "parent";
        SonDaughter = "son_daughter", "son or daughter";
        Sibling = "sibling", "brother or sister";
        Step = "step", "step-relative";
        InLaw = "in_law", "in-law";
        OtherFamily = "other_family", "other relative";
        /// Of the same household and no relative.
        Household = "household", "member of the household";
        NotKnown = "not_known", "not known";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relationship_is_read_from_its_code_or_its_words_however_they_are_spelled() {
        for text in ["ex_partner", "Ex-Partner", " ex partner", "Former partner"] {
            assert_eq!(Relationship::from_file(text), Some(Relationship::ExPartner), "{text:?}");
        }
        assert_eq!(Relationship::from_file("son/daughter"), Some(Relationship::SonDaughter));
        for text in ["", "friend", "ex", "partner?s"] {
            assert_eq!(Relationship::from_file(text), None, "{text:?}");
        }
    }

    #[test]
    fn every_code_and_every_wording_finds_its_own_member() {
        for relationship in Relationship::ALL {
            assert_eq!(Relationship::from_file(relationship.code()), Some(*relationship));
            assert_eq!(Relationship::from_file(relationship.words()), Some(*relationship));
        }
        assert_eq!(Relationship::ALL.len(), 14);
    }
}
