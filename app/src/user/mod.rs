//! People who use Wicken: inviting them, their role, and cutting them off.

mod accept;
mod invite;
mod list;
mod own;
pub(crate) mod password;
mod role;
pub(crate) mod store;
mod suspend;

pub use self::{
    accept::{
        Acceptance, Accepted, Invitation, accept_invitation, code_of, current_code, show_invitation,
    },
    invite::{Invited, NewUser, find_agency_for, find_by_email, invite_user, reset_sign_in},
    list::{User, list_users, show_user},
    own::{change_password, renew_recovery_codes, show_own_account},
    password::PasswordCost,
    role::change_role,
    suspend::{end_sessions, restore_user, suspend_user},
};
pub(crate) use self::{
    accept::{code_app_place, recovery_hash},
    invite::hash_of,
};
