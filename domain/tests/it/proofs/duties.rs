//! What no role may do, whatever the rules are asked.

use super::Property;
use crate::policy_prover::Planted;
use crate::policy_prover::Stated::{Never, OnlyWhatIsNamed};

pub(super) const DUTIES: &[Property] = &[
    Property {
        name: "an administrator never reads a person, finds one or decides who is one",
        stated: Never(
            r#"permit (principal is User, action in [Action::"search_people", Action::"read_person",
            Action::"open_whereabouts", Action::"exclude_user", Action::"list_lookers",
            Action::"keep_whereabouts", Action::"ask_second", Action::"give_record",
            Action::"end_gift",
            Action::"second_opening",
            Action::"involve_agency", Action::"call_duty", Action::"break_glass",
            Action::"review_link",
            Action::"confirm_link"], resource)
            when { principal.role == Role::"administrator" };"#,
        ),
        planted: Planted {
            without: &["administrator-reads-no-person"],
            with: r#"permit (principal is User, action == Action::"read_person", resource)
            when { resource.agency == principal.agency };"#,
        },
        shown: r#"role Role "administrator""#,
    },
    Property {
        name: "a grantor never reads a person, finds one or decides who is one",
        stated: Never(
            r#"permit (principal is User, action in [Action::"search_people", Action::"read_person",
            Action::"open_whereabouts", Action::"exclude_user", Action::"list_lookers",
            Action::"keep_whereabouts", Action::"ask_second", Action::"give_record",
            Action::"end_gift",
            Action::"second_opening",
            Action::"involve_agency", Action::"call_duty", Action::"break_glass",
            Action::"review_link",
            Action::"confirm_link"], resource)
            when { principal.role == Role::"grantor" };"#,
        ),
        planted: Planted {
            without: &["grantor-reads-no-person"],
            with: r#"permit (principal is User, action == Action::"read_person", resource)
            when { principal.agencyIsPartnership };"#,
        },
        shown: r#"role Role "grantor""#,
    },
    Property {
        name: "the operator never reads a person, finds one or decides who is one",
        stated: Never(
            r#"permit (principal is Operator, action in [Action::"search_people",
            Action::"read_person", Action::"open_whereabouts", Action::"keep_whereabouts",
            Action::"ask_second",
            Action::"exclude_user", Action::"list_lookers", Action::"give_record",
            Action::"end_gift",
            Action::"second_opening", Action::"involve_agency", Action::"call_duty",
            Action::"break_glass",
            Action::"review_link", Action::"confirm_link"], resource);"#,
        ),
        planted: Planted {
            without: &["operator-reads-no-person"],
            with: r#"permit (principal is Operator, action == Action::"read_person", resource);"#,
        },
        shown: "Operator",
    },
    Property {
        name: "a suspended agency reads nothing and does nothing",
        stated: Never(
            "permit (principal is User, action, resource) when { !principal.agencyActive };",
        ),
        planted: Planted { without: &["suspended-agency"], with: "" },
        shown: "not agencyActive",
    },
    Property {
        name: "an inactive user does nothing",
        stated: Never("permit (principal is User, action, resource) when { !principal.active };"),
        planted: Planted { without: &["inactive-user"], with: "" },
        shown: "not active",
    },
    Property {
        name: "nothing is permitted without a policy that names it",
        stated: OnlyWhatIsNamed,
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action, resource)
            when { principal.role == Role::"manager" };"#,
        },
        shown: r#"role Role "manager""#,
    },
    Property {
        name: "nobody acts on themselves",
        stated: Never(
            r#"permit (principal is User, action in [Action::"change_role",
            Action::"suspend_user", Action::"restore_user", Action::"reset_sign_in",
            Action::"end_sessions", Action::"decide_match", Action::"keep_duty"], resource)
            when { resource.holder == principal };"#,
        ),
        planted: Planted { without: &["no-self-service"], with: "" },
        shown: "holder User",
    },
    Property {
        name: "nobody of the agency of whoever declared decides what was found, or reads it",
        stated: Never(
            r#"permit (principal, action == Action::"decide_match", resource)
            when { principal is User && resource.agency == principal.agency };"#,
        ),
        planted: Planted {
            without: &["match-is-decided-outside"],
            with: r#"permit (principal is User, action == Action::"decide_match", resource)
            when { principal.role == Role::"privacy_officer" &&
                resource.agency == principal.agency };"#,
        },
        shown: "gets decide_match",
    },
    Property {
        name: "outside the partnership an officer decides of its staff only what falls to them",
        stated: Never(
            r#"permit (principal is User, action == Action::"decide_match", resource)
            when { !principal.agencyIsPartnership } unless {
                resource.ofPartnership && resource.fallsToAsker };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"decide_match", resource)
            when { principal.role == Role::"privacy_officer" && resource.fallsToAsker };"#,
        },
        shown: "not ofPartnership",
    },
    Property {
        name: "nobody puts anybody of another agency on duty, or calls to another agency's case",
        stated: Never(
            r#"permit (principal, action in [Action::"keep_duty", Action::"call_duty"], resource)
            unless { principal is User && resource.agency == principal.agency };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"call_duty", resource)
            when { principal.agencyIsPartnership };"#,
        },
        shown: "gets call_duty",
    },
    Property {
        name: "nobody suspends their own agency",
        stated: Never(
            r#"permit (principal is User, action == Action::"suspend_agency", resource)
            when { resource == principal.agency };"#,
        ),
        planted: Planted { without: &["own-agency-not-suspended"], with: "" },
        shown: "gets suspend_agency",
    },
    Property {
        name: "no stale sign-in opens a door",
        stated: Never(
            r#"permit (principal is User, action in [Action::"change_own_account",
            Action::"suspend_agency", Action::"invite_user", Action::"change_role",
            Action::"restore_user", Action::"reset_sign_in", Action::"export_ledger",
            Action::"open_whereabouts", Action::"second_opening", Action::"give_record",
            Action::"break_glass", Action::"keep_agreements", Action::"sign_agreement"], resource)
            unless { context.freshSignIn };"#,
        ),
        planted: Planted { without: &["stale-sign-in"], with: "" },
        shown: "not freshSignIn",
    },
    Property {
        name: "nobody but a data protection officer reads who looked",
        stated: Never(
            r#"permit (principal, action == Action::"read_ledger", resource)
            unless { principal is User && principal.role == Role::"privacy_officer" };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"read_ledger", resource)
            when { principal.role == Role::"manager" };"#,
        },
        shown: r#"role Role "manager""#,
    },
    Property {
        name: "nobody settles an alert about what they did",
        stated: Never(
            r#"permit (principal is User, action == Action::"settle_alert", resource)
            when { resource has about && resource.about == principal };"#,
        ),
        planted: Planted { without: &["no-settling-about-oneself"], with: "" },
        shown: "gets settle_alert",
    },
    Property {
        name: "nobody confirms what they decided themselves",
        stated: Never(
            r#"permit (principal is User, action == Action::"confirm_link", resource)
            unless { resource has decidedBy && resource.decidedBy != principal };"#,
        ),
        planted: Planted { without: &["second-person-confirms"], with: "" },
        shown: "gets confirm_link",
    },
    Property {
        name: "outside the partnership's office nobody decides about another agency's record",
        stated: Never(
            r#"permit (principal is User, action in [Action::"review_link",
            Action::"confirm_link"], resource)
            when { !principal.agencyIsPartnership &&
                (resource.left != principal.agency || resource.right != principal.agency) };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"review_link", resource)
            when { principal.role == Role::"analyst" && resource.left == principal.agency };"#,
        },
        shown: r#"role Role "analyst""#,
    },
    Property {
        name: "an administrator never lists the records behind a figure",
        stated: Never(
            r#"permit (principal is User, action == Action::"list_behind_figure", resource)
            when { principal.role == Role::"administrator" };"#,
        ),
        planted: Planted {
            without: &["administrator-lists-no-records"],
            with: r#"permit (principal is User, action == Action::"list_behind_figure", resource)
            when { principal.agencyIsPartnership };"#,
        },
        shown: r#"role Role "administrator""#,
    },
    Property {
        name: "a grantor never lists the records behind a figure",
        stated: Never(
            r#"permit (principal is User, action == Action::"list_behind_figure", resource)
            when { principal.role == Role::"grantor" };"#,
        ),
        planted: Planted {
            without: &["grantor-lists-no-records"],
            with: r#"permit (principal is User, action == Action::"list_behind_figure", resource)
            when { resource.ofReferrals };"#,
        },
        shown: r#"role Role "grantor""#,
    },
    Property {
        name: "the operator never lists the records behind a figure",
        stated: Never(
            r#"permit (principal is Operator, action == Action::"list_behind_figure", resource);"#,
        ),
        planted: Planted {
            without: &["operator-lists-no-records"],
            with: r#"permit (principal, action == Action::"list_behind_figure", resource);"#,
        },
        shown: "Operator",
    },
    Property {
        name: "nobody lists another agency's incidents behind a figure",
        stated: Never(
            r#"permit (principal is User, action == Action::"list_behind_figure", resource)
            when { !resource.ofReferrals &&
                !(resource has agency && resource.agency == principal.agency) };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"list_behind_figure", resource)
            when { principal.role == Role::"coordinator" };"#,
        },
        shown: r#"role Role "coordinator""#,
    },
    Property {
        name: "an analyst imports for no other agency",
        stated: Never(
            r#"permit (principal is User, action == Action::"import_file", resource)
            when { principal.role == Role::"analyst" && resource != principal.agency };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"import_file", resource)
            when { principal.role == Role::"analyst" };"#,
        },
        shown: r#"role Role "analyst""#,
    },
];
