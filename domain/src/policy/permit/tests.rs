//! Every permission, on both sides of each boundary, against a table written by hand.

use std::collections::BTreeSet;

use super::super::actor::{OperatorName, Standing, UserActor};
use super::super::class::FieldClass;
use super::super::rules::PolicySource;
use super::*;
use crate::ids::AgencyId;
use crate::user::Role;

use self::grants::{
    NEED_FRESH, OPERATOR, OTHER_AGENCY, OWN_AGENCY, PERSON, all_people, expected, subjects, user,
};

mod grants;

const FRESH: World = World { fresh_sign_in: true };
const STALE: World = World { fresh_sign_in: false };

use Permission as P;
use Role as R;

/// Active or not, of an active agency or not, of the partnership body or not.
fn every_standing(role: Role) -> Vec<UserActor> {
    let mut users = Vec::new();
    for bits in 0..8u8 {
        users.push(UserActor {
            active: bits & 1 == 0,
            agency_active: bits & 2 == 0,
            agency_is_partnership: bits & 4 != 0,
            ..user(role)
        });
    }
    users
}

fn check(rules: &Rules, user: &UserActor, permission: Permission, subject: &Subject) {
    let actor = Actor::User(*user);
    let may = expected(user, permission, subject);
    let fresh = permit(rules, &actor, permission, subject, &FRESH);
    assert_eq!(fresh.is_ok(), may, "{user:?} {permission:?} {subject:?}: {fresh:?}");
    let stale = permit(rules, &actor, permission, subject, &STALE);
    if may && NEED_FRESH.contains(&permission) {
        let denial = stale.unwrap_err();
        assert_eq!(denial.reason, DenialReason::NeedsFreshSignIn, "{user:?} {permission:?}");
    } else {
        assert_eq!(stale, fresh, "{user:?} {permission:?} {subject:?}");
    }
}

#[test]
fn every_role_may_do_what_the_table_says_and_nothing_else() {
    let rules = Rules::wicken().unwrap();
    let users: Vec<UserActor> = Role::ALL.iter().copied().flat_map(every_standing).collect();
    let check_some = |users: &[UserActor]| {
        for user in users {
            for permission in Permission::ALL.iter().copied() {
                for subject in subjects(permission.subject_kind()) {
                    check(&rules, user, permission, &subject);
                }
            }
        }
    };
    // By far the longest test of the crate: the others are long done.
    std::thread::scope(|scope| {
        for half in users.chunks(users.len().div_ceil(2)) {
            scope.spawn(|| check_some(half));
        }
    });
}

#[test]
fn every_class_of_fields_is_read_on_the_grounds_of_the_table_and_on_no_other() {
    let rules = Rules::wicken().unwrap();
    for user in Role::ALL.iter().copied().map(user) {
        for subject in all_people() {
            check(&rules, &user, P::ReadPerson, &subject);
        }
    }
}

#[test]
fn the_operator_may_do_what_the_table_says_and_needs_no_sign_in() {
    let rules = Rules::wicken().unwrap();
    let operator = Actor::Operator(OperatorName::parse("root").unwrap());
    for permission in Permission::ALL.iter().copied() {
        for subject in subjects(permission.subject_kind()) {
            for world in [FRESH, STALE] {
                let answer = permit(&rules, &operator, permission, &subject, &world);
                assert_eq!(answer.is_ok(), OPERATOR.contains(&permission), "{permission:?}");
            }
        }
    }
}

#[test]
fn nobody_is_invited_to_a_suspended_agency() {
    let rules = Rules::wicken().unwrap();
    let operator = Actor::Operator(OperatorName::parse("root").unwrap());
    for actor in [Actor::User(user(Role::Grantor)), operator] {
        for active in [true, false] {
            let agency = Subject::Agency { id: OTHER_AGENCY, active };
            let answer = permit(&rules, &actor, P::InviteUser, &agency, &FRESH);
            assert_eq!(answer.is_ok(), active, "{actor:?}");
        }
    }
}

fn person(agency: AgencyId) -> Subject {
    let (class, asker) = (FieldClass::Identity, Standing::default());
    Subject::Person { id: PERSON, agency, referred_by: None, class, asker }
}

fn whereabouts() -> Subject {
    let (class, asker) = (FieldClass::Whereabouts, Standing::default());
    Subject::Person { id: PERSON, agency: OWN_AGENCY, referred_by: None, class, asker }
}

#[test]
fn a_basis_names_its_policy_and_says_why() {
    let rules = Rules::wicken().unwrap();
    let actor = Actor::User(user(Role::Idva));
    let own = person(OWN_AGENCY);
    let basis = permit(&rules, &actor, P::ReadPerson, &own, &STALE).unwrap();
    assert_eq!(basis.permission(), P::ReadPerson);
    assert_eq!(basis.policies(), ["own-agency-record"]);
    assert_eq!(basis.words(), "You see this because this is your own agency's record.");

    let actor = Actor::User(user(Role::Grantor));
    let basis = permit(&rules, &actor, P::AddAgency, &Subject::System, &STALE).unwrap();
    assert_eq!(basis.words(), "You may do this because you are a grantor of access.");
}

fn refuse(actor: UserActor, permission: Permission, subject: &Subject, world: &World) -> Denial {
    let rules = Rules::wicken().unwrap();
    permit(&rules, &Actor::User(actor), permission, subject, world).unwrap_err()
}

