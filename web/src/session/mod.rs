//! Signing in, signing out, and what lies between.

pub(crate) mod confirm;
pub(crate) mod cookie;
pub(crate) mod end;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod stay;
