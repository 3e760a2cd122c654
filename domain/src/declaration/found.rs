//! What follows where somebody who was declared may be on file.

use super::named::Tie;
use crate::coded::coded;

coded! {
    /// How sure it is that a person on file is the one who was meant; the surest last.
    Strength {
        Possible = "possible", "possibly this person";
        Strong = "strong", "very likely this person";
        Certain = "certain", "this person: names and date of birth agree";
    }
}

/// By what somebody was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchedBy {
    /// By the name under which they are in the directory of those who use Wicken.
    OwnName {
        has_born: bool,
    },
    Declared(Tie),
    /// By whom they act for: it is the other party of that person's case. `accuse_each_other` where
    /// the two are each a victim of the other in some case.
    ActsFor {
        accuse_each_other: bool,
    },
}

/// Whether it is shut first and asked about afterwards; else it is proposed, and shut when somebody
/// says so.
///
/// A name alone is borne by many: who is only called like a person on file would be kept from their
/// work every day. And who works with a victim that is accused in her turn would be shut out of her
/// own case with the other's: there somebody decides first.
pub fn shuts_at_once(strength: Strength, by: MatchedBy) -> bool {
    let is_sure = Strength::Strong <= strength;
    match by {
        MatchedBy::OwnName { has_born } => is_sure && has_born,
        MatchedBy::Declared(Tie::ActsFor) => false,
        MatchedBy::Declared(Tie::Family | Tie::Household | Tie::Knows | Tie::PartyWith) => is_sure,
        MatchedBy::ActsFor { accuse_each_other } => is_sure && !accuse_each_other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_very_likely_is_shut_first_and_what_is_possible_is_asked_about() {
        for tie in [Tie::Family, Tie::Household, Tie::Knows, Tie::PartyWith] {
            let shuts = |strength| shuts_at_once(strength, MatchedBy::Declared(tie));
            assert!(!shuts(Strength::Possible), "{tie:?}");
            assert!(shuts(Strength::Strong) && shuts(Strength::Certain), "{tie:?}");
        }
    }

    #[test]
    fn a_namesake_without_a_birthday_is_never_shut_out_at_once() {
        for strength in Strength::ALL.iter().copied() {
            let shuts = |has_born| shuts_at_once(strength, MatchedBy::OwnName { has_born });
            assert!(!shuts(false), "{strength:?}");
            assert_eq!(shuts(true), strength != Strength::Possible, "{strength:?}");
        }
    }

    #[test]
    fn of_whom_somebody_acts_for_the_other_party_is_shut_and_not_they() {
        assert!(!shuts_at_once(Strength::Certain, MatchedBy::Declared(Tie::ActsFor)));
        let other = |strength, accuse_each_other| {
            shuts_at_once(strength, MatchedBy::ActsFor { accuse_each_other })
        };
        assert!(other(Strength::Strong, false) && !other(Strength::Possible, false));
        assert!(!other(Strength::Certain, true));
    }
}
