//! When a link needs a second person.

use domain::person::PartyRole;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Where a record of somebody stands: in which incident or referral, and as what.
pub(super) type Stand = (Uuid, PartyRole);

/// Whether making two persons one would join a victim to another case: one of the two is a victim
/// somewhere, and the other stands in an incident or referral in which that victim does not.
///
/// Everything that the two are is looked at, not only the two records: linking these joins all of
/// it. Two suspects are nobody's second case, and the same party twice in one incident neither.
pub(super) fn joins_victim_to_case(one: &[Stand], other: &[Stand]) -> bool {
    let is_joined = |victim: &[Stand], to: &[Stand]| {
        let own: BTreeSet<Uuid> = victim.iter().map(|(source, _)| *source).collect();
        let is_victim = victim.iter().any(|(_, role)| *role == PartyRole::Victim);
        is_victim && to.iter().any(|(source, _)| !own.contains(source))
    };
    is_joined(one, other) || is_joined(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use PartyRole::{Child, Perpetrator, Victim};

    fn stands(of: &[(u128, PartyRole)]) -> Vec<Stand> {
        of.iter().map(|(source, role)| (Uuid::from_u128(*source), *role)).collect()
    }

    #[test]
    fn a_victim_who_would_come_into_another_case_needs_a_second_person() {
        for (one, other, needs) in [
            (&[(1, Victim)][..], &[(2, Victim)][..], true),
            (&[(1, Victim)], &[(2, Perpetrator)], true),
            (&[(1, Child)], &[(2, Victim)], true),
            (&[(1, Perpetrator)], &[(2, Perpetrator)], false),
            (&[(1, Child)], &[(2, Perpetrator)], false),
            // One party twice in one incident.
            (&[(1, Victim)], &[(1, Victim)], false),
            (&[(1, Victim)], &[(1, Perpetrator)], false),
            // The record is a suspect's; what else the person is counts as well.
            (&[(1, Perpetrator), (3, Victim)], &[(2, Perpetrator)], true),
            (&[(1, Victim), (2, Victim)], &[(2, Victim)], true),
        ] {
            let (one, other) = (stands(one), stands(other));
            assert_eq!(joins_victim_to_case(&one, &other), needs, "{one:?} {other:?}");
            assert_eq!(joins_victim_to_case(&other, &one), needs, "{other:?} {one:?}");
        }
    }
}
