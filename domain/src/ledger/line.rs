//! A line is the one and only way to write an entry, so that its hash means the entry.

use serde::{Serialize, de::DeserializeOwned};
use thiserror::Error;

use super::entry::{Entry, EntryRefused, NewEntry};

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LineBroken {
    /// The parser's own message is not passed on: it quotes the text (design, invariant 17).
    #[error("it cannot be read, from column {column} on")]
    Unreadable { column: usize },
    #[error("it holds what no entry may hold: {0}")]
    NotAllowed(#[from] EntryRefused),
    #[error("it is not spelt the way this ledger spells it")]
    NotCanonical,
}

/// JSON without spaces, every key present and in order, without the line's end.
pub fn encode(entry: &Entry) -> String {
    to_json::<NewEntry>(entry)
}

/// Reads only what [`encode`] writes, byte for byte.
///
/// Encoding again and comparing is what refuses other orders, spaces, escapes, upper-case hex,
/// and keys that are unknown or stand twice, without a list of all the ways to write JSON.
pub fn decode(line: &str) -> Result<Entry, LineBroken> {
    let entry = Entry::new(from_json(line)?)?;
    check_same(&encode(&entry), line)?;
    Ok(entry)
}

/// Reads a line that this house wrote and seals, for its own use. Whoever verifies a ledger uses
/// [`decode`]: this takes what means the same for the same, in half the time.
pub fn recall(line: &str) -> Result<Entry, LineBroken> {
    Ok(Entry::new(from_json(line)?)?)
}

pub(super) fn to_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("strings, numbers and lists can always be written")
}

pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, LineBroken> {
    serde_json::from_str(text).map_err(|error| LineBroken::Unreadable { column: error.column() })
}

pub(super) fn check_same(canonical: &str, line: &str) -> Result<(), LineBroken> {
    if canonical == line { Ok(()) } else { Err(LineBroken::NotCanonical) }
}

/// RFC 3339 in UTC with exactly six digits of fraction.
pub(super) mod instant {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(in crate::ledger) fn serialize<S: Serializer>(
        at: &Timestamp,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{at:.6}"))
    }

