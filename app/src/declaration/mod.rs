//! The yearly declaration: staff say whom they know, Wicken compares that with those on file, and
//! data protection officers decide. Whoever declared never learns what was found.

mod decide;
mod declare;
mod keep;
mod list;
mod outside;
mod own;
mod search;
mod store;
mod tell;
mod waiting;

pub use self::{
    decide::{FoundBy, MatchAnswer, MatchFile, decide_match, read_match},
    declare::declare,
    list::{
        AgencyDeclarations, CountedAgency, DeclaredCounts, Declarer, count_declarations,
        list_declarations,
    },
    own::{OwnDeclaration, find_due, own_declaration},
    search::MATCH,
    waiting::{WaitingMatch, list_matches},
};
pub(crate) use self::{
    outside::{enqueue_telling, tell_if_officer},
    search::{compare_all, enqueue_due, run},
    store::is_waiting,
};
