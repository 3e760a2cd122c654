//! Pairs of records that a person looks at: which wait, one side by side, and what was decided.
//!
//! A decision is never changed: it ends, and the next one begins. While it stands its pair is put
//! before nobody. What is in force goes into the next linking, which its change queues.

mod alike;
mod confirm;
mod decide;
mod decided;
mod effect;
mod end;
mod list;
mod pair;
mod read;
mod second;
mod side;
mod standing;
mod store;
mod undone;

pub use self::{
    alike::Alike,
    confirm::confirm_link,
    decide::{LinkAnswer, LinkStanding, Verdict, decide_link},
    decided::{Decided, LinkDecision, list_decisions},
    effect::{Changed, Effect, FigureMove, Moved},
    end::end_decision,
    list::{Stake, Waiting, WaitingCount, list_reviews},
    read::{Review, ReviewReason, read_review},
    side::{Brief, Side},
    standing::read_decision,
    undone::{UndoneLink, list_undone, show_undone},
};
