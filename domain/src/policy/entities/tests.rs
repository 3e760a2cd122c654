//! Every entity and every request fits the schema.

use super::*;
use crate::ids::{AlertId, LinkId, PersonId};
use crate::policy::OperatorName;

fn every_actor() -> Vec<Actor> {
    let user = |role: &Role| {
        Actor::User(UserActor {
            id: UserId::from_uuid(Uuid::from_u128(1)),
            role: *role,
            agency: AgencyId::from_uuid(Uuid::from_u128(2)),
            agency_is_partnership: false,
            active: true,
            agency_active: true,
        })
    };
    let operator = Actor::Operator(OperatorName::parse("root").unwrap());
    Role::ALL.iter().map(user).chain([operator]).collect()
}

fn every_subject() -> Vec<Subject> {
    let agency = AgencyId::from_uuid(Uuid::from_u128(2));
    let user = UserId::from_uuid(Uuid::from_u128(1));
    let account = |role: &Role| Subject::User { id: user, agency, role: *role };
    let id = PersonId::from_uuid(Uuid::from_u128(3));
    let person = |referred_by, class, opening_for| {
        let asker = Standing { opening_for, ..Standing::default() };
        Subject::Person { id, agency, referred_by, class, asker }
    };
    let id = LinkId::from_uuid(Uuid::from_u128(4));
    let pair = |decided_by| Subject::Pair {
        id,
        left: agency,
        right: agency,
        decided_by,
        excludes_asker: true,
        is_other_marac: false,
    };
    let id = AlertId::from_uuid(Uuid::from_u128(6));
    let alert = |about| Subject::Alert { id, agency, about };
    let mut subjects: Vec<Subject> = Role::ALL.iter().map(account).collect();
    subjects.extend([
        Subject::System,
        Subject::Agency { id: agency, active: false },
        Subject::Ledger { agency: None },
        Subject::Ledger { agency: Some(agency) },
        person(None, FieldClass::Identity, None),
        person(Some(agency), FieldClass::Whereabouts, Some((user, agency))),
        Subject::Match {
            id: Uuid::from_u128(7),
            user,
            agency,
            of_partnership: true,
            falls_to_asker: false,
        },
        Subject::Case {
            id: Uuid::from_u128(5),
            agency,
            excludes_asker: true,
            is_other_marac: true,
        },
        alert(None),
        alert(Some(user)),
        pair(None),
        pair(Some(user)),
        Subject::Figure { agency: None, of_referrals: true },
        Subject::Figure { agency: Some(agency), of_referrals: false },
    ]);
    subjects
}

#[test]
fn every_actor_and_subject_fits_the_schema() {
    let rules = Rules::wicken().unwrap();
    for actor in every_actor() {
        for subject in every_subject() {
            let built = entities(&rules, &actor, &subject).unwrap();
            let checked = Entities::from_entities(built, Some(rules.schema()));
            assert!(checked.is_ok(), "{actor:?} {subject:?}: {:?}", checked.err());
        }
    }
}

#[test]
fn every_request_fits_the_schema_as_if_it_were_held_against_it_each_time() {
    let rules = Rules::wicken().unwrap();
    let names = rules.names();
    for actor in every_actor() {
        for subject in every_subject() {
            for permission in Permission::ALL.iter().copied() {
                for world in [World { fresh_sign_in: true }, World { fresh_sign_in: false }] {
                    let asked = request(&rules, &actor, permission, &subject, &world);
                    let (principal, resource) =
                        (actor_uid(names, &actor), subject_uid(names, &subject));
                    let action = names.permissions[&permission].clone();
                    let context = names.context(&world);
                    let schema = Some(rules.schema());
                    let held = Request::new(principal, action, resource, context, schema);
                    let words = format!("{permission:?} {actor:?} {subject:?}");
                    assert_eq!(asked.is_some(), held.is_ok(), "{words}");
                }
            }
        }
    }
}

#[test]
fn a_permission_can_be_asked_about_its_own_kind_of_subject_only() {
    let rules = Rules::wicken().unwrap();
    let world = World { fresh_sign_in: true };
    for actor in every_actor() {
        for subject in every_subject() {
            for permission in Permission::ALL.iter().copied() {
                let asked = request(&rules, &actor, permission, &subject, &world);
                let fits = permission.subject_kind() == subject.kind();
                assert_eq!(asked.is_some(), fits, "{permission:?} {subject:?}");
            }
        }
    }
}
