//! Who hears a case: the office of its MARAC, and who takes over where nobody there may.

use crate::coded::coded;
use crate::ids::UserId;
use crate::user::Role;

coded! {
    /// What somebody is appointed to in a MARAC.
    MaracPart {
        Coordinator = "coordinator", "Coordinator";
        /// Hears a case where no coordinator of the MARAC is there for it.
        Deputy = "deputy", "Deputy coordinator";
        Chair = "chair", "Chair";
    }
}

impl MaracPart {
    /// The role without which an appointment gives nothing.
    pub const fn role(self) -> Role {
        match self {
            Self::Coordinator | Self::Deputy => Role::Coordinator,
            Self::Chair => Role::Chair,
        }
    }
}

/// Where somebody stands who may have to do with a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Post {
    /// Of the MARAC that the case was referred to.
    Own(MaracPart),
    /// A coordinator of the MARAC that stands in for it.
    Neighbour,
}

/// Somebody who holds an office, now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfficeHolder {
    pub user: UserId,
    pub post: Post,
    /// Active, of an active agency, in the role that the part is for.
    pub is_there: bool,
}

impl OfficeHolder {
    /// Whether they coordinate the MARAC, now.
    pub fn coordinates(&self) -> bool {
        self.is_there && self.post == Post::Own(MaracPart::Coordinator)
    }

    /// Whether they may have to prepare the hearing of its cases, now. A chair does not: they sit
    /// over it on one day.
    pub fn prepares(&self) -> bool {
        self.is_there && self.post != Post::Own(MaracPart::Chair)
    }
}

/// On what ground somebody hears a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hears {
    /// They coordinate or chair its MARAC.
    ByOffice,
    /// There is nobody before them in its MARAC.
    Vacancy,
    /// Somebody before them is there, and is excluded from the case.
    InPlaceOfExcluded,
}

/// On what ground `asker` hears a case, if they do. First its coordinators and chairs; then its
/// deputies, where no coordinator is there who is not excluded from it; then the coordinators of
/// the neighbour, where no deputy is either. `is_shut` tells who is excluded from the case; whether
/// `asker` is, is for others to ask.
pub fn hears(
    holders: &[OfficeHolder],
    asker: UserId,
    is_shut: impl Fn(UserId) -> bool,
) -> Option<Hears> {
    let holds = |post: Post| {
        holders.iter().any(|holder| holder.user == asker && holder.post == post && holder.is_there)
    };
    if holds(Post::Own(MaracPart::Coordinator)) || holds(Post::Own(MaracPart::Chair)) {
        return Some(Hears::ByOffice);
    }
    let mut before = Hears::Vacancy;
    for (of, next) in [
        (MaracPart::Coordinator, Post::Own(MaracPart::Deputy)),
        (MaracPart::Deputy, Post::Neighbour),
    ] {
        let there = holders.iter().filter(|holder| holder.post == Post::Own(of) && holder.is_there);
        for holder in there {
            if !is_shut(holder.user) {
                return None;
            }
            before = Hears::InPlaceOfExcluded;
        }
        if holds(next) {
            return Some(before);
        }
    }
    None
}

