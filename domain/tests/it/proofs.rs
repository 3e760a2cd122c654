//! What must never happen is proved for every request there can be, not tried on some.
//!
//! To add a property, add a row: its name, how it is stated, a change to the rules that breaks
//! it, and a word that the counterexample must hold.

use cedar_policy_symcc::solver::LocalSolver;
use domain::policy::{Permission, Rules};
use tokio::process::Command;

use crate::policy_prover::Stated::Never;
use crate::policy_prover::{MISSING, Planted, Prover, Stated, found, plant, sound};

mod duties;
mod sight;

struct Property {
    name: &'static str,
    stated: Stated,
    planted: Planted,
    /// Found in the counterexample, so that it fails for the reason it should.
    shown: &'static str,
}

fn properties() -> impl Iterator<Item = &'static Property> {
    duties::DUTIES.iter().chain(sight::SIGHT)
}

#[tokio::test]
async fn every_property_is_proved_for_every_request_there_can_be() {
    let rules = Rules::wicken().unwrap();
    for property in properties() {
        // The solver ends after a minute: each property has one of its own.
        let mut prover = Prover::start().unwrap();
        let refuted = prover.refute(rules.schema(), rules.policies(), property.stated).await;
        assert_eq!(refuted, None, "not true: {}", property.name);
    }
}

#[tokio::test]
async fn every_property_fails_on_its_planted_policy_with_a_counterexample() {
    let rules = Rules::wicken().unwrap();
    for property in properties() {
        let mut prover = Prover::start().unwrap();
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
    for (number, policy) in rules.policies().policies().enumerate() {
        if number % 8 == 0 {
            prover = Prover::start().unwrap();
        }
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
    for (number, permission) in Permission::ALL.iter().copied().enumerate() {
        if number % 8 == 0 {
            prover = Prover::start().unwrap();
        }
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
