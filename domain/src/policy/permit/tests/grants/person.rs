//! Who may read what of a person, written by hand.

use super::Reach::{
    self, AtRisk, Confidences, ForAnother, Given, Glass, Honour, HonourOnDuty, NewToCase, OnDuty,
    Seconded, Shared,
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
    let is_called = asker.is_on_duty && asker.is_agreed;
    match reach {
        AtRisk => asker.is_perpetrator_side && asker.is_agreed && is_of_risk(subject),
        Shared => SHARED.contains(class) && (is_known || is_shared),
        OnDuty => SHARED.contains(class) && is_called,
        HonourOnDuty => *class == F::Honour && is_called,
        Honour => *class == F::Honour && (is_known || is_shared),
        Confidences => is_held && [F::Immigration, F::Counselling].contains(class),
        Given => asker.is_given && *class != F::Whereabouts,
        Glass => asker.broke_glass && [F::Identity, F::Case, F::Risk, F::Children].contains(class),
        Seconded => is_known || asker.has_second && (is_shared || is_called || asker.broke_glass),
        NewToCase => is_shared || is_called || asker.broke_glass,
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

/// Whether somebody works with the alleged perpetrator, or for another MARAC, and so is kept from
/// this whatever else would open it.
pub(super) fn is_barred(permission: Permission, user: &UserActor, subject: &Subject) -> bool {
    if is_elsewhere(permission, user, subject) {
        return true;
    }
    let Subject::Person { asker, .. } = subject else { return false };
    match permission {
        Permission::ReadPerson => {
            let is_theirs = user.role == Role::ProgrammeCoordinator || asker.is_perpetrator_side;
            is_theirs && !is_of_risk(subject)
        }
        _ => asker.is_perpetrator_side,
    }
}

/// Whether it is a referral to a MARAC that they do not hear, and neither a gift nor broken glass
/// opens it.
fn is_elsewhere(permission: Permission, user: &UserActor, subject: &Subject) -> bool {
    let hears_few = [Role::Coordinator, Role::Chair].contains(&user.role);
    let is_opened = match subject {
        Subject::Person { class, asker, .. } => match permission {
            Permission::ReadPerson => {
                let in_emergency = [F::Identity, F::Case, F::Risk, F::Children].contains(class);
                asker.is_given || asker.broke_glass && in_emergency
            }
            Permission::OpenWhereabouts => asker.broke_glass && asker.has_second,
            Permission::AskSecond => asker.broke_glass,
            _ => false,
        },
        _ => false,
    };
    let is_other = match subject {
        Subject::Person { asker, .. } => asker.is_other_marac,
        Subject::Case { is_other_marac, .. } | Subject::Pair { is_other_marac, .. } => {
            *is_other_marac
        }
        _ => false,
    };
    hears_few && is_other && !is_opened
}

pub(super) fn is_held(user: &UserActor, subject: &Subject) -> bool {
    matches!(
        subject,
        Subject::Person { agency, .. } | Subject::Case { agency, .. } if *agency == user.agency
    )
}
