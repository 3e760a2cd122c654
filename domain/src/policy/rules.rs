//! The rules are Cedar policies under one schema, checked as a whole before anyone asks.

use std::collections::BTreeMap;

use cedar_policy::{
    ActionConstraint, Effect, EntityUid, Policy, PolicyId, PolicySet, Schema, ValidationMode,
    Validator,
};
use serde_json::json;
use thiserror::Error;

use super::entities::Names;
use super::permission::Permission;

const SCHEMA: &str = include_str!("../../policies/wicken.cedarschema");

const SOURCES: &[PolicySource<'static>] = &[
    PolicySource { file: "account.cedar", text: include_str!("../../policies/account.cedar") },
    PolicySource { file: "directory.cedar", text: include_str!("../../policies/directory.cedar") },
    PolicySource { file: "ledger.cedar", text: include_str!("../../policies/ledger.cedar") },
    PolicySource { file: "system.cedar", text: include_str!("../../policies/system.cedar") },
    PolicySource { file: "person.cedar", text: include_str!("../../policies/person.cedar") },
    PolicySource {
        file: "involvement.cedar",
        text: include_str!("../../policies/involvement.cedar"),
    },
    PolicySource { file: "agreement.cedar", text: include_str!("../../policies/agreement.cedar") },
    PolicySource {
        file: "declaration.cedar",
        text: include_str!("../../policies/declaration.cedar"),
    },
    PolicySource { file: "marac.cedar", text: include_str!("../../policies/marac.cedar") },
    PolicySource { file: "duty.cedar", text: include_str!("../../policies/duty.cedar") },
    PolicySource { file: "link.cedar", text: include_str!("../../policies/link.cedar") },
    PolicySource { file: "import.cedar", text: include_str!("../../policies/import.cedar") },
    PolicySource {
        file: "performance.cedar",
        text: include_str!("../../policies/performance.cedar"),
    },
    PolicySource { file: "never.cedar", text: include_str!("../../policies/never.cedar") },
];

/// A file of policies.
#[derive(Clone, Copy, Debug)]
pub struct PolicySource<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

/// The compiled rules: made once when Wicken starts, and never changed while it runs.
#[derive(Clone, Debug)]
pub struct Rules {
    schema: Schema,
    policies: PolicySet,
    /// The reason of each policy by its id: Cedar parses the word `because` whenever it is asked.
    reasons: BTreeMap<String, String>,
    /// For each permission the policies that can apply to it, narrowed to it: asking all takes
    /// three times as long, and longer with every feature. It is proved that the two answer the
    /// same.
    relevant: BTreeMap<Permission, PolicySet>,
    names: Names,
}

/// Why rules cannot be used. Wicken does not start with such rules.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RulesBroken {
    #[error("the schema cannot be read: {0}")]
    Schema(String),
    #[error("{file} cannot be read: {why}")]
    Syntax { file: String, why: String },
    #[error("a policy in {file} has no @id: give it one, it is shown in the ledger")]
    NoId { file: String },
    #[error("the policy {id} has no @because: say why, it is shown to people")]
    NoBecause { id: String },
    #[error("two policies are called {id}: rename one")]
    SameId { id: String },
    #[error("{file} holds a template: write a policy, templates cannot be proved")]
    Template { file: String },
    #[error("the policies do not fit the schema: {0}")]
    Unsound(String),
    #[error("the schema has a group of actions: list the actions in the policy instead")]
    ActionGroup,
    #[error("the schema has no action {0}: declare it, every permission can be asked for")]
    NoAction(&'static str),
}

impl Rules {
    /// The rules that Wicken is built with.
    pub fn wicken() -> Result<Self, RulesBroken> {
        Self::from_sources(SCHEMA, SOURCES)
    }

