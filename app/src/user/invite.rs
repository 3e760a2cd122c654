//! Someone is invited to use Wicken, or is let sign in anew.

use super::store::{self, State};
use crate::{
    agency,
    ctx::{About, Ctx, Record},
    db::DbError,
    entropy,
    error::{Error, Refused},
    session,
};
use domain::{
    agency::AgencyCode,
    ids::{AgencyId, InvitationId, UserId},
    policy::{Permission, Subject},
    user::{DisplayName, EmailAddress, Role, UserStatus},
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// An invitation that nobody took up within a week is dead.
const INVITATION: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Who is to use Wicken, where and as what.
#[derive(Debug, Clone)]
pub struct NewUser {
    pub agency: AgencyId,
    pub role: Role,
    pub name: DisplayName,
    pub email: EmailAddress,
}

/// A new invitation. Its secret is told here once and never again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub user: UserId,
    /// Empty in the answer to a replay: a secret is not kept for one.
    #[serde(skip)]
    pub secret: String,
}

/// Invites someone; the inviter hands the link over, which proves nothing to anyone else.
///
/// # Errors
/// [`Refused::EmailTaken`]; [`Error::Denied`], [`Error::NotFound`].
pub fn invite_user(ctx: &mut Ctx<'_>, new: NewUser) -> Result<Invited, Error> {
    let agency = agency::store::find_agency(ctx, new.agency)?;
    let basis = ctx.permit(Permission::InviteUser, Subject::from(&agency))?;
    let id = UserId::from_uuid(ctx.new_id());
    store::insert_user(ctx, id)?;
    let state = State {
        version: 1,
        agency: new.agency,
        role: new.role,
        name: new.name,
        email: new.email,
        status: UserStatus::Invited,
    };
    match store::insert_state(ctx, id, &state) {
        Err(Error::Storage(DbError::Unique(_))) => return Err(Refused::EmailTaken.into()),
        inserted => inserted?,
    }
    let secret = make_invitation(ctx, id)?;
    ctx.record(Record::Changed { basis: &basis, about: About::user(id, new.agency) })?;
    Ok(Invited { user: id, secret })
}

/// Takes password, code app and sessions from a user and makes a new invitation: a lost phone
/// needs a second person, who knows the first one by sight.
///
/// # Errors
/// [`Error::Denied`], [`Error::NotFound`].
pub fn reset_sign_in(ctx: &mut Ctx<'_>, id: UserId) -> Result<Invited, Error> {
    let user = store::find_user(ctx, id)?;
    let basis = ctx.permit(Permission::ResetSignIn, Subject::from(&user))?;
    // In this order: someone who is taking up the older invitation, or signing in, at this very
    // moment holds its row; once they let go, what they left behind is there to be taken away.
    let secret = make_invitation(ctx, id)?;
    store::delete_sign_in(ctx, id)?;
    session::end_all_of(ctx, id)?;
    ctx.record(Record::Changed { basis: &basis, about: About::user(id, user.agency) })?;
    ctx.change_epoch()?;
    Ok(Invited { user: id, secret })
}

/// The agency with a code, for whoever may invite its people.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find_agency_for(ctx: &mut Ctx<'_>, code: &AgencyCode) -> Result<AgencyId, Error> {
    let agency = agency::store::find_agency_by_code(ctx, code)?;
    ctx.permit(Permission::InviteUser, Subject::from(&agency))?;
    Ok(agency.id)
}

/// The user with an address, for whoever may reset how they sign in.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find_by_email(ctx: &mut Ctx<'_>, email: &EmailAddress) -> Result<UserId, Error> {
    let user = store::find_user_by_email(ctx, email)?;
    ctx.permit(Permission::ResetSignIn, Subject::from(&user))?;
    Ok(user.id)
}

fn make_invitation(ctx: &mut Ctx<'_>, user: UserId) -> Result<String, Error> {
    let secret = entropy::token();
    let ends_at = ctx.now().saturating_add(INVITATION).unwrap_or(ctx.now());
    let id = InvitationId::from_uuid(ctx.new_id());
    store::delete_invitations(ctx, user)?;
    store::insert_invitation(ctx, id, user, hash_of(&secret), ends_at)?;
    Ok(secret)
}

/// A 256-bit secret needs no slow hash.
pub(crate) fn hash_of(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
