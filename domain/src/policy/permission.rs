//! A permission is one thing that someone may do in Wicken; every one is declared here, once.
//!
//! Never an *action*: in this field that is what a MARAC decides should be done.

use super::actor::SubjectKind;
use crate::coded::coded;

coded! {
    /// One thing that someone may do; the code is the name of the Cedar action.
    Permission {
        SeeOwnAccount = "see_own_account", "See your own account";
        ChangeOwnAccount = "change_own_account", "Change your own account";
        /// Shuts a door on oneself, so it needs no fresh sign-in: a lost phone cannot wait.
        EndOwnSession = "end_own_session", "End one of your own sessions or tokens";
        SeeDirectory = "see_directory", "See an agency and the people who use Wicken there";
        AddAgency = "add_agency", "Add an agency";
        ChangeAgency = "change_agency", "Change an agency's name or kind";
        SuspendAgency = "suspend_agency", "Suspend an agency, or restore it";
        InviteUser = "invite_user", "Invite someone to use Wicken";
        ChangeRole = "change_role", "Change someone's role";
        SuspendUser = "suspend_user", "Suspend someone's account";
        RestoreUser = "restore_user", "Restore someone's account";
        ResetSignIn = "reset_sign_in", "Reset how someone signs in";
        EndSessions = "end_sessions", "Sign someone out everywhere";
        ReadLedger = "read_ledger", "Read who looked";
        ExportLedger = "export_ledger", "Export the ledger";
        SeeSystem = "see_system", "See how Wicken is doing";
        MigrateDatabase = "migrate_database", "Migrate the database";
        CheckSystem = "check_system", "Check the system";
        RotateKeys = "rotate_keys", "Rotate the keys";
        SearchPeople = "search_people", "Search for people whom an agency knows";
        ListCases = "list_cases", "List the cases that an agency works on";
        ReadPerson = "read_person", "Read what is held about a person";
        OpenWhereabouts = "open_whereabouts", "Open where somebody lives and how to reach them";
        KeepWhereabouts = "keep_whereabouts", "Write down where somebody is or how to reach them";
        AskSecond = "ask_second", "Ask a second person to open whereabouts with you";
        ExcludeUser = "exclude_user", "Exclude someone from a person, or end that";
        ReviewLink = "review_link", "Look at two records and decide whether they are one person";
        ConfirmLink = "confirm_link", "Confirm what somebody else decided about two records";
        ListLookers = "list_lookers", "List who looked at a person, and why";
        SeeDuty = "see_duty", "See who is on duty at an agency, and what its team was called to";
        KeepDuty = "keep_duty", "Put somebody on duty, or end that";
        CallDuty = "call_duty", "Open a case to another agency's duty team for hours, or end that";
        InvolveAgency = "involve_agency", "Involve an agency in a case, or end that";
        GiveRecord = "give_record", "Give an agency's own record to somebody in an emergency";
        /// Shuts a door, so it needs no fresh sign-in.
        EndGift = "end_gift", "End early what was given of a record";
        BreakGlass = "break_glass", "Break the glass: look at one case in an emergency";
        /// Shuts a door on oneself.
        EndOwnGlass = "end_own_glass", "End your own look behind broken glass";
        SecondOpening = "second_opening", "Open whereabouts to somebody of another agency";
        DeclareConflicts = "declare_conflicts", "Declare whom you know among the people on file";
        Appoint = "appoint", "Appoint somebody to a MARAC, or end that";
        KeepMaracs = "keep_maracs", "Say which MARAC stands in for another";
        SeeMaracs = "see_maracs", "See who hears the cases of which MARAC";
        SeeDeclarations = "see_declarations", "See who declared whom they know, and who is late";
        DecideMatch = "decide_match", "Decide whether a declaration shuts somebody out";
        ReadAgreements = "read_agreements", "Read the agreements between agencies";
        KeepAgreements = "keep_agreements", "Draft an agreement, or end one";
        SignAgreement = "sign_agreement", "Sign an agreement for an agency";
        SeeAlerts = "see_alerts", "See what should be looked at";
        SettleAlert = "settle_alert", "Say what came of an alert";
        SeeOversight = "see_oversight", "See what agencies read of each other, and on what ground";
        KeepAreas = "keep_areas", "Add an area, or say which postcodes lie in it";
        ImportFile = "import_file", "Import a file that an agency sent";
        SeeImports = "see_imports", "See what an agency's imports took in and refused";
        ReadIndicators = "read_indicators", "Read the county's figures";
        ListBehindFigure = "list_behind_figure", "List the records behind a figure";
    }
}

