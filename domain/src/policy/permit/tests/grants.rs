//! Who may do what, written by hand: what the rules are held against.

use uuid::Uuid;

use super::super::super::actor::{Subject, UserActor};
use super::super::super::class::FieldClass as F;
use super::super::super::permission::Permission;
use crate::ids::{AgencyId, AlertId, LinkId, PersonId, UserId};
use crate::user::Role;

const SELF: UserId = UserId::from_uuid(Uuid::from_u128(1));
const OTHER: UserId = UserId::from_uuid(Uuid::from_u128(2));
pub(super) const OWN_AGENCY: AgencyId = AgencyId::from_uuid(Uuid::from_u128(11));
pub(super) const OTHER_AGENCY: AgencyId = AgencyId::from_uuid(Uuid::from_u128(12));
pub(super) const PERSON: PersonId = PersonId::from_uuid(Uuid::from_u128(21));
const ALERT: AlertId = AlertId::from_uuid(Uuid::from_u128(41));
const PAIR: LinkId = LinkId::from_uuid(Uuid::from_u128(31));

mod person;
mod things;

use self::person::{is_barred, is_held, reaches_person};
pub(super) use self::things::{all_people, subjects};
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
    /// Held or referred by the own agency, and the asker not excluded.
    KnownToOwnAgency,
    /// Of a class that is shared, known to the own agency or to be seen on another ground.
    Shared,
    /// Of a class that is shared, in a case to which the duty team is called.
    OnDuty,
    /// Marks of honour in such a case.
    HonourOnDuty,
    /// Marks of honour: known to the own agency, or shared in a case.
    Honour,
    /// What only an advocate is told: of the own agency.
    Confidences,
    /// Given by name.
    Given,
    /// Opened in an emergency.
    Glass,
    /// Of the alleged perpetrator with whom the own agency works: who, and that there is a risk.
    AtRisk,
    /// Known to the own agency, or opened by a second person.
    Seconded,
    /// Of another agency, and shared in a case or opened in an emergency.
    NewToCase,
    /// Known to the own agency, and asked for by another.
    ForAnother,
    /// Held by the own agency, and the asker not excluded.
    HeldByOwnAgency,
    /// Of the own agency or in the partnership body, and not about oneself.
    AlertNotOwn,
    /// Outside the agency of whoever declared: in the partnership body, or, where they are of it,
    /// where the person is held.
    MatchOutside,
    /// Both records of the own agency, and the asker not excluded.
    PairOfOwnAgency,
    /// In the partnership body only, and the asker not excluded.
    PairInPartnership,
}

