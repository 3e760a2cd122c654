//! A user is invited, then active, and may be suspended and restored.

use thiserror::Error;

use crate::coded::coded;

coded! {
    /// Whether a user can use Wicken at present.
    UserStatus {
        Invited = "invited", "invited";
        Active = "active", "active";
        Suspended = "suspended", "suspended";
    }
}

coded! {
    /// What can happen to a user's access.
    UserStep {
        /// The user takes up the invitation.
        Accept = "accept", "accept the invitation";
        Suspend = "suspend", "suspend";
        Restore = "restore", "restore";
    }
}

/// A step that this status does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the account is {}, so it cannot {}: read the account again", from.words(), step.words())]
pub struct StepRefused {
    pub from: UserStatus,
    pub step: UserStep,
}

impl UserStatus {
    /// Suspending works before the invitation is accepted too, and then the invitation is dead:
    /// a suspended account cannot accept.
    pub const fn after(self, step: UserStep) -> Result<Self, StepRefused> {
        match (self, step) {
            (Self::Invited, UserStep::Accept) => Ok(Self::Active),
            (Self::Invited | Self::Active, UserStep::Suspend) => Ok(Self::Suspended),
            (Self::Suspended, UserStep::Restore) => Ok(Self::Active),
            (Self::Invited | Self::Active, UserStep::Restore)
            | (Self::Active | Self::Suspended, UserStep::Accept)
            | (Self::Suspended, UserStep::Suspend) => Err(StepRefused { from: self, step }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::UserStatus::{Active, Invited, Suspended};
    use super::UserStep::{Accept, Restore, Suspend};
    use super::*;

    #[test]
    fn every_status_knows_what_may_follow_it() {
        let allowed = [
            (Invited, Accept, Active),
            (Invited, Suspend, Suspended),
            (Active, Suspend, Suspended),
            (Suspended, Restore, Active),
        ];
        for from in UserStatus::ALL.iter().copied() {
            for step in UserStep::ALL.iter().copied() {
                let row = allowed.iter().find(|row| (row.0, row.1) == (from, step));
                let expected = row.map(|row| row.2).ok_or(StepRefused { from, step });
                assert_eq!(from.after(step), expected);
            }
        }
    }

    #[test]
    fn a_refused_step_says_why() {
        let refused = Suspended.after(Accept).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the account is suspended, so it cannot accept the invitation: read the account again"
        );
    }
}
