//! One record against everyone: keys by which a database finds candidates, and what each weighs.
//!
//! Nothing is loaded at start. Each record leaves its keys in a store, hashed by whoever keeps the
//! store; somebody who is sought has the same kinds of keys. Whatever shares one is a candidate,
//! and is weighed by the model that was learnt from all records.
//!
//! ```
//! use linkage::online::{Born, Candidate, Known, Online, standard_model};
//!
//! let born = Some(Born::Day { year: 1984, month: 3, day: 9 });
//! let held = Known { given_names: "Elizabeth", family_name: "Smyth", born, ..Known::default() };
//! let sought = Known { given_names: "Liz", family_name: "Smith", born, ..Known::default() };
//! let mut online = Online::new();
//! let keys = online.keys(&held);
//! let shared = online.keys(&sought).into_iter().filter(|key| keys.contains(key));
//! let found_by = shared.map(|key| key.rule).collect();
//! let model = standard_model();
//! let scored = online.score(&model, &sought, &[Candidate { known: held, found_by }]);
//! assert!(0.9 < scored[0].probability);
//! ```

mod keys;
mod score;

pub use keys::{Key, Rule};
pub use score::{Candidate, Scored, standard_model};

use crate::{
    records::Records,
    schema::{Kind, Schema},
};

/// What is known of somebody: a record, or what a search asks for. What is empty is not known.
#[derive(Clone, Debug, Default)]
pub struct Known<'a> {
    pub given_names: &'a str,
    pub family_name: &'a str,
    /// Former and assumed names, each a whole name or a single word.
    pub other_names: Vec<&'a str>,
    pub born: Option<Born>,
    /// As [`Kind::Sex`].
    pub sex: &'a str,
    pub national_id: &'a str,
    pub postcode: &'a str,
    pub phone: &'a str,
    pub email: &'a str,
}

/// When somebody was born, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Born {
    Day {
        year: u16,
        month: u8,
        day: u8,
    },
    Month {
        year: u16,
        month: u8,
    },
    Year(u16),
    /// In this year or the one after it: an age on a day says so much.
    EitherYear(u16),
}

impl Born {
    /// From an age in years on a day of `year`.
    pub fn from_age(year: u16, age: u8) -> Born {
        Born::EitherYear(year.saturating_sub(u16::from(age) + 1))
    }

    /// The first and the last year that it may be.
    fn years(self) -> (u16, u16) {
        match self {
            Born::Day { year, .. } | Born::Month { year, .. } | Born::Year(year) => (year, year),
            Born::EitherYear(year) => (year, year + 1),
        }
    }
}

/// Makes keys and weighs candidates. It holds tables only, and nothing of anybody.
pub struct Online {
    empty: Records,
    /// Where records are taken apart; emptied now and then.
    work: Records,
    /// The first name of each row of the table of short forms.
    roots: Vec<&'static str>,
}

impl Default for Online {
    fn default() -> Online {
        Online::new()
    }
}

impl Online {
    pub fn new() -> Online {
        let empty = Records::new(Schema::new([
            ("given_names", Kind::GivenName),
            ("family_name", Kind::FamilyName),
            ("other_names", Kind::FormerName),
            ("date_of_birth", Kind::DateOfBirth),
            ("age", Kind::Age),
            ("sex", Kind::Sex),
            ("national_id", Kind::NationalId),
            ("postcode", Kind::Postcode),
            ("phone", Kind::Phone),
            ("email", Kind::Email),
        ]));
        let first = |line: &'static str| line.split(',').next().unwrap_or_default();
        let roots = include_str!("../../data/nicknames.csv").lines().map(first).collect();
        Online { work: empty.clone(), empty, roots }
    }
}

/// Adds what is known as a record; its number is the count of those before it.
fn push(records: &mut Records, known: &Known<'_>) {
    let other_names = known.other_names.join(";");
    let (mut born, mut age) = (String::new(), String::new());
    match known.born {
        Some(Born::Day { year, month, day }) => born = format!("{year:04}-{month:02}-{day:02}"),
        // Read back as the year before, which is the earlier of the two.
        Some(Born::EitherYear(year)) => age = format!("{:04}-06-01|0", year + 1),
        Some(Born::Month { .. } | Born::Year(_)) | None => {}
    }
    let values = [
        known.given_names,
        known.family_name,
        &other_names,
        &born,
        &age,
        known.sex,
        known.national_id,
        known.postcode,
        known.phone,
        known.email,
    ];
    records.push("", &values);
}
