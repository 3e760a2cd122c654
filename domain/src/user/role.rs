//! A role says what a user is there to do, and one account has one role.
//!
//! One only, so that silos never mix: who grants access reads nobody's record, and who reads
//! records grants no access. A person with two duties has two accounts, and the ledger tells
//! in which of them each look was made.

use crate::coded::coded;

coded! {
    /// What a user is there to do.
    Role {
        Administrator = "administrator", "administrator";
        Grantor = "grantor", "grantor of access";
        Coordinator = "coordinator", "MARAC coordinator";
        Chair = "chair", "MARAC chair";
        Representative = "representative", "agency representative";
        Deputy = "deputy", "deputy representative";
        Idva = "idva", "IDVA";
        IdvaLead = "idva_lead", "IDVA service lead";
        Referrer = "referrer", "referrer";
        Analyst = "analyst", "police analyst";
        Manager = "manager", "partnership manager";
        PrivacyOfficer = "privacy_officer", "data protection officer";
        ProgrammeCoordinator = "programme_coordinator", "programme coordinator";
    }
}

impl Role {
    /// What this role does, for the page where a role is chosen.
    pub const fn duty(self) -> &'static str {
        match self {
            Self::Administrator => "Keeps the box that Wicken runs on healthy.",
            Self::Grantor => "Decides who may use Wicken, and takes access away.",
            Self::Coordinator => "Prepares MARAC meetings and follows up their actions.",
            Self::Chair => "Leads MARAC meetings and settles what they decide.",
            Self::Representative => "Speaks and acts for one agency at the MARAC.",
            Self::Deputy => "Stands in for an agency's representative.",
            Self::Idva => "Supports victims at high risk and speaks for them.",
            Self::IdvaLead => "Leads an IDVA service and shares out its cases.",
            Self::Referrer => "Refers cases of one agency to the MARAC.",
            Self::Analyst => "Studies police records for repeats and patterns.",
            Self::Manager => "Runs the partnership and answers for its results.",
            Self::PrivacyOfficer => "Checks who looked at what, and whether they might.",
            Self::ProgrammeCoordinator => "Runs programmes and training, and counts who comes.",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_role_has_its_own_code_and_words_and_is_found_by_its_code() {
        let codes: BTreeSet<_> = Role::ALL.iter().map(|role| role.code()).collect();
        let words: BTreeSet<_> = Role::ALL.iter().map(|role| role.words()).collect();
        assert_eq!((codes.len(), words.len()), (13, 13));
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(*role));
        }
        assert_eq!(Role::from_code("god"), None);
    }

    #[test]
    fn every_duty_is_one_sentence() {
        for role in Role::ALL {
            assert_eq!(role.duty().find('.'), Some(role.duty().len() - 1), "{role:?}");
        }
    }
}
