//! Signing in and out, and the sessions in between.

mod confirm;
mod list;
mod sign_in;
mod sign_out;
mod store;
mod throttle;

pub(crate) use self::store::{
    delete_ended_before, delete_throttles_before, end_all_of, end_others_of, find_signed,
    insert_session, signed_actor, update_seen,
};
pub use self::{
    confirm::confirm_sign_in,
    list::{Session, end_own_session, list_own_sessions},
    sign_in::{Credentials, SignedIn, sign_in},
    sign_out::sign_out,
};

use domain::{
    ids::SessionId,
    policy::UserActor,
    user::{DisplayName, Role},
};
use jiff::Timestamp;

/// Someone who is signed in.
#[derive(Debug, Clone)]
pub struct Signed {
    pub actor: UserActor,
    pub name: DisplayName,
    pub agency_name: String,
    /// None for an API token.
    pub session: Option<SessionId>,
    pub seen_at: Option<Timestamp>,
    pub fresh_until: Option<Timestamp>,
    /// When the session ends if nothing more is done in it.
    pub ends_at: Timestamp,
}

impl Signed {
    #[must_use]
    pub fn role(&self) -> Role {
        self.actor.role
    }
}
