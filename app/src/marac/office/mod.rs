//! Who hears the referrals to which MARAC: its coordinators, its chair, and who takes over.

mod appoint;
mod end;
mod hearing;
mod in_place;
mod left;
mod list;
mod neighbour;
mod store;

pub use self::{
    appoint::{NewAppointment, appoint},
    end::end_appointment,
    in_place::{CaseInPlace, list_cases_in_place},
    list::{Appointable, Appointed, HeardBy, Marac, Maracs, list_maracs},
    neighbour::name_neighbour,
};
pub(crate) use self::{
    hearing::Hearing,
    left::{Heard, tell_if_unheard, tell_if_unrepresented, tell_of_untold},
};
