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
//!
//! # Three answers
//!
//! [`Outcome::clusters`] is the best guess, by which people are counted. [`Outcome::certain`] is
//! finer: what needs nobody's eye; of a thousand pairs in it one may be wrong. Pairs with
//! [`Band::Review`] are questions, one for each two certain groups that may be one person, whether
//! or not they are in one cluster. An answer to one, handed in as `must_link` or `cannot_link`, is
//! an answer for all records of both groups. At most two records in a hundred wait, those first
//! from whose answers most is to be had.
//!
//! # Whom people are met with
//!
//! Where a schema has [`Kind::Group`] and [`Kind::Role`], such as a case and who is its victim, a
//! record that is hardly more than a name is told from its namesakes' by the others of its case:
//! whoever is met twice around one person, with one role and name, is guessed to be one. That is
//! never [`Outcome::certain`].
//!
//! # A model that is kept
//!
//! Whatever is learnt anew moves every weight a little, and with the weights the people at the
//! edge. So keep [`Outcome::model`] (it is `Serialize` and `Deserialize`), and hand it to
//! [`dedupe_with`] as long as [`Model::is_outgrown`] says no: then new records change only what
//! they touch.
//!
//! ```
//! use linkage::{Kind, Options, Records, Schema, dedupe, dedupe_with};
//!
//! let mut records = Records::new(Schema::new([("name", Kind::FullName)]));
//! for number in 0..20 {
//!     records.push(&number.to_string(), &[&format!("Ann Lee{number}")]);
//! }
//! let model = dedupe(&records, &Options::default(), &mut |_stage| {}).model;
//! records.push("new", &["Tomasz Wilk"]);
//! assert!(!model.is_outgrown(&records));
//! let outcome = dedupe_with(&records, &model, &Options::default(), &mut |_stage| {});
//! assert_eq!(outcome.model, model);
//! ```

mod blocking;
pub mod clk;
mod cluster;
mod compare;
mod contact;
mod date;
mod dedupe;
mod distance;
mod fellows;
mod frequency;
mod groups;
mod intake;
mod intern;
mod judge;
mod kin;
mod learn;
mod matching;
mod model;
mod names;
pub mod online;
mod parallel;
mod phonetic;
mod place;
mod prior;
mod records;
mod review;
mod schema;
mod sort;
mod text;

pub use blocking::{Blocked, Capped};
pub use compare::Levels;
pub use dedupe::{Band, Options, Outcome, Pair, Stage, Summary, dedupe, dedupe_with};
pub use matching::{Links, match_sides};
pub use model::{FieldModel, LevelModel, Model, Reason, explain};
pub use records::Records;
pub use schema::{Column, Kind, Schema};
