//! Randomness: the one place that asks the system for it.

use jiff::Timestamp;
use uuid::Uuid;

/// `N` random bytes. A system without randomness cannot keep a secret: the process stops.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
    getrandom::fill(&mut bytes).expect("the system gives randomness");
    bytes
}

/// A new id, UUID version 7: its first bits are `now`, so that ids sort by age.
#[must_use]
pub fn id(now: Timestamp) -> Uuid {
    let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes()).into_uuid()
}

/// A secret for a link, a cookie or a token: 256 bits in hex.
#[must_use]
pub fn token() -> String {
    hex::encode(bytes::<32>())
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
#[must_use]
pub fn is_same(left: &[u8], right: &[u8]) -> bool {
    subtle::ConstantTimeEq::ct_eq(left, right).into()
}
