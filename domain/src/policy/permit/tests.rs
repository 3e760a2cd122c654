//! Every permission, on both sides of each boundary, against a table written by hand.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::super::actor::{OperatorName, SubjectKind, UserActor};
use super::super::rules::PolicySource;
use super::*;
use crate::ids::{AgencyId, PersonId, UserId};
use crate::user::Role;

const SELF: UserId = UserId::from_uuid(Uuid::from_u128(1));
const OTHER: UserId = UserId::from_uuid(Uuid::from_u128(2));
const OWN_AGENCY: AgencyId = AgencyId::from_uuid(Uuid::from_u128(11));
const OTHER_AGENCY: AgencyId = AgencyId::from_uuid(Uuid::from_u128(12));
const PERSON: PersonId = PersonId::from_uuid(Uuid::from_u128(21));
const FRESH: World = World { fresh_sign_in: true };
const STALE: World = World { fresh_sign_in: false };

use Permission as P;
use Role as R;

/// Which subjects a role may reach.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    Everything,
    OwnAccount,
    OwnAgency,
    AllButOneself,
    OwnAgencyButOneself,
    AllButOwnAgency,
    /// Of every agency in the partnership body, of the own agency elsewhere.
    OwnAgencyOrPartnership,
    /// In the partnership body only.
    Partnership,
    IncidentsOfOwnAgency,
    Referrals,
}

use Reach::{
    AllButOneself, AllButOwnAgency, Everything, IncidentsOfOwnAgency, OwnAccount, OwnAgency,
    OwnAgencyButOneself, OwnAgencyOrPartnership, Partnership, Referrals,
};

const READERS: &[Role] = &[
    R::Coordinator,
    R::Chair,
    R::Representative,
    R::Deputy,
    R::Idva,
    R::IdvaLead,
    R::Referrer,
    R::Analyst,
];
const LEADS: &[Role] = &[R::Representative, R::IdvaLead];

/// What users may do; all that has no row here must be refused.
const GRANTS: &[(Permission, &[Role], Reach)] = &[
    (P::SeeOwnAccount, R::ALL, OwnAccount),
    (P::ChangeOwnAccount, R::ALL, OwnAccount),
    (P::EndOwnSession, R::ALL, OwnAccount),
    (P::SeeDirectory, &[R::Grantor, R::Coordinator, R::Manager, R::PrivacyOfficer], Everything),
    (P::SeeDirectory, LEADS, OwnAgency),
    (P::AddAgency, &[R::Grantor], Everything),
    (P::ChangeAgency, &[R::Grantor], Everything),
    (P::SuspendAgency, &[R::Grantor], AllButOwnAgency),
    (P::InviteUser, &[R::Grantor], Everything),
    (P::ChangeRole, &[R::Grantor], AllButOneself),
    (P::SuspendUser, &[R::Grantor], AllButOneself),
    (P::SuspendUser, LEADS, OwnAgencyButOneself),
    (P::RestoreUser, &[R::Grantor], AllButOneself),
    (P::ResetSignIn, &[R::Grantor], AllButOneself),
    (P::EndSessions, &[R::Grantor], AllButOneself),
    (P::EndSessions, LEADS, OwnAgencyButOneself),
    (P::ReadLedger, &[R::PrivacyOfficer], OwnAgencyOrPartnership),
    (P::ExportLedger, &[R::PrivacyOfficer], Partnership),
    (P::SeeSystem, &[R::Administrator, R::PrivacyOfficer], Everything),
    (P::CheckSystem, &[R::Administrator], Everything),
    (P::ReadPerson, READERS, OwnAgency),
    (P::ImportFile, &[R::Analyst], OwnAgency),
    (P::ImportFile, &[R::Coordinator], Partnership),
    (P::SeeImports, &[R::Analyst], OwnAgency),
    (P::SeeImports, &[R::Coordinator], Partnership),
    (P::SeeImports, &[R::Manager, R::PrivacyOfficer, R::Administrator], Everything),
    (P::ReadIndicators, R::ALL, Everything),
    (P::ListBehindFigure, &[R::Analyst], IncidentsOfOwnAgency),
    (P::ListBehindFigure, &[R::Coordinator], Referrals),
];

const NEED_FRESH: &[Permission] = &[
    P::ChangeOwnAccount,
    P::SuspendAgency,
    P::InviteUser,
    P::ChangeRole,
    P::RestoreUser,
    P::ResetSignIn,
    P::ExportLedger,
];

