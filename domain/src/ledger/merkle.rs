//! The Merkle tree of RFC 6962, kept as its frontier: one hash for each bit of its size.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::hexed;

/// The hash of a leaf, of a node or of the whole tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hash(#[serde(with = "hexed")] pub [u8; 32]);

impl Hash {
    /// Reads 64 lower-case hex digits.
    pub fn parse(text: &str) -> Option<Hash> {
        hexed::parse(text).map(Hash)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex::encode(self.0))
    }
}

/// How many leaves a tree has, and the root that says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeHead {
    pub size: u64,
    pub root: Hash,
}

/// RFC 6962, 2.1: the byte in front keeps a leaf from being passed off as a node.
pub fn leaf_hash(content: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update([0]).chain_update(content).finalize().into())
}

pub(super) fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash(
        Sha256::new()
            .chain_update([1])
            .chain_update(left.0)
            .chain_update(right.0)
            .finalize()
            .into(),
    )
}

/// RFC 6962, 2.1: the root of no leaves is the hash of nothing.
pub(super) fn empty_root() -> Hash {
    Hash(Sha256::digest([]).into())
}

pub(super) fn root_of(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    leaves.iter().for_each(|leaf| frontier.push(*leaf));
    frontier.root()
}

/// The roots of the full subtrees a tree is made of, largest first.
///
/// They are all it takes to add leaves and to have the root, and 64 of them serve any tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Each low one-bit of the size is a full subtree that the new leaf completes, as in carrying.
    pub fn push(&mut self, leaf: Hash) {
        let mut peak = leaf;
        for _ in 0..self.size.trailing_ones() {
            let left = self.peaks.pop().expect("there is a peak for each one-bit of the size");
            peak = node_hash(&left, &peak);
        }
        self.peaks.push(peak);
        self.size += 1;
    }

    pub fn root(&self) -> Hash {
        let smallest_first = self.peaks.iter().rev().copied();
        smallest_first.reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root)
    }

    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.size, root: self.root() }
    }

    /// The size in eight bytes, big end first, then the hashes: to store beside a checkpoint.
    pub fn to_bytes(&self) -> Vec<u8> {
        let hashes = self.peaks.iter().flat_map(|peak| peak.0);
        self.size.to_be_bytes().into_iter().chain(hashes).collect()
    }

    /// Nothing when the count of hashes does not fit the size.
    ///
    /// Danger: the hashes themselves cannot be checked here. Compare [`Frontier::root`] with the
    /// signed checkpoint before going on from stored bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Frontier> {
        let (size, hashes) = bytes.split_first_chunk()?;
        let size = u64::from_be_bytes(*size);
        let (hashes, rest) = hashes.as_chunks();
        let fits = rest.is_empty() && hashes.len() == size.count_ones() as usize;
        fits.then(|| Frontier { size, peaks: hashes.iter().copied().map(Hash).collect() })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The leaves of the reference tests of Certificate Transparency (`merkle_tree_test.cc`).
    const CT_LEAVES: [&str; 8] = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];

    /// Their published roots, of no leaf to all eight.
    pub(in crate::ledger) const CT_ROOTS: [&str; 9] = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    pub(in crate::ledger) fn ct_leaves() -> Vec<Hash> {
        CT_LEAVES.iter().map(|leaf| leaf_hash(&hex::decode(leaf).unwrap())).collect()
    }

    #[test]
    fn every_published_root_comes_out() {
        let mut frontier = Frontier::default();
        assert_eq!(frontier.root().to_string(), CT_ROOTS[0]);
        for (leaf, root) in ct_leaves().into_iter().zip(&CT_ROOTS[1..]) {
            frontier.push(leaf);
            assert_eq!(frontier.root().to_string(), *root);
        }
    }

    #[test]
    fn a_frontier_comes_back_from_its_bytes_and_goes_on() {
        let leaves = ct_leaves();
        for size in 0..=leaves.len() {
            let mut frontier = Frontier::default();
            leaves[..size].iter().for_each(|leaf| frontier.push(*leaf));
            let mut stored = Frontier::from_bytes(&frontier.to_bytes()).unwrap();
            assert_eq!(stored, frontier);
            leaves[size..].iter().for_each(|leaf| stored.push(*leaf));
            assert_eq!(stored.root(), root_of(&leaves));
        }
    }

    #[test]
    fn bytes_that_do_not_fit_their_size_are_no_frontier() {
        let mut frontier = Frontier::default();
        ct_leaves()[..3].iter().for_each(|leaf| frontier.push(*leaf));
        let bytes = frontier.to_bytes();
        assert_eq!(bytes.len(), 8 + 2 * 32);
        for length in 0..bytes.len() {
            assert_eq!(Frontier::from_bytes(&bytes[..length]), None, "{length}");
        }
        for more in [1, 31, 32, 33] {
            let longer = [&bytes[..], &vec![0; more]].concat();
            assert_eq!(Frontier::from_bytes(&longer), None, "{more} more");
        }
    }

    #[test]
    fn a_leaf_cannot_be_passed_off_as_a_node() {
        let [left, right] = [leaf_hash(b"left"), leaf_hash(b"right")];
        let forged = leaf_hash(&[left.0, right.0].concat());
        assert_ne!(node_hash(&left, &right), forged);
    }
}
