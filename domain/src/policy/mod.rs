//! The one door: who may do what, decided by rules that can be read and proved.
//!
//! The rules are Cedar, in `domain/policies`, one file per street. [`permit`] asks them and
//! answers with the basis of the access or with a reason for the refusal. Whatever is not
//! granted is refused, and whatever cannot be evaluated is refused too.

pub mod actor;
pub mod class;
pub mod permission;
pub mod permit;
pub mod rules;
pub mod table;

mod entities;

pub use actor::{
    Actor, OperatorName, OperatorNameRefused, Standing, Subject, SubjectKind, UserActor, World,
};
pub use class::FieldClass;
pub use permission::Permission;
pub use permit::{Basis, Denial, DenialReason, permit};
pub use rules::{PolicySource, Rules, RulesBroken};
pub use table::{class_rows, permission_rows, permission_table};