const OPERATOR: &[Permission] = &[
    P::AddAgency,
    P::InviteUser,
    P::ResetSignIn,
    P::ExportLedger,
    P::SeeSystem,
    P::MigrateDatabase,
    P::CheckSystem,
    P::RotateKeys,
    P::KeepAreas,
    P::ImportFile,
    P::SeeImports,
    P::ReadIndicators,
];

fn user(role: Role) -> UserActor {
    UserActor {
        id: SELF,
        role,
        agency: OWN_AGENCY,
        agency_is_partnership: false,
        active: true,
        agency_active: true,
    }
}

fn subjects(kind: SubjectKind) -> Vec<Subject> {
    let agency = |id| Subject::Agency { id, active: true };
    let account = |id, agency| Subject::User { id, agency, role: Role::Idva };
    match kind {
        SubjectKind::System => vec![Subject::System],
        SubjectKind::Agency => vec![agency(OWN_AGENCY), agency(OTHER_AGENCY)],
        SubjectKind::User => vec![
            account(SELF, OWN_AGENCY),
            account(OTHER, OWN_AGENCY),
            account(OTHER, OTHER_AGENCY),
        ],
        SubjectKind::Ledger => vec![
            Subject::Ledger { agency: Some(OWN_AGENCY) },
            Subject::Ledger { agency: Some(OTHER_AGENCY) },
            Subject::Ledger { agency: None },
        ],
        SubjectKind::Person => vec![
            Subject::Person { id: PERSON, agency: OWN_AGENCY },
            Subject::Person { id: PERSON, agency: OTHER_AGENCY },
        ],
        SubjectKind::Figure => [None, Some(OWN_AGENCY), Some(OTHER_AGENCY)]
            .into_iter()
            .flat_map(|agency| {
                [true, false].map(|of_referrals| Subject::Figure { agency, of_referrals })
            })
            .collect(),
    }
}

fn reaches(reach: Reach, user: &UserActor, subject: &Subject) -> bool {
    let (is_self, is_own) = match subject {
        Subject::System => (false, false),
        Subject::Agency { id, .. } => (false, *id == user.agency),
        Subject::User { id, agency, .. } => (*id == user.id, *agency == user.agency),
        Subject::Ledger { agency } => (false, *agency == Some(user.agency)),
        Subject::Person { agency, .. } => (false, *agency == user.agency),
        Subject::Figure { agency, .. } => (false, *agency == Some(user.agency)),
    };
    match reach {
        Everything => true,
        OwnAccount => is_self,
        OwnAgency => is_own,
        AllButOneself => !is_self,
        OwnAgencyButOneself => is_own && !is_self,
        AllButOwnAgency => !is_own,
        OwnAgencyOrPartnership => is_own || user.agency_is_partnership,
        Partnership => user.agency_is_partnership,
        IncidentsOfOwnAgency => is_own && !is_of_referrals(subject),
        Referrals => is_of_referrals(subject),
    }
}

fn is_of_referrals(subject: &Subject) -> bool {
    matches!(subject, Subject::Figure { of_referrals: true, .. })
}

fn expected(user: &UserActor, permission: Permission, subject: &Subject) -> bool {
    user.active
        && user.agency_active
        && GRANTS.iter().any(|(granted, roles, reach)| {
            *granted == permission && roles.contains(&user.role) && reaches(*reach, user, subject)
        })
}

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
    for user in Role::ALL.iter().copied().flat_map(every_standing) {
        for permission in Permission::ALL.iter().copied() {
            for subject in subjects(permission.subject_kind()) {
                check(&rules, &user, permission, &subject);
            }
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

#[test]
fn a_basis_names_its_policy_and_says_why() {
    let rules = Rules::wicken().unwrap();
    let actor = Actor::User(user(Role::Idva));
    let own = Subject::Person { id: PERSON, agency: OWN_AGENCY };
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
    let own = Subject::Person { id: PERSON, agency: OWN_AGENCY };
    let other = Subject::Person { id: PERSON, agency: OTHER_AGENCY };
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
    let users = Role::ALL.iter().copied().flat_map(every_standing).map(Actor::User);
    let operator = Actor::Operator(OperatorName::parse("root").unwrap());
    let mut deciders = BTreeSet::new();
    for actor in users.chain([operator]) {
        for permission in Permission::ALL.iter().copied() {
            let suspended = Subject::Agency { id: OTHER_AGENCY, active: false };
            for subject in subjects(permission.subject_kind()).into_iter().chain([suspended]) {
                deciders.extend(deciding(permit(&rules, &actor, permission, &subject, &STALE)));
            }
        }
    }
    let all: BTreeSet<String> = rules.policies().policies().map(|it| it.id().to_string()).collect();
    assert_eq!(deciders, all);
}
