//! Records whose values are codes made with a key: two of them are compared, and neither is told.
//!
//! Each value becomes a set of small parts, such as pairs of letters; each part sets bits of a
//! filter, at places that only the key tells. Values that are alike share bits. These are the
//! cryptographic long-term keys of Schnell, Bachteler and Reiher, 2009, one filter a field: the
//! places come from HMAC-SHA256, each field has its own salt, and filters are balanced (Schnell and
//! Borgs, 2016): a filter is stored with its complement, all bits moved to places that the key
//! decides, so that every code has as many ones as zeros and tells no length.
//!
//! Codes are compared by the bits in which they differ, which for balanced filters is Dice's
//! coefficient in other words: `1 - differing / bits of the filter`. That becomes the same levels
//! as of values in clear; everything from there on is the same.
//!
//! What it does not do: whoever holds the key can encode a register and look values up, and whoever
//! holds many codes can count which are common. It is no anonymity.

mod encode;
mod take;

pub use encode::{ClkKey, Encoder};
pub(crate) use take::{compare_days, likeness};

/// The way of encoding; codes of two ways cannot be compared.
pub const CLK_VERSION: u32 = 1;
/// Bytes of a secret from which a key may be made, at least.
pub const LEAST_SECRET: usize = 32;

/// Bits of a filter, before it is balanced. A byte tells a place.
const BITS: usize = 256;
/// Bytes of a code: a filter and its complement.
pub const CODE_BYTES: usize = 2 * BITS / 8;
/// Bits that one part of a value sets.
const PLACES: usize = 8;

/// What has a code, in the order of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coded {
    GivenName,
    MiddleNames,
    FamilyName,
    DateOfBirth,
    House,
    Street,
    Postcode,
    Locality,
    Phone,
    Email,
    NationalId,
}

impl Coded {
    pub const ALL: [Coded; 11] = [
        Coded::GivenName,
        Coded::MiddleNames,
        Coded::FamilyName,
        Coded::DateOfBirth,
        Coded::House,
        Coded::Street,
        Coded::Postcode,
        Coded::Locality,
        Coded::Phone,
        Coded::Email,
        Coded::NationalId,
    ];

    /// The name of its column.
    pub fn code(self) -> &'static str {
        match self {
            Coded::GivenName => "given_name",
            Coded::MiddleNames => "middle_names",
            Coded::FamilyName => "family_name",
            Coded::DateOfBirth => "date_of_birth",
            Coded::House => "house",
            Coded::Street => "street",
            Coded::Postcode => "postcode",
            Coded::Locality => "locality",
            Coded::Phone => "phone",
            Coded::Email => "email",
            Coded::NationalId => "national_id",
        }
    }

    /// Names share a salt, so that a given and a family name that changed places are seen.
    fn salt(self) -> &'static str {
        match self {
            Coded::GivenName | Coded::MiddleNames | Coded::FamilyName => "name",
            other => other.code(),
        }
    }
}

/// A record in code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encoded {
    /// One of [`Coded::ALL`] each, of [`CODE_BYTES`] bytes; empty where nothing is known.
    pub codes: [Vec<u8>; 11],
    /// `F`, `M` or empty, in clear: two values cannot be hidden.
    pub sex: &'static str,
    /// Whether the national number has a check digit that is right.
    pub is_checked: bool,
    /// Keyed hashes: records that have one in common are compared.
    pub keys: Vec<u64>,
}

/// Bits of the filters in which two codes differ.
pub(crate) fn differing(one: &[u8], other: &[u8]) -> u32 {
    let differing = |(one, other): (&u8, &u8)| (one ^ other).count_ones();
    // A bit that differs does so in the complement too.
    one.iter().zip(other).map(differing).sum::<u32>() / 2
}

/// Bits in which codes differ at most whose values are one letter, digit or swap apart.
pub(crate) const SLIP: u32 = 40;
/// And whose values are alike.
pub(crate) const ALIKE: u32 = 56;
