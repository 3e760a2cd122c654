//! Agencies of the partnership: adding them, changing them, suspending and restoring them.

mod add;
mod adopt;
mod change;
mod list;
pub(crate) mod store;
mod suspend;

pub use self::{
    add::{NewAgency, add_agency},
    change::{AgencyChange, change_agency},
    list::{Agency, list_agencies, show_agency},
    suspend::{restore_agency, suspend_agency},
};
pub(crate) use self::{
    adopt::{adopt_agency, insert as adopt_with_code},
    store::find_agency_by_code,
};
