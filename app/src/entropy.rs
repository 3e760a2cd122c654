//! Randomness: the one place that asks the system for it.

use jiff::Timestamp;
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

/// `N` random bytes. A system without randomness cannot keep a secret: the process stops.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
    getrandom::fill(&mut bytes).expect("the system gives randomness");
    bytes
}

/// Ids made in one microsecond still sort by age: what one operation lists, it lists in order. And
/// rows that one import makes at one instant, a million of them, lie side by side.
static MADE: AtomicU32 = AtomicU32::new(0);

const MOST: u32 = (1 << 30) - 1;

/// A new id, UUID version 7 (RFC 9562): first `now` to the microsecond, then a count of 30 bits,
/// then 32 random bits. Ids sort by age; they are opaque, but no secrets.
#[must_use]
pub fn id(now: Timestamp) -> Uuid {
    let micros = u64::try_from(now.as_microsecond()).unwrap_or(0);
    let (millis, below) = (micros / 1_000, micros % 1_000);
    let mut rest = bytes::<10>();
    // Twelve bits for the part of the millisecond; the version overwrites the first four.
    rest[..2].copy_from_slice(&u16::try_from(below << 2).unwrap_or(0).to_be_bytes());
    // Thirty for the count; the variant overwrites the first two.
    rest[2..6].copy_from_slice(&(MADE.fetch_add(1, Ordering::Relaxed) & MOST).to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()
}

/// Where the ids that [`id`] makes at `at` begin: a range of ids is a range of time.
#[must_use]
pub(crate) fn first_id(at: Timestamp) -> Uuid {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
    Uuid::from_u128(u128::from(millis) << 80)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_age_also_within_one_microsecond() {
        let now: Timestamp = "2026-11-24T09:00:00.123456Z".parse().unwrap();
        let later: Timestamp = "2026-11-24T09:00:00.123457Z".parse().unwrap();
        MADE.store(0, Ordering::Relaxed);
        // More than sixteen bits: an import makes so many at one instant.
        let mut ids: Vec<Uuid> = (0..100_000).map(|_| id(now)).collect();
        ids.push(id(later));
        assert!(ids.is_sorted());
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
        let before: Timestamp = "2026-11-24T09:00:00.122999Z".parse().unwrap();
        assert!(id(before) < first_id(now) && first_id(now) < ids[0]);
    }
}
