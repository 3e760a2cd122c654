//! Where people are: sealed, opened for a reason, and by whoever is new to a case only with a
//! second person.

mod add;
mod correct;
mod end;
mod keep;
mod offers;
mod open;
mod second;
mod store;

pub(crate) use self::second::list_seconded;
pub use self::{
    add::{NewWhereabouts, add_whereabouts, offer_to_keep},
    correct::{Correction, correct_whereabouts, open_to_correct},
    end::{Ending, end_whereabouts},
    offers::{WhereaboutsOffers, find_offers},
    open::{
        Opened, OpenedEntry, OpenedRecord, OpeningRequest, offer_whereabouts, open_whereabouts,
    },
    second::{
        SECOND_OPEN_MINUTES, SecondAnswer, WaitingSecond, answer_second, ask_second, list_waiting,
        offer_second, read_waiting,
    },
};
