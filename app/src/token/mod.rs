//! API tokens: what a computer system of an agency signs in with, in the name of an account.

mod issue;
mod store;

pub use self::issue::{Issued, Token, issue_token, list_tokens, revoke_token};
pub(crate) use self::store::find_signed;
