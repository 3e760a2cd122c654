//! Takes away one `permit` or one `record`, to see whether a test notices.
//!
//! `WICKEN_SABOTAGE=permit:app/src/agency/add.rs:31` makes the call at that line do nothing. It
//! exists only under the feature `testing`, which no binary that is installed has.

use domain::policy::{Actor, Basis, OperatorName, Permission, Rules, Subject, World, permit};
use std::{panic::Location, sync::OnceLock};

static SKIPPED: OnceLock<Option<String>> = OnceLock::new();

pub(crate) fn is_skipped(what: &str, at: &Location<'_>) -> bool {
    #[expect(clippy::disallowed_methods, reason = "read once, in tests only")]
    let skipped = SKIPPED.get_or_init(|| std::env::var("WICKEN_SABOTAGE").ok());
    skipped
        .as_ref()
        .is_some_and(|skipped| *skipped == format!("{what}:{}:{}", at.file(), at.line()))
}

/// A basis that was given for something else.
pub(crate) fn any_basis(rules: &Rules) -> Basis {
    let operator = Actor::Operator(OperatorName::parse("nobody").expect("a plain name"));
    let world = World { fresh_sign_in: false };
    permit(rules, &operator, Permission::SeeSystem, &Subject::System, &world)
        .expect("an operator may see the system")
}
