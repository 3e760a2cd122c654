//! What holds for users, subjects and worlds drawn at random.

use proptest::prelude::*;
use uuid::Uuid;

use super::super::actor::{Standing, UserActor};
use super::super::class::FieldClass;
use super::*;
use crate::ids::{AgencyId, AlertId, LinkId, PersonId, UserId};
use crate::user::Role;

/// One will do: no rule tells one person from another.
const PERSON: PersonId = PersonId::from_uuid(Uuid::from_u128(21));
const PAIR: LinkId = LinkId::from_uuid(Uuid::from_u128(31));
const ALERT: AlertId = AlertId::from_uuid(Uuid::from_u128(41));
const FRESH: World = World { fresh_sign_in: true };
const STALE: World = World { fresh_sign_in: false };

fn any_agency() -> impl Strategy<Value = AgencyId> {
    (11..14u128).prop_map(|id| AgencyId::from_uuid(Uuid::from_u128(id)))
}

fn any_user_id() -> impl Strategy<Value = UserId> {
    (1..4u128).prop_map(|id| UserId::from_uuid(Uuid::from_u128(id)))
}

fn any_role() -> impl Strategy<Value = Role> {
    prop::sample::select(Role::ALL)
}

prop_compose! {
    fn any_user()(
        id in any_user_id(), role in any_role(), agency in any_agency(),
        agency_is_partnership: bool, active: bool, agency_active: bool,
    ) -> UserActor {
        UserActor { id, role, agency, agency_is_partnership, active, agency_active }
    }
}

fn any_class() -> impl Strategy<Value = FieldClass> {
    prop::sample::select(FieldClass::ALL)
}

prop_compose! {
    fn any_standing()(
        is_excluded: bool, is_involved: bool, is_agreed: bool, is_given: bool, broke_glass: bool,
        has_second: bool, is_on_duty: bool, is_other_marac: bool,
        opening_for in prop::option::of((any_user_id(), any_agency())),
    ) -> Standing {
        Standing {
            is_excluded, is_involved, is_agreed, is_given, broke_glass, has_second, opening_for,
            is_on_duty,
            is_other_marac, ..Standing::default()
        }
    }
}

fn any_subject() -> impl Strategy<Value = Subject> {
    prop_oneof![
        Just(Subject::System),
        (any_agency(), any::<bool>()).prop_map(|(id, active)| Subject::Agency { id, active }),
        (any_user_id(), any_agency(), any_role()).prop_map(|(id, agency, role)| Subject::User {
            id,
            agency,
            role
        }),
        prop::option::of(any_agency()).prop_map(|agency| Subject::Ledger { agency }),
        (any_agency(), prop::option::of(any_agency()), any_class(), any_standing()).prop_map(
            |(agency, referred_by, class, asker)| Subject::Person {
                id: PERSON,
                agency,
                referred_by,
                class,
                asker
            }
        ),
        (any_agency(), any::<bool>(), any::<bool>()).prop_map(
            |(agency, excludes_asker, is_other_marac)| Subject::Case {
                id: PERSON.uuid(),
                agency,
                excludes_asker,
                is_other_marac
            }
        ),
        (any_user_id(), any_agency(), any::<[bool; 2]>()).prop_map(
            |(user, agency, [of_partnership, falls_to_asker])| Subject::Match {
                id: PERSON.uuid(),
                user,
                agency,
                of_partnership,
                falls_to_asker
            }
        ),
        (any_agency(), prop::option::of(any_user_id()))
            .prop_map(|(agency, about)| Subject::Alert { id: ALERT, agency, about }),
        (any_agency(), any_agency(), prop::option::of(any_user_id()), any::<[bool; 2]>()).prop_map(
            |(left, right, decided_by, [excludes_asker, is_other_marac])| Subject::Pair {
                id: PAIR,
                left,
                right,
                decided_by,
                excludes_asker,
                is_other_marac
            }
        ),
        (prop::option::of(any_agency()), any::<bool>())
            .prop_map(|(agency, of_referrals)| Subject::Figure { agency, of_referrals }),
    ]
}

/// The rules take longer to compile than to ask, so each random world asks every permission.
fn for_every_permission(
    check: impl Fn(&Rules, &UserActor, Permission, &Subject, &World) -> Result<(), TestCaseError>,
) {
    let rules = Rules::wicken().unwrap();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(200));
    let worlds = (any_user(), any_subject(), any::<bool>());
    let outcome = runner.run(&worlds, |(user, subject, fresh_sign_in)| {
        for permission in Permission::ALL.iter().copied() {
            check(&rules, &user, permission, &subject, &World { fresh_sign_in })?;
        }
        Ok(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[test]
fn an_inactive_user_is_never_permitted_anything() {
    for_every_permission(|rules, user, permission, subject, world| {
        let leaver = Actor::User(UserActor { active: false, ..*user });
        prop_assert!(permit(rules, &leaver, permission, subject, world).is_err());
        let of_suspended = Actor::User(UserActor { agency_active: false, ..*user });
        prop_assert!(permit(rules, &of_suspended, permission, subject, world).is_err());
        Ok(())
    });
}

#[test]
fn no_user_subject_or_world_breaks_a_policy() {
    for_every_permission(|rules, user, permission, subject, world| {
        let actor = Actor::User(*user);
        let entities = entities::entities(rules, &actor, subject).unwrap();
        let Some(request) = entities::request(rules, &actor, permission, subject, world) else {
            prop_assert_ne!(permission.subject_kind(), subject.kind());
            return Ok(());
        };
        let response = Authorizer::new().is_authorized(&request, rules.policies(), &entities);
        prop_assert!(broken_policies(&response).is_empty(), "{:?}", response);
        Ok(())
    });
}

#[test]
fn a_stale_sign_in_is_the_reason_exactly_when_a_fresh_one_would_do() {
    for_every_permission(|rules, user, permission, subject, _| {
        let actor = Actor::User(*user);
        let stale = permit(rules, &actor, permission, subject, &STALE);
        let fresh = permit(rules, &actor, permission, subject, &FRESH);
        let reason = stale.as_ref().err().map(|denial| &denial.reason);
        let told = reason == Some(&DenialReason::NeedsFreshSignIn);
        prop_assert_eq!(told, stale.is_err() && fresh.is_ok());
        prop_assert!(stale.is_err() || fresh.is_ok(), "a fresh sign-in took something away");
        Ok(())
    });
}

#[test]
fn the_policies_of_one_permission_decide_as_all_of_them_do() {
    for_every_permission(|rules, user, permission, subject, world| {
        let actor = Actor::User(*user);
        let entities = entities::entities(rules, &actor, subject).unwrap();
        if let Some(request) = entities::request(rules, &actor, permission, subject, world) {
            let few = decide(rules.policies_for(permission).unwrap(), &request, &entities);
            prop_assert_eq!(few, decide(rules.policies(), &request, &entities));
        }
        Ok(())
    });
}