fn forbidden(ids: &[&str]) -> DenialReason {
    DenialReason::Forbidden(ids.iter().map(|id| (*id).to_owned()).collect())
}

#[test]
fn a_denial_says_what_stood_in_the_way() {
    let (own, other) = (person(OWN_AGENCY), person(OTHER_AGENCY));
    let reason = |actor, subject| refuse(actor, P::ReadPerson, subject, &STALE).reason;
    assert_eq!(reason(user(R::Idva), &other), DenialReason::NotGranted);
    assert_eq!(reason(user(R::Grantor), &own), forbidden(&["grantor-reads-no-person"]));
    let leaver = UserActor { active: false, agency_active: false, ..user(R::Idva) };
    assert_eq!(reason(leaver, &own), forbidden(&["inactive-user", "suspended-agency"]));
}

#[test]
fn nobody_is_sent_to_sign_in_again_for_what_they_may_not_do_anyway() {
    let own = Subject::Agency { id: OWN_AGENCY, active: true };
    let denial = refuse(user(R::Idva), P::InviteUser, &own, &STALE);
    assert_eq!(denial.reason, DenialReason::NotGranted);
    let denial = refuse(user(R::Grantor), P::SuspendAgency, &own, &STALE);
    assert_eq!(denial.reason, forbidden(&["own-agency-not-suspended"]));
    let denial = refuse(user(R::Grantor), P::InviteUser, &own, &STALE);
    assert_eq!(denial.reason, DenialReason::NeedsFreshSignIn);
}

#[test]
fn a_denial_speaks_to_people_and_to_the_log() {
    let rules = Rules::wicken().unwrap();
    let own = Subject::Agency { id: OWN_AGENCY, active: true };
    let denial = refuse(user(R::Grantor), P::SuspendAgency, &own, &FRESH);
    let words = "You may not do this, because nobody suspends or restores their own agency.";
    assert_eq!(denial.words(&rules), words);
    let log = "suspend_agency is refused: forbidden by own-agency-not-suspended";
    assert_eq!(denial.to_string(), log);
    let denial = refuse(user(R::Grantor), P::InviteUser, &own, &STALE);
    assert_eq!(denial.words(&rules), "Sign in again to do this.");
    let denial = refuse(user(R::Idva), P::InviteUser, &own, &FRESH);
    assert_eq!(denial.words(&rules), "Your role does not include this.");
}

#[test]
fn a_permission_asked_of_the_wrong_kind_of_subject_is_refused() {
    let denial = refuse(user(R::Grantor), P::InviteUser, &Subject::System, &FRESH);
    assert_eq!(denial.reason, DenialReason::NotGranted);
}

#[test]
fn a_policy_that_breaks_refuses_what_another_one_grants() {
    let planted = |effect: &str, id: &str, condition: &str| {
        format!("@id(\"{id}\") @because(\"x\") {effect} (principal, action, resource) {condition};")
    };
    let breaks = "when { 9223372036854775807 + 1 == 0 }";
    for text in [
        planted("permit", "grants", "") + &planted("forbid", "breaks", breaks),
        planted("permit", "grants", "") + &planted("permit", "breaks", breaks),
    ] {
        let source = PolicySource { file: "planted.cedar", text: &text };
        let schema = include_str!("../../../policies/wicken.cedarschema");
        let rules = Rules::from_sources(schema, &[source]).unwrap();
        let actor = Actor::User(user(R::Idva));
        let answer = permit(&rules, &actor, P::SeeSystem, &Subject::System, &FRESH);
        assert_eq!(answer.unwrap_err().reason, forbidden(&["breaks"]));
    }
}

/// The ids in an answer, whether it grants or forbids.
fn deciding(answer: Result<Basis, Denial>) -> Vec<String> {
    match answer.map_err(|denial| denial.reason) {
        Ok(basis) => basis.policies,
        Err(DenialReason::Forbidden(policies)) => policies,
        Err(DenialReason::NeedsFreshSignIn) => vec!["stale-sign-in".to_owned()],
        Err(DenialReason::NotGranted) => Vec::new(),
    }
}

#[test]
fn every_policy_decides_something() {
    let rules = Rules::wicken().unwrap();
    let of_partnership = |user| UserActor { agency_is_partnership: true, ..user };
    let users = Role::ALL.iter().copied().map(user);
    let users = users.flat_map(|user| [user, of_partnership(user)]).map(Actor::User);
    let leavers = every_standing(Role::Idva).into_iter().map(Actor::User);
    let operator = Actor::Operator(OperatorName::parse("root").unwrap());
    let mut deciders = BTreeSet::new();
    for actor in users.chain(leavers).chain([operator]) {
        for permission in Permission::ALL.iter().copied() {
            let suspended = Subject::Agency { id: OTHER_AGENCY, active: false };
            let subjects = subjects(permission.subject_kind()).into_iter().chain([suspended]);
            for subject in subjects.chain([whereabouts()]) {
                for world in [FRESH, STALE] {
                    deciders.extend(deciding(permit(&rules, &actor, permission, &subject, &world)));
                }
            }
        }
    }
    let all: BTreeSet<String> = rules.policies().policies().map(|it| it.id().to_string()).collect();
    assert_eq!(deciders, all);
}
