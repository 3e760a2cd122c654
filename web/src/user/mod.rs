//! People who use Wicken, and one's own account.

pub(crate) mod accept;
pub(crate) mod account;
pub(crate) mod invite;
pub(crate) mod password;
pub(crate) mod recovery;
pub(crate) mod reset;
pub(crate) mod role;
pub(crate) mod show;
pub(crate) mod suspend;