    /// Compiles other rules, as tests do to plant a bad one.
    pub fn from_sources(schema: &str, sources: &[PolicySource<'_>]) -> Result<Self, RulesBroken> {
        let schema = parse_schema(schema)?;
        let mut policies = PolicySet::new();
        for source in sources {
            add_source(&mut policies, source)?;
        }
        validate(&schema, &policies)?;
        let names = Names::of(&schema)?;
        let relevant = sort_by_permission(&policies)?;
        let reasons = reasons(&policies);
        Ok(Self { schema, policies, reasons, relevant, names })
    }

    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    pub fn policies(&self) -> &PolicySet {
        &self.policies
    }

    /// The reason a policy gives to people, which ends a sentence that has "because" in it.
    pub fn because(&self, policy_id: &str) -> Option<&str> {
        self.reasons.get(policy_id).map(String::as_str)
    }

    /// What no other rule can grant: the id and the reason of each forbid, in order of the ids.
    pub fn prohibitions(&self) -> Vec<(&str, &str)> {
        let forbids = self.policies.policies().filter(|policy| policy.effect() == Effect::Forbid);
        let mut rows: Vec<(&str, &str)> = forbids
            .filter_map(|policy| Some((annotation(policy, "id")?, because(policy)?)))
            .collect();
        rows.sort_unstable();
        rows
    }

    /// The policies that can apply to a permission, naming it alone: those the door asks.
    pub fn policies_for(&self, permission: Permission) -> Option<&PolicySet> {
        self.relevant.get(&permission)
    }

    pub(super) fn names(&self) -> &Names {
        &self.names
    }
}

fn parse_schema(text: &str) -> Result<Schema, RulesBroken> {
    let (schema, mut warnings) = Schema::from_cedarschema_str(text)
        .map_err(|broken| RulesBroken::Schema(broken.to_string()))?;
    if let Some(warning) = warnings.next() {
        return Err(RulesBroken::Schema(warning.to_string()));
    }
    // Danger: a policy about a group of actions does not name the actions it applies to, and
    // sorting the policies by permission would lose it.
    if schema.action_groups().next().is_some() {
        return Err(RulesBroken::ActionGroup);
    }
    Ok(schema)
}

fn add_source(policies: &mut PolicySet, source: &PolicySource<'_>) -> Result<(), RulesBroken> {
    let file = || source.file.to_owned();
    let parsed: PolicySet = source.text.parse().map_err(|why: cedar_policy::ParseErrors| {
        RulesBroken::Syntax { file: file(), why: why.to_string() }
    })?;
    if parsed.templates().next().is_some() {
        return Err(RulesBroken::Template { file: file() });
    }
    for policy in parsed.policies() {
        let id = annotation(policy, "id").ok_or_else(|| RulesBroken::NoId { file: file() })?;
        add_policy(policies, policy, id)?;
    }
    Ok(())
}

fn add_policy(policies: &mut PolicySet, policy: &Policy, id: &str) -> Result<(), RulesBroken> {
    if because(policy).is_none() {
        return Err(RulesBroken::NoBecause { id: id.to_owned() });
    }
    policies
        .add(policy.new_id(PolicyId::new(id)))
        .map_err(|_| RulesBroken::SameId { id: id.to_owned() })
}

/// Strict, and a warning is an error: a rule that can never apply is a rule that was misspelt.
fn validate(schema: &Schema, policies: &PolicySet) -> Result<(), RulesBroken> {
    let result = Validator::new(schema.clone()).validate(policies, ValidationMode::Strict);
    if result.validation_passed_without_warnings() {
        return Ok(());
    }
    let errors = result.validation_errors().map(ToString::to_string);
    let warnings = result.validation_warnings().map(ToString::to_string);
    let all: Vec<String> = errors.chain(warnings).collect();
    Err(RulesBroken::Unsound(all.join("; ")))
}

fn sort_by_permission(
    policies: &PolicySet,
) -> Result<BTreeMap<Permission, PolicySet>, RulesBroken> {
    let relevant = |permission: &Permission| {
        let mut some = PolicySet::new();
        for policy in policies.policies().filter(|policy| can_apply(policy, *permission)) {
            let narrowed = narrow(policy, *permission).map_err(RulesBroken::Unsound)?;
            some.add(narrowed).map_err(|error| RulesBroken::Unsound(error.to_string()))?;
        }
        Ok((*permission, some))
    };
    Permission::ALL.iter().map(relevant).collect()
}

/// A policy for one permission of those that it lists. Cedar builds the list anew whenever it is
/// asked, and with every part of a policy it carries where in the file that stands: by way of JSON
/// neither is left. The policy still names its permission, so asked for another it grants nothing.
fn narrow(policy: &Policy, permission: Permission) -> Result<Policy, String> {
    let mut json = policy.to_json().map_err(|error| error.to_string())?;
    if matches!(policy.action_constraint(), ActionConstraint::In(_)) {
        let action = json!({ "type": "Action", "id": permission.code() });
        json["action"] = json!({ "op": "==", "entity": action });
    }
    Policy::from_json(Some(policy.id().clone()), json).map_err(|error| error.to_string())
}

fn can_apply(policy: &Policy, permission: Permission) -> bool {
    let is_it = |action: &EntityUid| action.id().unescaped() == permission.code();
    match policy.action_constraint() {
        ActionConstraint::Any => true,
        ActionConstraint::In(actions) => actions.iter().any(is_it),
        ActionConstraint::Eq(action) => is_it(&action),
    }
}

fn reasons(policies: &PolicySet) -> BTreeMap<String, String> {
    let reason = |policy: &Policy| {
        let id: &str = policy.id().as_ref();
        Some((id.to_owned(), because(policy)?.to_owned()))
    };
    policies.policies().filter_map(reason).collect()
}

fn because(policy: &Policy) -> Option<&str> {
    annotation(policy, "because")
}

fn annotation<'a>(policy: &'a Policy, key: &str) -> Option<&'a str> {
    policy.annotation(key).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn compile(text: &str) -> Result<Rules, RulesBroken> {
        Rules::from_sources(SCHEMA, &[PolicySource { file: "planted.cedar", text }])
    }

    #[test]
    fn the_rules_of_wicken_are_sound() {
        let rules = Rules::wicken().unwrap();
        assert_eq!(rules.policies().num_of_policies(), 91);
    }

    #[test]
    fn the_schema_and_the_permissions_name_the_same_things() {
        let rules = Rules::wicken().unwrap();
        let actions: BTreeSet<&str> =
            rules.schema().actions().map(|action| action.id().unescaped()).collect();
        let permissions: BTreeSet<&str> = Permission::ALL.iter().map(|it| it.code()).collect();
        assert_eq!(actions, permissions);
    }

    #[test]
    fn an_empty_set_of_policies_is_sound() {
        assert!(Rules::from_sources(SCHEMA, &[]).is_ok());
    }

    #[test]
    fn a_policy_without_a_name_or_reason_is_refused() {
        let file = "planted.cedar".to_owned();
        let no_id = compile("permit (principal, action, resource);").unwrap_err();
        assert_eq!(no_id, RulesBroken::NoId { file: file.clone() });
        let no_because = compile(r#"@id("x") permit (principal, action, resource);"#).unwrap_err();
        assert_eq!(no_because, RulesBroken::NoBecause { id: "x".to_owned() });
        let template =
            r#"@id("x") @because("y") permit (principal == ?principal, action, resource);"#;
        assert_eq!(compile(template).unwrap_err(), RulesBroken::Template { file });
    }

    #[test]
    fn two_policies_of_one_name_are_refused() {
        let policy = r#"@id("x") @because("y") permit (principal, action, resource);"#;
        let broken = compile(&policy.repeat(2)).unwrap_err();
        assert_eq!(broken, RulesBroken::SameId { id: "x".to_owned() });
    }

    #[test]
    fn a_misspelt_rule_is_refused() {
        for condition in [
            r#"principal.role == Role::"granter""#,
            r#"principal.rank == Role::"grantor""#,
            r#"resource.agency == principal.role"#,
            r#"resource.agency == principal.agency"#,
        ] {
            let policy = format!(
                r#"@id("x") @because("y") permit
                (principal is User, action == Action::"read_ledger", resource)
                when {{ {condition} }};"#
            );
            assert!(matches!(compile(&policy), Err(RulesBroken::Unsound(_))), "{condition}");
        }
        let policy = r#"@id("x") @because("y") permit
            (principal, action == Action::"raed_person", resource);"#;
        assert!(matches!(compile(policy), Err(RulesBroken::Unsound(_))));
    }

    #[test]
    fn a_file_or_schema_that_cannot_be_read_is_named() {
        let broken = compile("permit (").unwrap_err();
        assert!(broken.to_string().starts_with("planted.cedar cannot be read"), "{broken}");
        let broken = Rules::from_sources("entity", &[]).unwrap_err();
        assert!(matches!(broken, RulesBroken::Schema(_)));
    }

    #[test]
    fn a_schema_with_a_group_of_actions_is_refused() {
        let grouped = format!("{SCHEMA} action look; action peep in [look];");
        assert_eq!(Rules::from_sources(&grouped, &[]).unwrap_err(), RulesBroken::ActionGroup);
    }

    #[test]
    fn a_schema_without_an_action_is_refused() {
        let schema = "entity User, System, Operator, Agency, Account, Ledger, Person, Figure;";
        let broken = Rules::from_sources(schema, &[]).unwrap_err();
        assert_eq!(broken, RulesBroken::NoAction("see_own_account"));
    }
}
