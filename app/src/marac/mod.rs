//! Referrals to MARACs as registers tell of them, each with its history.

mod place;
mod save;
mod store;

pub(crate) use self::{
    place::Places,
    save::{save_referral, sort_referral},
};
