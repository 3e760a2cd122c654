//! Are these two records one person? Record linkage as a science; it knows no casework.

mod blocking;
mod cluster;
mod compare;
mod contact;
mod date;
mod dedupe;
mod distance;
mod frequency;
mod intern;
mod learn;
mod matching;
mod model;
mod names;
mod parallel;
mod phonetic;
mod place;
mod prior;
mod records;
mod schema;
mod text;

pub use blocking::Capped;
pub use compare::Levels;
pub use dedupe::{Band, Options, Outcome, Pair, Stage, Summary, dedupe};
pub use matching::{Links, match_sides};
pub use model::{FieldModel, LevelModel, Model, Reason, explain};
pub use records::Records;
pub use schema::{Column, Kind, Schema};
