//! What must never happen is proved for every request there can be, not tried on some.
//!
//! To add a property, add a row: its name, how it is stated, a change to the rules that breaks
//! it, and a word that the counterexample must hold.

use cedar_policy_symcc::solver::LocalSolver;
use domain::policy::{Permission, Rules};
use tokio::process::Command;

use crate::policy_prover::Stated::{Never, OnlyWhatIsNamed};
use crate::policy_prover::{MISSING, Planted, Prover, Stated, found, plant, sound};

struct Property {
    name: &'static str,
    stated: Stated,
    planted: Planted,
    /// Found in the counterexample, so that it fails for the reason it should.
    shown: &'static str,
}

const PROPERTIES: &[Property] = &[
    Property {
        name: "an administrator never reads a person, finds one or decides who is one",
        stated: Never(
            r#"permit (principal is User, action in [Action::"search_people", Action::"read_person",
            Action::"open_whereabouts", Action::"exclude_user", Action::"review_link",
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
            Action::"open_whereabouts", Action::"exclude_user", Action::"review_link",
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
            Action::"read_person", Action::"open_whereabouts", Action::"exclude_user",
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
            Action::"end_sessions"], resource)
            when { resource.holder == principal };"#,
        ),
        planted: Planted { without: &["no-self-service"], with: "" },
        shown: "holder User",
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
            Action::"open_whereabouts"], resource)
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
        name: "no agency reads or opens what it neither holds nor referred",
        stated: Never(
            r#"permit (principal is User, action in [Action::"read_person",
            Action::"open_whereabouts", Action::"exclude_user"], resource)
            unless { resource.agency == principal.agency ||
                resource has referredBy && resource.referredBy == principal.agency };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"read_person", resource)
            when { principal.role == Role::"analyst" };"#,
        },
        shown: r#"role Role "analyst""#,
    },
    Property {
        name: "an exclusion beats every role, agency and referral",
        stated: Never(
            r#"permit (principal, action in [Action::"read_person", Action::"open_whereabouts",
            Action::"exclude_user", Action::"review_link", Action::"confirm_link"], resource)
            when { resource.excludesAsker };"#,
        ),
        planted: Planted { without: &["excluded"], with: "" },
        shown: "excludesAsker",
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
        name: "who only reads, refers, counts or chairs never opens whereabouts",
        stated: Never(
            r#"permit (principal, action == Action::"open_whereabouts", resource)
            unless { principal is User && [Role::"coordinator", Role::"representative",
                Role::"deputy", Role::"idva", Role::"idva_lead"].contains(principal.role) };"#,
        ),
        planted: Planted {
            without: &[],
            with: r#"permit (principal is User, action == Action::"open_whereabouts", resource)
            when { principal.role == Role::"analyst" && resource.agency == principal.agency };"#,
        },
        shown: r#"role Role "analyst""#,
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

#[tokio::test]
async fn every_property_is_proved_for_every_request_there_can_be() {
    let rules = Rules::wicken().unwrap();
    let mut prover = Prover::start().unwrap();
    for property in PROPERTIES {
        let refuted = prover.refute(rules.schema(), rules.policies(), property.stated).await;
        assert_eq!(refuted, None, "not true: {}", property.name);
    }
}

#[tokio::test]
async fn every_property_fails_on_its_planted_policy_with_a_counterexample() {
    let rules = Rules::wicken().unwrap();
    let mut prover = Prover::start().unwrap();
    for property in PROPERTIES {
        let planted = plant(rules.schema(), rules.policies(), property.planted);
        let refuted = prover.refute(rules.schema(), &planted, property.stated).await;
        let words = refuted.expect(property.name);
        println!("{}: refuted, {words}", property.name);
        assert!(words.contains(property.shown), "{}: {words}", property.name);
    }
}

#[tokio::test]
async fn no_policy_can_break_whatever_is_asked() {
    let rules = Rules::wicken().unwrap();
    let mut prover = Prover::start().unwrap();
    for policy in rules.policies().policies() {
        let broken = prover.break_policy(rules.schema(), policy).await;
        assert_eq!(broken, None, "{} can break", policy.id());
    }
}

#[tokio::test]
async fn a_policy_that_can_break_is_found() {
    let rules = Rules::wicken().unwrap();
    let mut prover = Prover::start().unwrap();
    let planted = r#"permit (principal is User, action == Action::"see_system", resource)
        when { principal.active && 9223372036854775807 + 1 == 0 };"#;
    for policy in sound(rules.schema(), planted).policies() {
        let broken = prover.break_policy(rules.schema(), policy).await.unwrap();
        println!("breaks: {broken}");
        assert!(broken.contains("(active") || broken.contains(", active"), "{broken}");
    }
}

#[tokio::test]
async fn the_policies_the_door_asks_for_a_permission_answer_as_all_of_them_do() {
    let rules = Rules::wicken().unwrap();
    let (schema, all) = (rules.schema(), rules.policies());
    let mut prover = Prover::start().unwrap();
    for permission in Permission::ALL.iter().copied() {
        let few = rules.policies_for(permission).unwrap();
        assert!(prover.same(schema, permission.code(), few, all).await, "{permission:?}");
    }
    let unlike = rules.policies_for(Permission::SeeSystem).unwrap();
    assert!(!prover.same(schema, Permission::ReadPerson.code(), unlike, all).await);
}

#[tokio::test]
async fn an_empty_set_of_policies_permits_nothing() {
    let rules = Rules::wicken().unwrap();
    let mut prover = Prover::start().unwrap();
    let everything = Never("permit (principal, action, resource);");
    let nothing = cedar_policy::PolicySet::new();
    assert_eq!(prover.refute(rules.schema(), &nothing, everything).await, None);
    assert!(prover.refute(rules.schema(), rules.policies(), everything).await.is_some());
}

#[tokio::test]
async fn a_missing_cvc5_fails_with_the_sentence_that_mends_it() {
    let solver = LocalSolver::from_command(&mut Command::new("/nowhere/cvc5"));
    assert_eq!(found(solver).err(), Some(MISSING));
    assert_eq!(MISSING, "cvc5 is missing: apt-get install cvc5");
}