    pub(in crate::ledger) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Timestamp, D::Error> {
        Timestamp::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::{EntryActor, Outcome, tests::full};
    use super::*;

    const FULL: &str = concat!(
        r#"{"id":"00000000-0000-0000-0000-000000000001","at":"2026-07-20T12:34:56.123456Z","#,
        r#""kind":"read","actor":{"is":"user","user":"00000000-0000-0000-0000-000000000002","#,
        r#""agency":"00000000-0000-0000-0000-000000000003"},"doing":"view_case","#,
        r#""subject_kind":"case","subject":"00000000-0000-0000-0000-000000000004","#,
        r#""subject_agency":"00000000-0000-0000-0000-000000000005","#,
        r#""classes":["risk","names"],"basis":["policy.lead-agency:1"],"#,
        r#""outcome":{"is":"refused","reason":"not_a_party"},"#,
        r#""session":"00000000-0000-0000-0000-000000000006","#,
        r#""request":"00000000-0000-0000-0000-000000000007","purpose":"safeguarding"}"#,
    );

    #[test]
    fn a_full_entry_is_written_exactly_like_this() {
        assert_eq!(encode(&Entry::new(full()).unwrap()), FULL);
    }

    #[test]
    fn an_entry_with_nothing_optional_still_shows_every_key() {
        let entry = NewEntry {
            at: jiff::Timestamp::UNIX_EPOCH,
            actor: EntryActor::Stranger,
            subject: None,
            subject_agency: None,
            classes: Vec::new(),
            basis: Vec::new(),
            outcome: Outcome::Done,
            session: None,
            request: None,
            purpose: None,
            ..full()
        };
        let line = encode(&Entry::new(entry).unwrap());
        let expected = concat!(
            r#"{"id":"00000000-0000-0000-0000-000000000001","at":"1970-01-01T00:00:00.000000Z","#,
            r#""kind":"read","actor":{"is":"stranger"},"doing":"view_case","#,
            r#""subject_kind":"case","subject":null,"subject_agency":null,"classes":[],"#,
            r#""basis":[],"outcome":{"is":"done"},"session":null,"request":null,"purpose":null}"#,
        );
        assert_eq!(line, expected);
    }

    #[test]
    fn a_line_is_read_back_as_its_entry() {
        assert_eq!(decode(FULL), Ok(Entry::new(full()).unwrap()));
    }

    #[test]
    fn what_is_recalled_is_what_is_read_to_the_letter() {
        assert_eq!(recall(FULL), decode(FULL));
        let spaced = FULL.replacen("{\"id\":", "{ \"id\":", 1);
        assert_eq!(recall(&spaced), decode(FULL));
        let named = FULL.replacen("safeguarding", "Ottilie Moss", 1);
        assert!(matches!(recall(&named), Err(LineBroken::NotAllowed(_))));
    }

    #[test]
    fn another_spelling_of_the_same_entry_is_refused() {
        let respelt = |from: &str, to: &str| {
            assert!(FULL.contains(from), "{from}");
            decode(&FULL.replacen(from, to, 1))
        };
        for (from, to) in [
            (r#"{"id":"#, r#"{ "id":"#),
            ("safeguarding\"}", "safeguarding\"}\n"),
            ("safeguarding", "s\\u0061feguarding"),
            ("000000000002", "00000000000\\u0032"),
            ("00000000-0000-0000-0000-000000000004", "00000000000000000000000000000004"),
            ("00000000-0000-0000-0000-000000000004", "{00000000-0000-0000-0000-000000000004}"),
            ("12:34:56.123456Z", "12:34:56.1234560Z"),
            ("12:34:56.123456Z", "12:34:56.123456789Z"),
            ("12:34:56.123456Z", "13:34:56.123456+01:00"),
            ("12:34:56.123456Z", "12:34:56.123456z"),
            ("2026-07-20T", "2026-07-20 "),
            (r#","purpose":"#, r#","more":1,"purpose":"#),
            (r#""user":"#, r#""more":1,"user":"#),
            (
                r#""classes":["risk","names"],"basis":["policy.lead-agency:1"]"#,
                r#""basis":["policy.lead-agency:1"],"classes":["risk","names"]"#,
            ),
        ] {
            assert_eq!(respelt(from, to), Err(LineBroken::NotCanonical), "{from} {to}");
        }
    }

    #[test]
    fn upper_case_hex_is_refused() {
        let entry = NewEntry { id: uuid::Uuid::from_u128(0xabc), ..full() };
        let line = encode(&Entry::new(entry).unwrap());
        let shouted = line.replacen("abc", "ABC", 1);
        assert_eq!(decode(&shouted), Err(LineBroken::NotCanonical));
    }

    #[test]
    fn a_key_that_is_absent_or_stands_twice_is_refused() {
        let twice = FULL.replacen(r#""kind":"read""#, r#""kind":"read","kind":"read""#, 1);
        assert!(matches!(decode(&twice), Err(LineBroken::Unreadable { .. })));
        let absent = FULL.replacen(r#""kind":"read","#, "", 1);
        assert!(matches!(decode(&absent), Err(LineBroken::Unreadable { .. })));
        let absent = FULL.replacen(r#","purpose":"safeguarding""#, "", 1);
        assert_eq!(decode(&absent), Err(LineBroken::NotCanonical));
    }

    #[test]
    fn what_the_constructor_refuses_cannot_be_read_in() {
        let named = FULL.replacen("view_case", "Anne", 1);
        let refused = EntryRefused::NotACode { field: "doing" };
        assert_eq!(decode(&named), Err(LineBroken::NotAllowed(refused)));
    }

    #[test]
    fn an_error_never_repeats_the_text_it_refuses() {
        for line in [FULL.replacen("view_case", "Anne", 1), FULL.replacen("\"read\"", "Anne", 1)] {
            assert!(!decode(&line).unwrap_err().to_string().contains("Anne"));
        }
    }
}
