//! Gifts: in an emergency an agency gives its own record of a person to somebody by name.

mod end;
mod give;
mod list;
mod store;

pub(crate) use self::store::{Given, list_given};
pub use self::{
    end::end_gift,
    give::{NewGift, give_record},
    list::{Gift, Gifts, Received, list_gifts, list_received},
};
