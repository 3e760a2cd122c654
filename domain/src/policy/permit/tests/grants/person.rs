//! Who may read what of a person, written by hand.

use super::Reach::{
    self, Confidences, ForAnother, Given, Glass, Honour, NewToCase, Seconded, Shared,
};
use super::{F, Subject, UserActor};

/// Of the classes that agencies share at all.
const SHARED: &[F] = &[
    F::Identity,
    F::Case,
    F::Equality,
    F::Referrer,
    F::Risk,
    F::Health,
    F::Criminal,
    F::Children,
    F::Housing,
    F::AgencyNote,
];

pub(super) fn reaches_person(reach: Reach, user: &UserActor, subject: &Subject) -> bool {
    let Subject::Person { agency, referred_by, class, asker, .. } = subject else { return false };
    let is_held = *agency == user.agency;
    let is_known = is_held || *referred_by == Some(user.agency);
    let is_shared = asker.is_involved && asker.is_agreed;
    match reach {
        Shared => SHARED.contains(class) && (is_known || is_shared),
        Honour => *class == F::Honour && (is_known || is_shared),
        Confidences => is_held && [F::Immigration, F::Counselling].contains(class),
        Given => asker.is_given && *class != F::Whereabouts,
        Glass => asker.broke_glass && [F::Identity, F::Case, F::Risk, F::Children].contains(class),
        Seconded => is_known || asker.has_second && (is_shared || asker.broke_glass),
        NewToCase => is_shared || asker.broke_glass,
        ForAnother => is_known && asker.opening_for.is_some_and(|(_, by)| by != user.agency),
        _ => false,
    }
}

pub(super) fn is_held(user: &UserActor, subject: &Subject) -> bool {
    matches!(
        subject,
        Subject::Person { agency, .. } | Subject::Case { agency, .. } if *agency == user.agency
    )
}
