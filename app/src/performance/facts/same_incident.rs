//! Which referrals are of the very same incident, as their sender says.

use domain::ids::AgencyId;
use std::collections::HashMap;

/// Gives each referral a number, equal for those that are joined: by one naming the other, both
/// ways and through chains. A reference is its sender's own; one that is not there joins nobody
/// until it comes. `said` is who names whom, by place in `referrals`.
pub(crate) fn components(
    referrals: &[(AgencyId, &str)],
    said: &[(u32, AgencyId, &str)],
) -> Vec<u32> {
    let mut parts: Vec<u32> = Vec::with_capacity(referrals.len());
    let mut places = HashMap::with_capacity(if said.is_empty() { 0 } else { referrals.len() });
    for (at, key) in (0_u32..).zip(referrals) {
        parts.push(at);
        if !said.is_empty() {
            places.insert(*key, at);
        }
    }
    for (from, agency, reference) in said {
        if let Some(to) = places.get(&(*agency, *reference)) {
            let (one, other) = (root(&mut parts, *from), root(&mut parts, *to));
            parts[one.max(other) as usize] = one.min(other);
        }
    }
    (0_u32..).take(referrals.len()).map(|at| root(&mut parts, at)).collect()
}

fn root(parts: &mut [u32], mut at: u32) -> u32 {
    while parts[at as usize] != at {
        parts[at as usize] = parts[parts[at as usize] as usize];
        at = parts[at as usize];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const A: AgencyId = AgencyId::from_uuid(Uuid::from_u128(1));
    const B: AgencyId = AgencyId::from_uuid(Uuid::from_u128(2));

    #[test]
    fn a_chain_joins_whichever_end_names_the_other() {
        let referrals = [(A, "r1"), (A, "r2"), (A, "r3"), (A, "r4")];
        let said = [(0, A, "r2"), (2, A, "r2")];
        assert_eq!(components(&referrals, &said), [0, 0, 0, 3]);
    }

    #[test]
    fn a_reference_is_its_senders_own() {
        let referrals = [(A, "r1"), (B, "r2")];
        assert_eq!(components(&referrals, &[(0, A, "r2")]), [0, 1]);
    }

    #[test]
    fn what_has_not_come_joins_nobody() {
        let referrals = [(A, "r1"), (A, "r3")];
        let said = [(0, A, "r2"), (1, A, "r2")];
        assert_eq!(components(&referrals, &said), [0, 1]);
        let with_r2 = [(A, "r1"), (A, "r3"), (A, "r2")];
        assert_eq!(components(&with_r2, &said), [0, 0, 0]);
    }

    #[test]
    fn one_that_names_itself_stays_alone() {
        assert_eq!(components(&[(A, "r1"), (A, "r2")], &[(1, A, "r2")]), [0, 1]);
    }
}
