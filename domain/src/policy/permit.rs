//! Asks the rules, and answers with the basis of the access or the reason of the refusal.

use std::fmt;

use cedar_policy::{
    AuthorizationError, Authorizer, Decision, Entities, PolicyId, PolicySet, Request, Response,
};
use thiserror::Error;

use super::actor::{Actor, Subject, World};
use super::entities;
use super::permission::Permission;
use super::rules::Rules;

/// That something is permitted, and by which policies. Only [`permit`] can make one, so a
/// function that takes a basis cannot be called without having asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    permission: Permission,
    policies: Vec<String>,
    because: String,
}

impl Basis {
    pub fn permission(&self) -> Permission {
        self.permission
    }

    /// The ids of the policies that decided, in alphabetical order; the ledger keeps them.
    pub fn policies(&self) -> &[String] {
        &self.policies
    }

    /// The sentence that a page shows.
    pub fn words(&self) -> String {
        let verb = if self.permission.only_looks() { "see" } else { "may do" };
        format!("You {verb} this because {}.", self.because)
    }
}

/// That something is not permitted, and why.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{} is refused: {reason}", permission.code())]
pub struct Denial {
    pub permission: Permission,
    pub reason: DenialReason,
}

/// Why something is not permitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DenialReason {
    /// No policy grants it, or it cannot be asked of this subject.
    NotGranted,
    /// These policies forbid it, or broke while they were evaluated.
    Forbidden(Vec<String>),
    /// The same would be permitted after signing in again.
    NeedsFreshSignIn,
}

impl fmt::Display for DenialReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotGranted => f.write_str("no policy grants it"),
            Self::Forbidden(policies) => write!(f, "forbidden by {}", policies.join(", ")),
            Self::NeedsFreshSignIn => f.write_str("it needs a fresh sign-in"),
        }
    }
}

impl Denial {
    /// The sentence for a page, where the reader may know that the subject exists at all.
    pub fn words(&self, rules: &Rules) -> String {
        match &self.reason {
            DenialReason::NotGranted => "Your role does not include this.".to_owned(),
            DenialReason::NeedsFreshSignIn => "Sign in again to do this.".to_owned(),
            DenialReason::Forbidden(policies) => {
                let reasons: Vec<&str> =
                    policies.iter().filter_map(|id| rules.because(id)).collect();
                format!("You may not do this, because {}.", reasons.join(", and "))
            }
        }
    }
}

/// The one door. Whatever is not granted is refused.
pub fn permit(
    rules: &Rules,
    actor: &Actor,
    permission: Permission,
    subject: &Subject,
    world: &World,
) -> Result<Basis, Denial> {
    let deny = |reason| Denial { permission, reason };
    let entities =
        entities::entities(rules, actor, subject).ok_or_else(|| deny(DenialReason::NotGranted))?;
    let policies = rules.policies_for(permission).ok_or_else(|| deny(DenialReason::NotGranted))?;
    let ask = |world| match entities::request(rules, actor, permission, subject, world) {
        Some(request) => decide(policies, &request, &entities),
        None => Err(DenialReason::NotGranted),
    };
    match ask(world) {
        Ok(policies) => Ok(basis(rules, permission, policies)),
        Err(reason) if world.fresh_sign_in => Err(deny(reason)),
        Err(_) => Err(deny(reason_when_fresh(ask(&World { fresh_sign_in: true })))),
    }
}

/// A stale sign-in is the reason only where nothing else is: nobody is sent to sign in again
/// for what they may not do anyway.
fn reason_when_fresh(answer: Result<Vec<String>, DenialReason>) -> DenialReason {
    match answer {
        Ok(_) => DenialReason::NeedsFreshSignIn,
        Err(reason) => reason,
    }
}

fn basis(rules: &Rules, permission: Permission, policies: Vec<String>) -> Basis {
    let because = policies.iter().find_map(|id| rules.because(id)).unwrap_or_default().to_owned();
    Basis { permission, policies, because }
}

/// Danger: Cedar skips a policy that breaks while it is evaluated, so a broken forbid would
/// open what it should shut. Here any broken policy refuses.
fn decide(
    policies: &PolicySet,
    request: &Request,
    entities: &Entities,
) -> Result<Vec<String>, DenialReason> {
    let response = Authorizer::new().is_authorized(request, policies, entities);
    let broken = broken_policies(&response);
    let deciding = deciding_policies(&response);
    match response.decision() {
        Decision::Allow | Decision::Deny if !broken.is_empty() => {
            Err(DenialReason::Forbidden(broken))
        }
        Decision::Allow => Ok(deciding),
        Decision::Deny if deciding.is_empty() => Err(DenialReason::NotGranted),
        Decision::Deny => Err(DenialReason::Forbidden(deciding)),
    }
}

fn deciding_policies(response: &Response) -> Vec<String> {
    sorted(response.diagnostics().reason())
}

fn broken_policies(response: &Response) -> Vec<String> {
    sorted(response.diagnostics().errors().map(broken_policy))
}

fn broken_policy(error: &AuthorizationError) -> &PolicyId {
    match error {
        AuthorizationError::PolicyEvaluationError(error) => error.policy_id(),
    }
}

/// Cedar answers from a hash set; people and the ledger want the same order each time.
fn sorted<'a>(ids: impl Iterator<Item = &'a PolicyId>) -> Vec<String> {
    let mut ids: Vec<String> = ids.map(|id| AsRef::<str>::as_ref(id).to_owned()).collect();
    ids.sort_unstable();
    ids
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
