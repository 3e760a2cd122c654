//! Are these two records one person? Record linkage as a science; it knows no casework.
//!
//! Records are normalised as they are pushed, those that share a key are compared, what agreement
//! is worth is learnt from the records themselves, and records are brought together by the mean
//! weight between groups. It only computes: the same records give the same people.
//!
//! ```
//! use linkage::{Kind, Options, Records, Schema, dedupe};
//!
//! let columns = [("name", Kind::FullName), ("born", Kind::DateOfBirth)];
//! let mut records = Records::new(Schema::new(columns));
//! records.push("a", &["Elizabeth Carter", "1984-03-09"]);
//! records.push("b", &["Carter, Liz", "09/03/1984"]);
//! records.push("c", &["Tomasz Wilk", "1990-07-14"]);
//! let outcome = dedupe(&records, &Options::default(), &mut |_stage| {});
//! assert_eq!(outcome.clusters, [0, 0, 2]);
//! ```

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
