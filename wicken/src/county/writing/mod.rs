//! How agencies write down what happened: their hands, their slips and their columns.

pub(crate) mod csv;
pub(crate) mod equality;
pub(crate) mod hand;
pub(crate) mod incident;
pub(crate) mod mishap;
pub(crate) mod party;
pub(crate) mod referral;
pub(crate) mod slips;
