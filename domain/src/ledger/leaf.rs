//! A leaf commits to a line under a salt, so that the salt's deletion erases and the tree stays.

use std::fmt;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::merkle::{Hash, leaf_hash};

/// Thirty-two random bytes for one entry; whoever deletes them makes the leaf mean nothing.
///
/// Always 32 bytes: HMAC pads a shorter key and hashes a longer one, so that with a free length
/// two salts could stand for one commitment.
#[derive(Clone, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

impl Salt {
    /// Without the salt a line could be guessed and tried: it holds little but ids and a time.
    pub fn commit(&self, line: &str) -> Commitment {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        Commitment(mac.chain_update(line).finalize().into_bytes().into())
    }
}

/// Keeps the salt out of logs: a copy of it there would outlive an erasure.
impl fmt::Debug for Salt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Salt(..)")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment(pub [u8; 32]);

impl Commitment {
    pub fn leaf(&self) -> Hash {
        leaf_hash(&self.0)
    }
}

/// The leaf of the tree for this line under this salt.
pub fn sealed_leaf(salt: &Salt, line: &str) -> Hash {
    salt.commit(line).leaf()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with Python: `hmac.new(bytes(range(32)), b"a line", "sha256")`, then
    /// `sha256(b"\0" + commitment)`.
    #[test]
    fn the_commitment_is_hmac_sha_256_and_the_leaf_its_rfc_6962_hash() {
        let salt = Salt(std::array::from_fn(|index| index as u8));
        assert_eq!(
            hex::encode(salt.commit("a line").0),
            "6c11a838c5464fc4114cfe4d4c775365af04c93e1892c0ecfa5255e31126ae0a"
        );
        assert_eq!(
            sealed_leaf(&salt, "a line").to_string(),
            "ddc052bec5fb4f8ea81e658b14d26cda0bbb4eb696988578e55cd8a675892fd2"
        );
    }

    #[test]
    fn another_salt_or_another_line_makes_another_leaf() {
        let (salt, other) = (Salt([1; 32]), Salt([2; 32]));
        assert_ne!(sealed_leaf(&salt, "a line"), sealed_leaf(&other, "a line"));
        assert_ne!(sealed_leaf(&salt, "a line"), sealed_leaf(&salt, "a line "));
    }

    #[test]
    fn a_salt_does_not_print_itself() {
        assert_eq!(format!("{:?}", Salt([7; 32])), "Salt(..)");
    }
}
