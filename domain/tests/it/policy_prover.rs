//! Proves a property of the rules for every request there can be, or shows one that breaks it.
//!
//! Cedar's symbolic compiler turns rules and property into a formula, and cvc5 looks for a
//! request that satisfies it. The compiler assumes that every entity a rule looks up exists.
//! The door builds only the asker and the subject; where a rule looked further it would break,
//! and a rule that breaks refuses, so what is proved here holds at the door as well.

use cedar_policy::{
    ActionConstraint, Authorizer, Decision, Effect, Entities, Entity, EntityUid, EvalResult,
    Policy, PolicySet, RequestEnv, Schema, ValidationMode, Validator,
};
use cedar_policy_symcc::err::SolverError;
use cedar_policy_symcc::solver::LocalSolver;
use cedar_policy_symcc::{CedarSymCompiler, CompiledPolicy, CompiledPolicySet, Env};

pub const MISSING: &str = "cvc5 is missing: apt-get install cvc5";

/// How a property is stated.
#[derive(Clone, Copy)]
pub enum Stated {
    /// No request that this permit describes is ever permitted.
    Never(&'static str),
    /// Take away the permits that name a permission, and nobody has that permission.
    OnlyWhatIsNamed,
}

/// A change to the rules that must break the property, or the proof would prove nothing.
#[derive(Clone, Copy)]
pub struct Planted {
    pub without: &'static [&'static str],
    pub with: &'static str,
}

pub struct Prover {
    compiler: CedarSymCompiler<LocalSolver>,
}

/// The solver, or the sentence that mends its absence: a proof is never skipped.
pub fn found(solver: Result<LocalSolver, SolverError>) -> Result<LocalSolver, &'static str> {
    solver.map_err(|_| MISSING)
}

impl Prover {
    pub fn start() -> Result<Self, &'static str> {
        let solver = found(LocalSolver::cvc5())?;
        let compiler = CedarSymCompiler::new(solver).expect("a compiler takes any solver");
        Ok(Self { compiler })
    }

    /// A request that breaks the property, in words; nothing when the property is proved.
    pub async fn refute(
        &mut self,
        schema: &Schema,
        policies: &PolicySet,
        stated: Stated,
    ) -> Option<String> {
        let danger = match stated {
            Stated::Never(danger) => Some(sound(schema, danger)),
            Stated::OnlyWhatIsNamed => None,
        };
        for env in schema.request_envs() {
            let found = match &danger {
                Some(danger) => self.permitted_within(schema, &env, policies, danger).await,
                None => self.permitted_unnamed(schema, &env, policies).await,
            };
            if let Some(example) = found {
                return Some(in_words(policies, &example));
            }
        }
        None
    }

    async fn permitted_within(
        &mut self,
        schema: &Schema,
        env: &RequestEnv,
        policies: &PolicySet,
        danger: &PolicySet,
    ) -> Option<Env> {
        let policies = compile(policies, env, schema);
        let danger = compile(danger, env, schema);
        let answer = self.compiler.check_disjoint_with_counterexample_opt(&policies, &danger).await;
        answer.expect("cvc5 decides")
    }

    async fn permitted_unnamed(
        &mut self,
        schema: &Schema,
        env: &RequestEnv,
        policies: &PolicySet,
    ) -> Option<Env> {
        let unnamed = policies.policies().filter(|policy| !grants(policy, env.action()));
        let unnamed = PolicySet::from_policies(unnamed.cloned()).expect("ids stay distinct");
        let unnamed = compile(&unnamed, env, schema);
        let answer = self.compiler.check_always_denies_with_counterexample_opt(&unnamed).await;
        answer.expect("cvc5 decides")
    }

    /// True when `few` answer every request for this action as `all` do.
    pub async fn same(
        &mut self,
        schema: &Schema,
        action: &str,
        few: &PolicySet,
        all: &PolicySet,
    ) -> bool {
        for env in schema.request_envs().filter(|env| env.action().id().unescaped() == action) {
            let (few, all) = (compile(few, &env, schema), compile(all, &env, schema));
            let answer = self.compiler.check_equivalent_opt(&few, &all).await;
            if !answer.expect("cvc5 decides") {
                return false;
            }
        }
        true
    }

    /// A request in which a policy breaks instead of answering.
    pub async fn break_policy(&mut self, schema: &Schema, policy: &Policy) -> Option<String> {
        for env in schema.request_envs() {
            let compiled = CompiledPolicy::compile(policy, &env, schema).expect("it was validated");
            let answer = self.compiler.check_never_errors_with_counterexample_opt(&compiled).await;
            if let Some(example) = answer.expect("cvc5 decides") {
                return Some(request_in_words(&example));
            }
        }
        None
    }
}