/// Whether there is nobody who prepares the hearing of a case: no coordinator, no deputy and nobody
/// of the neighbour's.
pub fn is_nobody_left(holders: &[OfficeHolder], is_shut: impl Fn(UserId) -> bool) -> bool {
    holders.iter().filter(|holder| holder.prepares()).all(|holder| is_shut(holder.user))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const COORDINATOR: UserId = UserId::from_uuid(Uuid::from_u128(1));
    const DEPUTY: UserId = UserId::from_uuid(Uuid::from_u128(2));
    const NEIGHBOUR: UserId = UserId::from_uuid(Uuid::from_u128(3));
    const CHAIR: UserId = UserId::from_uuid(Uuid::from_u128(4));

    /// All four, of whom some are not there.
    fn holders(away: &[UserId]) -> Vec<OfficeHolder> {
        let all = [
            (COORDINATOR, Post::Own(MaracPart::Coordinator)),
            (DEPUTY, Post::Own(MaracPart::Deputy)),
            (NEIGHBOUR, Post::Neighbour),
            (CHAIR, Post::Own(MaracPart::Chair)),
        ];
        let holder = |(user, post)| OfficeHolder { user, post, is_there: !away.contains(&user) };
        all.map(holder).to_vec()
    }

    /// What each of the four hears by, in that order.
    fn heard(away: &[UserId], shut: &[UserId]) -> [Option<Hears>; 4] {
        [COORDINATOR, DEPUTY, NEIGHBOUR, CHAIR]
            .map(|asker| hears(&holders(away), asker, |user| shut.contains(&user)))
    }

    const BY_OFFICE: Option<Hears> = Some(Hears::ByOffice);

    #[test]
    fn a_coordinator_and_a_chair_hear_by_their_office_and_nobody_beside_them() {
        assert_eq!(heard(&[], &[]), [BY_OFFICE, None, None, BY_OFFICE]);
        let stranger = UserId::from_uuid(Uuid::from_u128(9));
        assert_eq!(hears(&holders(&[]), stranger, |_| false), None);
    }

    #[test]
    fn a_deputy_hears_where_no_coordinator_is_there_or_each_is_excluded() {
        let vacant = Some(Hears::Vacancy);
        assert_eq!(heard(&[COORDINATOR], &[]), [None, vacant, None, BY_OFFICE]);
        let in_place = Some(Hears::InPlaceOfExcluded);
        assert_eq!(heard(&[], &[COORDINATOR]), [BY_OFFICE, in_place, None, BY_OFFICE]);
        // A second coordinator, who is not excluded, hears it alone.
        let mut two = holders(&[]);
        two.push(OfficeHolder { user: NEIGHBOUR, post: two[0].post, is_there: true });
        assert_eq!(hears(&two, DEPUTY, |user| user == COORDINATOR), None);
        assert_eq!(hears(&two, NEIGHBOUR, |user| user == COORDINATOR), BY_OFFICE);
    }

    #[test]
    fn the_neighbour_hears_only_where_nobody_of_the_marac_is_left() {
        for (away, shut, ground) in [
            (&[COORDINATOR, DEPUTY][..], &[][..], Some(Hears::Vacancy)),
            (&[COORDINATOR], &[DEPUTY], Some(Hears::InPlaceOfExcluded)),
            (&[DEPUTY], &[COORDINATOR], Some(Hears::InPlaceOfExcluded)),
            (&[], &[COORDINATOR, DEPUTY], Some(Hears::InPlaceOfExcluded)),
            (&[DEPUTY], &[], None),
            (&[], &[DEPUTY], None),
            (&[COORDINATOR, DEPUTY, NEIGHBOUR], &[], None),
        ] {
            assert_eq!(heard(away, shut)[2], ground, "{away:?} {shut:?}");
        }
    }

    #[test]
    fn nobody_is_left_once_the_last_who_prepares_a_hearing_is_excluded_or_away() {
        let is_left = |away: &[UserId], shut: &[UserId]| {
            !is_nobody_left(&holders(away), |user| shut.contains(&user))
        };
        assert!(is_left(&[COORDINATOR, DEPUTY], &[]));
        assert!(is_left(&[], &[COORDINATOR, NEIGHBOUR]));
        assert!(!is_left(&[COORDINATOR], &[DEPUTY, NEIGHBOUR]));
        assert!(is_nobody_left(&[], |_| false));
    }

    #[test]
    fn a_part_is_for_one_role() {
        let roles = MaracPart::ALL.iter().map(|part| part.role());
        let wanted = [Role::Coordinator, Role::Coordinator, Role::Chair];
        assert!(roles.eq(wanted));
    }
}