use Reach::{
    AlertNotOwn, AllButOneself, AllButOwnAgency, AtRisk, Confidences, Everything, ForAnother,
    Given, Glass, HeldByOwnAgency, Honour, HonourOnDuty, IncidentsOfOwnAgency, KnownToOwnAgency,
    MatchOutside, NewToCase, OnDuty, OwnAccount, OwnAgency, OwnAgencyButOneself,
    OwnAgencyOrPartnership, PairInPartnership, PairOfOwnAgency, Partnership, Referrals, Seconded,
    Shared,
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
const SAFETY_WORKERS: &[Role] =
    &[R::Coordinator, R::Representative, R::Deputy, R::Idva, R::IdvaLead];
const DUTY_TEAM: &[Role] =
    &[R::Coordinator, R::Representative, R::Deputy, R::Idva, R::IdvaLead, R::Referrer];
const EXCLUDERS: &[Role] = &[R::Coordinator, R::Representative, R::IdvaLead];
const PLANNERS: &[Role] = &[R::Coordinator, R::Representative, R::Idva, R::IdvaLead];
const ADVOCATES: &[Role] = &[R::Idva, R::IdvaLead];
/// Everyone but those of whom it is proved that they read about nobody.
const MAY_BE_GIVEN: &[Role] = &[
    R::Coordinator,
    R::Chair,
    R::Representative,
    R::Deputy,
    R::Idva,
    R::IdvaLead,
    R::Referrer,
    R::Analyst,
    R::Manager,
    R::PrivacyOfficer,
    R::ProgrammeCoordinator,
];
const DECLARERS: &[Role] = &[
    R::Coordinator,
    R::Chair,
    R::Representative,
    R::Deputy,
    R::Idva,
    R::IdvaLead,
    R::Referrer,
    R::Analyst,
    R::PrivacyOfficer,
];
const PERPETRATOR_WORKERS: &[Role] =
    &[R::ProgrammeCoordinator, R::Representative, R::Deputy, R::Referrer];
const LEADS: &[Role] = &[R::Representative, R::IdvaLead];

/// What users may do; all that has no row here must be refused.
const GRANTS: &[(Permission, &[Role], Reach)] = &[
    (P::SeeOwnAccount, R::ALL, OwnAccount),
    (P::ChangeOwnAccount, R::ALL, OwnAccount),
    (P::EndOwnSession, R::ALL, OwnAccount),
    (P::SeeDirectory, &[R::Grantor, R::Coordinator, R::Manager], Everything),
    (P::SeeDirectory, LEADS, OwnAgency),
    (P::SeeDirectory, &[R::PrivacyOfficer], OwnAgency),
    (P::SeeDirectory, &[R::PrivacyOfficer], Partnership),
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
    (P::SearchPeople, READERS, OwnAgency),
    (P::ListCases, READERS, OwnAgency),
    (P::ListCases, &[R::ProgrammeCoordinator], OwnAgency),
    (P::ReadPerson, READERS, Shared),
    (P::ReadPerson, DUTY_TEAM, OnDuty),
    (P::ReadPerson, PLANNERS, Honour),
    (P::ReadPerson, PLANNERS, HonourOnDuty),
    (P::ReadPerson, ADVOCATES, Confidences),
    (P::ReadPerson, MAY_BE_GIVEN, Given),
    (P::ReadPerson, SAFETY_WORKERS, Glass),
    (P::ReadPerson, PERPETRATOR_WORKERS, AtRisk),
    (P::OpenWhereabouts, SAFETY_WORKERS, Seconded),
    (P::KeepWhereabouts, SAFETY_WORKERS, KnownToOwnAgency),
    (P::AskSecond, SAFETY_WORKERS, NewToCase),
    (P::SecondOpening, SAFETY_WORKERS, ForAnother),
    (P::ExcludeUser, EXCLUDERS, KnownToOwnAgency),
    (P::ListLookers, EXCLUDERS, HeldByOwnAgency),
    (P::GiveRecord, EXCLUDERS, HeldByOwnAgency),
    (P::EndGift, EXCLUDERS, HeldByOwnAgency),
    (P::InvolveAgency, &[R::Coordinator], HeldByOwnAgency),
    (P::BreakGlass, SAFETY_WORKERS, OwnAgency),
    (P::EndOwnGlass, R::ALL, OwnAccount),
    (P::DeclareConflicts, DECLARERS, OwnAccount),
    (P::Appoint, &[R::Grantor], AllButOneself),
    (P::KeepMaracs, &[R::Grantor], Everything),
    (P::SeeMaracs, &[R::Grantor, R::Coordinator, R::Chair], Everything),
    (P::SeeMaracs, &[R::PrivacyOfficer], Partnership),
    (P::SeeDeclarations, EXCLUDERS, OwnAgency),
    (P::SeeDeclarations, &[R::PrivacyOfficer], OwnAgencyOrPartnership),
    (P::DecideMatch, &[R::PrivacyOfficer], MatchOutside),
    (P::SeeDuty, DUTY_TEAM, OwnAgency),
    (P::KeepDuty, EXCLUDERS, OwnAgencyButOneself),
    (P::CallDuty, SAFETY_WORKERS, HeldByOwnAgency),
    (P::ReadAgreements, R::ALL, Everything),
    (P::KeepAgreements, &[R::PrivacyOfficer], Partnership),
    (P::SignAgreement, &[R::PrivacyOfficer], OwnAgency),
    (P::SeeAlerts, &[R::PrivacyOfficer], OwnAgencyOrPartnership),
    (P::SeeOversight, &[R::PrivacyOfficer], OwnAgencyOrPartnership),
    (P::SettleAlert, &[R::PrivacyOfficer], AlertNotOwn),
    (P::ReviewLink, &[R::Analyst], PairOfOwnAgency),
    (P::ReviewLink, &[R::Coordinator], PairInPartnership),
    (P::ConfirmLink, &[R::Analyst], PairOfOwnAgency),
    (P::ConfirmLink, &[R::Coordinator], PairInPartnership),
    (P::ImportFile, &[R::Analyst], OwnAgency),
    (P::ImportFile, &[R::Coordinator], Partnership),
    (P::SeeImports, &[R::Analyst], OwnAgency),
    (P::SeeImports, &[R::Coordinator], Partnership),
    (P::SeeImports, &[R::Manager, R::Administrator], Everything),
    (P::SeeImports, &[R::PrivacyOfficer], OwnAgency),
    (P::SeeImports, &[R::PrivacyOfficer], Partnership),
    (P::ReadIndicators, R::ALL, Everything),
    (P::ListBehindFigure, &[R::Analyst], IncidentsOfOwnAgency),
    (P::ListBehindFigure, &[R::Coordinator], Referrals),
];

pub(super) const NEED_FRESH: &[Permission] = &[
    P::ChangeOwnAccount,
    P::SuspendAgency,
    P::InviteUser,
    P::ChangeRole,
    P::RestoreUser,
    P::ResetSignIn,
    P::ExportLedger,
    P::OpenWhereabouts,
    P::SecondOpening,
    P::GiveRecord,
    P::BreakGlass,
    P::KeepAgreements,
    P::SignAgreement,
    P::Appoint,
    P::KeepMaracs,
];

pub(super) const OPERATOR: &[Permission] = &[
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
    P::SeeDeclarations,
    P::SeeDuty,
    P::ReadIndicators,
    P::Appoint,
    P::KeepMaracs,
    P::SeeMaracs,
];

pub(super) fn user(role: Role) -> UserActor {
    UserActor {
        id: SELF,
        role,
        agency: OWN_AGENCY,
        agency_is_partnership: false,
        active: true,
        agency_active: true,
    }
}

fn reaches(reach: Reach, user: &UserActor, subject: &Subject) -> bool {
    let (is_self, is_own) = match subject {
        Subject::System => (false, false),
        Subject::Agency { id, .. } => (false, *id == user.agency),
        Subject::User { id, agency, .. } => (*id == user.id, *agency == user.agency),
        Subject::Ledger { agency } => (false, *agency == Some(user.agency)),
        Subject::Person { agency, referred_by, .. } => {
            (false, *agency == user.agency || *referred_by == Some(user.agency))
        }
        Subject::Match { user: by, agency, .. } => (*by == user.id, *agency == user.agency),
        Subject::Case { agency, .. } => (false, *agency == user.agency),
        Subject::Alert { agency, about, .. } => (*about == Some(user.id), *agency == user.agency),
        Subject::Pair { left, right, .. } => (false, *left == user.agency && *right == user.agency),
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
        Shared | Honour | Confidences | Given | Glass | AtRisk | Seconded | NewToCase
        | ForAnother | OnDuty | HonourOnDuty => {
            !excludes_asker(subject) && reaches_person(reach, user, subject)
        }
        HeldByOwnAgency => is_held(user, subject) && !excludes_asker(subject),
        MatchOutside => !is_self && !is_own && is_decided(user, subject),
        AlertNotOwn => !is_self && (is_own || user.agency_is_partnership),
        KnownToOwnAgency | PairOfOwnAgency => is_own && !excludes_asker(subject),
        PairInPartnership => user.agency_is_partnership && !excludes_asker(subject),
    }
}

fn is_decided(user: &UserActor, subject: &Subject) -> bool {
    let is_held =
        matches!(subject, Subject::Match { of_partnership: true, falls_to_asker: true, .. });
    user.agency_is_partnership || is_held
}

fn is_of_referrals(subject: &Subject) -> bool {
    matches!(subject, Subject::Figure { of_referrals: true, .. })
}

fn excludes_asker(subject: &Subject) -> bool {
    match subject {
        Subject::Person { asker, .. } => asker.is_excluded,
        Subject::Case { excludes_asker, .. } | Subject::Pair { excludes_asker, .. } => {
            *excludes_asker
        }
        _ => false,
    }
}

/// Whether it has to be confirmed, and by somebody else than who decided.
fn may_confirm(user: &UserActor, permission: Permission, subject: &Subject) -> bool {
    let Subject::Pair { decided_by, .. } = subject else { return true };
    permission != P::ConfirmLink || decided_by.is_some_and(|by| by != user.id)
}

pub(super) fn expected(user: &UserActor, permission: Permission, subject: &Subject) -> bool {
    user.active
        && user.agency_active
        && may_confirm(user, permission, subject)
        && !is_barred(permission, user, subject)
        && GRANTS.iter().any(|(granted, roles, reach)| {
            *granted == permission && roles.contains(&user.role) && reaches(*reach, user, subject)
        })
}
