//! A second person: whose agency is new to a case does not open whereabouts alone. Somebody of an
//! agency that holds or referred it opens them to the one who asks, for an hour.

mod answer;
mod ask;
mod list;
mod store;

pub(crate) use self::store::list_seconded;
pub use self::{
    answer::{SecondAnswer, answer_second, read_waiting},
    ask::{ask_second, offer_second},
    list::{WaitingSecond, list_waiting},
};

/// How many minutes whereabouts stay open to whoever a second person opened them to.
pub const SECOND_OPEN_MINUTES: i64 = 60;

/// How many hours a request waits: by then it is another shift's, and another reason.
const WAITS_HOURS: i64 = 24;
