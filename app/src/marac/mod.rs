//! Referrals to MARACs as registers tell of them, each with its history; in `office` who
//! hears them.

mod office;
mod place;
mod save;
mod store;

pub use self::office::{
    Appointable, Appointed, CaseInPlace, HeardBy, Marac, Maracs, NewAppointment, appoint,
    end_appointment, list_cases_in_place, list_maracs, name_neighbour,
};
pub(crate) use self::{
    office::{Heard, Hearing, tell_if_unrepresented, tell_of_untold},
    place::{Places, adopt_marac},
    save::{save_referral, sort_referral},
};