fn compile(policies: &PolicySet, env: &RequestEnv, schema: &Schema) -> CompiledPolicySet {
    CompiledPolicySet::compile(policies, env, schema).expect("the policies were validated")
}

/// A misspelt danger matches no request, and its absence would be "proved" at once.
pub fn sound(schema: &Schema, text: &str) -> PolicySet {
    let policies: PolicySet = text.parse().expect("a policy written here can be read");
    let result = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
    assert!(result.validation_passed_without_warnings(), "{result}");
    policies
}

pub fn plant(schema: &Schema, policies: &PolicySet, planted: Planted) -> PolicySet {
    let mut policies = policies.clone();
    for id in planted.without {
        let id = id.parse().expect("any text is an id");
        policies.remove_static(id).expect("the policy to take away is there");
    }
    for (number, policy) in sound(schema, planted.with).policies().enumerate() {
        let id = format!("planted-{number}").parse().expect("any text is an id");
        policies.add(policy.new_id(id)).expect("no other policy is planted");
    }
    policies
}

/// Only permits count: the forbids that name a permission must stay and go on forbidding.
fn grants(policy: &Policy, action: &EntityUid) -> bool {
    let names = match policy.action_constraint() {
        ActionConstraint::Any => false,
        ActionConstraint::In(actions) => actions.contains(action),
        ActionConstraint::Eq(named) => named == *action,
    };
    names && policy.effect() == Effect::Permit
}

/// Asks the ordinary engine about the solver's example first: an example it does not permit
/// would be a fault of the proof.
fn in_words(policies: &PolicySet, example: &Env) -> String {
    let response = Authorizer::new().is_authorized(&example.request, policies, &example.entities);
    assert_eq!(response.decision(), Decision::Allow, "not permitted: {example}");
    let mut ids: Vec<String> = response.diagnostics().reason().map(ToString::to_string).collect();
    ids.sort_unstable();
    format!("{}, by {}", request_in_words(example), ids.join(", "))
}

fn request_in_words(example: &Env) -> String {
    let request = &example.request;
    let part = |uid: Option<&EntityUid>| {
        let uid = uid.expect("the solver names every part of the request");
        entity_in_words(&example.entities, uid)
    };
    let action = request.action().expect("the solver names every part of the request");
    let fresh = request.context().and_then(|context| context.get("freshSignIn"));
    format!(
        "{} gets {} on {}, with {}",
        part(request.principal()),
        action.id().unescaped(),
        part(request.resource()),
        fresh.map_or(String::new(), |value| value_in_words("freshSignIn", &value)),
    )
}

fn entity_in_words(entities: &Entities, uid: &EntityUid) -> String {
    let mut facts: Vec<String> = entities.get(uid).map_or(Vec::new(), facts);
    facts.sort_unstable();
    let name = uid_in_words(uid);
    if facts.is_empty() { name } else { format!("{name} ({})", facts.join(", ")) }
}

fn facts(entity: &Entity) -> Vec<String> {
    let known = entity.attrs().filter_map(|(name, value)| Some((name, value.ok()?)));
    known.map(|(name, value)| value_in_words(name, &value)).collect()
}

fn value_in_words(name: &str, value: &EvalResult) -> String {
    match value {
        EvalResult::Bool(true) => name.to_owned(),
        EvalResult::Bool(false) => format!("not {name}"),
        EvalResult::EntityUid(uid) => format!("{name} {}", uid_in_words(uid)),
        EvalResult::Long(_)
        | EvalResult::String(_)
        | EvalResult::Set(_)
        | EvalResult::Record(_)
        | EvalResult::ExtensionValue(_) => format!("{name} {value}"),
    }
}

fn uid_in_words(uid: &EntityUid) -> String {
    format!("{} {:?}", uid.type_name(), uid.id().unescaped())
}
