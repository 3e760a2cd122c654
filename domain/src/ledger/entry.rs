//! An entry says who did what to which record, when and on what ground, in ids and codes only.

use std::ops::Deref;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use super::line::instant;

const CODE_MAX: usize = 64;

/// Bounds the length of a line, so that whoever verifies an export needs a bounded memory.
pub const LIST_MAX: usize = 64;

/// The fields of an [`Entry`] before they are checked.
///
/// Danger: the order of the fields is the order of the keys in every line ever hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEntry {
    pub id: Uuid,
    #[serde(with = "instant")]
    pub at: Timestamp,
    pub kind: EntryKind,
    pub actor: EntryActor,
    /// What was done: the code of a permission or a verb, such as `invite_user`.
    pub doing: String,
    pub subject_kind: String,
    pub subject: Option<Uuid>,
    pub subject_agency: Option<Uuid>,
    /// The classes of field that were seen, never their content.
    pub classes: Vec<String>,
    /// The policies and agreements that allowed it.
    pub basis: Vec<String>,
    pub outcome: Outcome,
    pub session: Option<Uuid>,
    pub request: Option<Uuid>,
    pub purpose: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    Read,
    Change,
    Refusal,
    SignIn,
    Disclosure,
    System,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum EntryActor {
    User {
        user: Uuid,
        agency: Uuid,
    },
    /// The system user at a terminal of the server.
    Operator {
        name: String,
    },
    /// Nobody we know: a request without a session.
    Stranger,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Outcome {
    Done,
    Refused { reason: String },
}

/// One look or one change, checked: it can hold no name, address, number with spaces or sentence.
///
/// Its fields are read as those of [`NewEntry`] and can no longer be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry(NewEntry);

/// The text that was refused is not repeated: it may be the very name that must not be kept.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EntryRefused {
    #[error("`{field}` is not a code: 1 to 64 of a-z 0-9 _ . : -")]
    NotACode { field: &'static str },
    #[error("the operator is not a system user name: 1 to 64 of A-Z a-z 0-9 _ . -")]
    NotASystemUser,
    #[error("`{field}` lists more than {LIST_MAX} codes")]
    TooMany { field: &'static str },
}

impl Entry {
    /// Cuts the time to microseconds, which is what both databases keep.
    pub fn new(new: NewEntry) -> Result<Entry, EntryRefused> {
        check_code("doing", &new.doing)?;
        check_code("subject_kind", &new.subject_kind)?;
        check_list("classes", &new.classes)?;
        check_list("basis", &new.basis)?;
        if let Some(purpose) = &new.purpose {
            check_code("purpose", purpose)?;
        }
        check_actor(&new.actor)?;
        check_outcome(&new.outcome)?;
        let at = to_microseconds(new.at);
        Ok(Entry(NewEntry { at, ..new }))
    }
}

impl Deref for Entry {
    type Target = NewEntry;

    fn deref(&self) -> &NewEntry {
        &self.0
    }
}

pub(super) fn to_microseconds(at: Timestamp) -> Timestamp {
    // Not `from_microsecond`: its range ends before the last second of the years we can write.
    Timestamp::new(at.as_second(), at.subsec_nanosecond() / 1_000 * 1_000)
        .expect("cutting towards 1970 stays inside the range of times")
}

fn check_actor(actor: &EntryActor) -> Result<(), EntryRefused> {
    match actor {
        EntryActor::User { user: _, agency: _ } | EntryActor::Stranger => Ok(()),
        EntryActor::Operator { name } if is_system_user(name) => Ok(()),
        EntryActor::Operator { name: _ } => Err(EntryRefused::NotASystemUser),
    }
}

fn check_outcome(outcome: &Outcome) -> Result<(), EntryRefused> {
    match outcome {
        Outcome::Done => Ok(()),
        Outcome::Refused { reason } => check_code("reason", reason),
    }
}

fn check_list(field: &'static str, codes: &[String]) -> Result<(), EntryRefused> {
    if LIST_MAX < codes.len() {
        return Err(EntryRefused::TooMany { field });
    }
    codes.iter().try_for_each(|code| check_code(field, code))
}

fn check_code(field: &'static str, code: &str) -> Result<(), EntryRefused> {
    let allowed =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_.:-".contains(&byte);
    let is_code = (1..=CODE_MAX).contains(&code.len()) && code.bytes().all(allowed);
    is_code.then_some(()).ok_or(EntryRefused::NotACode { field })
}

fn is_system_user(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    (1..=CODE_MAX).contains(&name.len()) && name.bytes().all(allowed)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// An entry in which every field is filled.
    pub(in crate::ledger) fn full() -> NewEntry {
        NewEntry {
            id: Uuid::from_u128(1),
            at: Timestamp::constant(1_784_550_896, 123_456_000),
            kind: EntryKind::Read,
            actor: EntryActor::User { user: Uuid::from_u128(2), agency: Uuid::from_u128(3) },
            doing: "view_case".to_owned(),
            subject_kind: "case".to_owned(),
            subject: Some(Uuid::from_u128(4)),
            subject_agency: Some(Uuid::from_u128(5)),
            classes: vec!["risk".to_owned(), "names".to_owned()],
            basis: vec!["policy.lead-agency:1".to_owned()],
            outcome: Outcome::Refused { reason: "not_a_party".to_owned() },
            session: Some(Uuid::from_u128(6)),
            request: Some(Uuid::from_u128(7)),
            purpose: Some("safeguarding".to_owned()),
        }
    }

    #[test]
    fn every_text_of_an_entry_must_be_a_code() {
        type Put = fn(&mut NewEntry, String);
        let fields: [(&str, Put); 6] = [
            ("doing", |entry, code| entry.doing = code),
            ("subject_kind", |entry, code| entry.subject_kind = code),
            ("classes", |entry, code| entry.classes.push(code)),
            ("basis", |entry, code| entry.basis.push(code)),
            ("reason", |entry, reason| entry.outcome = Outcome::Refused { reason }),
            ("purpose", |entry, code| entry.purpose = Some(code)),
        ];
        for (field, put) in fields {
            let check = |code: &str| {
                let mut entry = full();
                put(&mut entry, code.to_owned());
                Entry::new(entry).map(drop)
            };
            for code in ["a", "9", "open_address", "policy.1:lead-agency", &"x".repeat(64)] {
                assert_eq!(check(code), Ok(()), "{field} {code}");
            }
            let too_long = "x".repeat(65);
            for text in ["", "Anne", "12 Mill Road", "a\n", "caf\u{e9}", "a\"b", "a@b", &too_long] {
                assert_eq!(check(text), Err(EntryRefused::NotACode { field }), "{text}");
            }
        }
    }

    #[test]
    fn an_operator_is_named_by_a_system_user_name() {
        let check = |name: &str| {
            let actor = EntryActor::Operator { name: name.to_owned() };
            Entry::new(NewEntry { actor, ..full() }).map(drop)
        };
        for name in ["root", "Ada.L-2_x", &"R".repeat(64)] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
        for name in ["", "Ada Lovelace", "a:b", "r\u{f6}t", &"R".repeat(65)] {
            assert_eq!(check(name), Err(EntryRefused::NotASystemUser), "{name}");
        }
    }

    #[test]
    fn a_list_holds_at_most_sixty_four_codes() {
        let check = |count: usize| {
            let basis = vec!["a".to_owned(); count];
            Entry::new(NewEntry { basis, ..full() }).map(drop)
        };
        assert_eq!(check(64), Ok(()));
        assert_eq!(check(65), Err(EntryRefused::TooMany { field: "basis" }));
    }

    #[test]
    fn the_time_is_cut_to_microseconds() {
        let at = |second, nanosecond| {
            let at = Timestamp::new(second, nanosecond).unwrap();
            Entry::new(NewEntry { at, ..full() }).unwrap().at.as_nanosecond()
        };
        assert_eq!(at(7, 123_456_999), 7_123_456_000);
        assert_eq!(at(7, 999), 7_000_000_000);
        assert_eq!(at(-7, -999), -7_000_000_000);
    }

    #[test]
    fn the_first_and_the_last_instant_can_be_cut() {
        for at in [Timestamp::MIN, Timestamp::MAX] {
            assert_eq!(to_microseconds(at).as_microsecond(), at.as_microsecond());
        }
    }
}
