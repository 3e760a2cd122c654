//! What one may not do is not offered; whoever asks for its form all the same is told so there.

use app::{Ctx, Error};
use domain::policy::{Permission, Subject};

/// For the form of a step: whoever may not take it learns so before filling it in. A sign-in that
/// is too old is no refusal yet: the form asks for another one.
pub(crate) fn offer(
    ctx: &mut Ctx<'_>,
    permission: Permission,
    subject: impl Into<Subject>,
) -> Result<(), Error> {
    let subject = subject.into();
    if ctx.would_permit(permission, subject) {
        return Ok(());
    }
    ctx.permit(permission, subject).map(drop)
}
