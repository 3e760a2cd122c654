//! Rules from which something was taken out.

use cedar_policy::{ActionConstraint, Policy, PolicySet};
use domain::policy::{Permission, PolicySource, Rules};

const SCHEMA: &str = include_str!("../../../policies/wicken.cedarschema");

/// Every policy with every permission that it names; with each once where it names none.
pub(super) fn removals(rules: &Rules) -> Vec<(String, Permission)> {
    let mut removals = Vec::new();
    for policy in rules.policies().policies() {
        let names = |permission: &Permission| match policy.action_constraint() {
            ActionConstraint::Any => true,
            ActionConstraint::Eq(action) => action.id().unescaped() == permission.code(),
            ActionConstraint::In(actions) => {
                actions.iter().any(|action| action.id().unescaped() == permission.code())
            }
        };
        let named = Permission::ALL.iter().copied().filter(names);
        removals.extend(named.map(|permission| (policy.id().to_string(), permission)));
    }
    removals
}

/// The rules of one permission without one policy: as when the policy is gone, and as when the
/// permission is taken out of the list in it.
pub(super) fn without(rules: &Rules, permission: Permission, id: &str) -> Rules {
    let all = rules.policies_for(permission).unwrap();
    let is_other = |policy: &&Policy| AsRef::<str>::as_ref(policy.id()) != id;
    let others = PolicySet::from_policies(all.policies().filter(is_other).cloned()).unwrap();
    assert_eq!(others.num_of_policies() + 1, all.num_of_policies(), "{id} is gone");
    let text: String = others.policies().map(|policy| policy.to_cedar().unwrap() + "\n").collect();
    Rules::from_sources(SCHEMA, &[PolicySource { file: "changed.cedar", text: &text }]).unwrap()
}