impl Permission {
    /// What the permission is about.
    pub const fn subject_kind(self) -> SubjectKind {
        match self {
            Self::SeeDirectory
            | Self::ChangeAgency
            | Self::SuspendAgency
            | Self::InviteUser
            | Self::ImportFile
            | Self::SeeImports
            | Self::SearchPeople
            | Self::ListCases
            | Self::SignAgreement
            | Self::SeeDeclarations
            | Self::SeeDuty
            | Self::BreakGlass => SubjectKind::Agency,
            Self::SeeOwnAccount
            | Self::ChangeOwnAccount
            | Self::EndOwnSession
            | Self::EndOwnGlass
            | Self::ChangeRole
            | Self::SuspendUser
            | Self::RestoreUser
            | Self::ResetSignIn
            | Self::DeclareConflicts
            | Self::KeepDuty
            | Self::Appoint
            | Self::EndSessions => SubjectKind::User,
            Self::ReadLedger | Self::SeeAlerts | Self::SeeOversight => SubjectKind::Ledger,
            Self::DecideMatch => SubjectKind::Match,
            Self::InvolveAgency | Self::CallDuty => SubjectKind::Case,
            Self::SettleAlert => SubjectKind::Alert,
            Self::AddAgency
            | Self::ExportLedger
            | Self::SeeSystem
            | Self::MigrateDatabase
            | Self::CheckSystem
            | Self::RotateKeys
            | Self::KeepAreas
            | Self::ReadAgreements
            | Self::KeepAgreements
            | Self::KeepMaracs
            | Self::SeeMaracs
            | Self::ReadIndicators => SubjectKind::System,
            Self::ReadPerson
            | Self::OpenWhereabouts
            | Self::ExcludeUser
            | Self::ListLookers
            | Self::GiveRecord
            | Self::EndGift
            | Self::KeepWhereabouts
            | Self::AskSecond
            | Self::SecondOpening => SubjectKind::Person,
            Self::ReviewLink | Self::ConfirmLink => SubjectKind::Pair,
            Self::ListBehindFigure => SubjectKind::Figure,
        }
    }

    /// True for a look, false for a change.
    pub const fn only_looks(self) -> bool {
        match self {
            Self::SeeOwnAccount
            | Self::SeeDirectory
            | Self::ReadLedger
            | Self::SeeSystem
            | Self::CheckSystem
            | Self::SearchPeople
            | Self::ListCases
            | Self::ReadPerson
            | Self::OpenWhereabouts
            | Self::ListLookers
            | Self::ReadAgreements
            | Self::SeeAlerts
            | Self::SeeOversight
            | Self::SeeDeclarations
            | Self::SeeDuty
            | Self::SeeImports
            | Self::SeeMaracs
            | Self::ReadIndicators
            | Self::ListBehindFigure => true,
            Self::ChangeOwnAccount
            | Self::EndOwnSession
            | Self::AddAgency
            | Self::ChangeAgency
            | Self::SuspendAgency
            | Self::InviteUser
            | Self::ChangeRole
            | Self::SuspendUser
            | Self::RestoreUser
            | Self::ResetSignIn
            | Self::EndSessions
            | Self::Appoint
            | Self::KeepMaracs
            | Self::DeclareConflicts
            | Self::DecideMatch
            | Self::ExportLedger
            | Self::MigrateDatabase
            | Self::RotateKeys
            | Self::KeepAreas
            | Self::ImportFile
            | Self::ExcludeUser
            | Self::ReviewLink
            | Self::InvolveAgency
            | Self::KeepDuty
            | Self::CallDuty
            | Self::GiveRecord
            | Self::EndGift
            | Self::KeepWhereabouts
            | Self::AskSecond
            | Self::EndOwnGlass
            | Self::BreakGlass
            | Self::SecondOpening
            | Self::KeepAgreements
            | Self::SignAgreement
            | Self::SettleAlert
            | Self::ConfirmLink => false,
        }
    }
}
