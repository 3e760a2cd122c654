//! Breaking the glass: in danger, somebody whom search does not find is opened for an hour, and
//! the privacy officers of the agencies are told at once.

mod break_glass;
mod end;
mod list;
mod open;
mod store;
mod tell;

pub use self::{
    break_glass::{GlassAnswer, GlassRequest, break_glass},
    end::end_glass,
    list::{GlassBook, GlassLook, GlassTold, list_glass},
    open::{LiveGlass, offer_glass},
};
pub(crate) use self::{open::find_live, store::list_broken};
