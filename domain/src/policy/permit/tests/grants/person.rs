//! Who may read what of a person, written by hand.

use super::Reach::{
    self, AtRisk, Confidences, ForAnother, Given, Glass, Honour, NewToCase, Seconded, Shared,
};
use super::{F, Permission, Role, Subject, UserActor};

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
        AtRisk => asker.is_perpetrator_side && asker.is_agreed && is_of_risk(subject),
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

/// Who an alleged perpetrator is, and that there is a risk.
fn is_of_risk(subject: &Subject) -> bool {
    matches!(
        subject,
        Subject::Person { class: F::Identity | F::RiskKnown, asker, .. } if asker.is_of_perpetrator
    )
}

/// Whether somebody works with the alleged perpetrator, and so is kept from this whatever else
/// would open it.
pub(super) fn is_barred(permission: Permission, user: &UserActor, subject: &Subject) -> bool {
    let Subject::Person { asker, .. } = subject else { return false };
    match permission {
        Permission::ReadPerson => {
            let is_theirs = user.role == Role::ProgrammeCoordinator || asker.is_perpetrator_side;
            is_theirs && !is_of_risk(subject)
        }
        _ => asker.is_perpetrator_side,
    }
}

pub(super) fn is_held(user: &UserActor, subject: &Subject) -> bool {
    matches!(
        subject,
        Subject::Person { agency, .. } | Subject::Case { agency, .. } if *agency == user.agency
    )
}
