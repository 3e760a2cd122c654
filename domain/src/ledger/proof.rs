//! A short proof shows that a leaf is in a tree, or that one tree only grew into another.

use super::merkle::{Hash, TreeHead, empty_root, node_hash, root_of};

/// The hashes beside the way from a leaf to the root (RFC 6962, 2.1.1).
pub fn inclusion_proof(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    (index < leaves.len()).then(|| path(leaves, index))
}

/// What shows that the first `old_size` leaves still are what they were (RFC 6962, 2.1.2).
pub fn consistency_proof(leaves: &[Hash], old_size: usize) -> Option<Vec<Hash>> {
    let nothing_to_show = old_size == 0 || old_size == leaves.len();
    let proof = || {
        if nothing_to_show { Vec::new() } else { growth(leaves, old_size) }
    };
    (old_size <= leaves.len()).then(proof)
}

/// RFC 9162, 2.1.3.2, which spells out for RFC 6962's trees how to check.
#[must_use]
pub fn verify_inclusion(leaf: &Hash, index: u64, tree: &TreeHead, proof: &[Hash]) -> bool {
    if tree.size <= index {
        return false;
    }
    let mut way = Way { node: index, last: tree.size - 1 };
    let mut root = *leaf;
    for sibling in proof {
        match way.up() {
            Some(Side::Left) => root = node_hash(sibling, &root),
            Some(Side::Right) => root = node_hash(&root, sibling),
            None => return false,
        }
    }
    way.last == 0 && root == tree.root
}

/// RFC 9162, 2.1.4.2; an empty tree grows into any other.
#[must_use]
pub fn verify_consistency(old: &TreeHead, new: &TreeHead, proof: &[Hash]) -> bool {
    if new.size <= old.size {
        return proof.is_empty() && old == new;
    }
    if old.size == 0 {
        return proof.is_empty() && old.root == empty_root();
    }
    let old_is_full = old.size.is_power_of_two();
    let start = if old_is_full { Some((&old.root, proof)) } else { proof.split_first() };
    start.is_some_and(|(start, siblings)| grows(old, new, start, siblings))
}

fn grows(old: &TreeHead, new: &TreeHead, start: &Hash, siblings: &[Hash]) -> bool {
    let full_levels = (old.size - 1).trailing_ones();
    let mut way = Way { node: (old.size - 1) >> full_levels, last: (new.size - 1) >> full_levels };
    let (mut old_root, mut new_root) = (*start, *start);
    for sibling in siblings {
        match way.up() {
            Some(Side::Left) => {
                old_root = node_hash(sibling, &old_root);
                new_root = node_hash(sibling, &new_root);
            }
            Some(Side::Right) => new_root = node_hash(&new_root, sibling),
            None => return false,
        }
    }
    way.last == 0 && old_root == old.root && new_root == new.root
}

/// On which side of us the next hash of the proof stands.
enum Side {
    Left,
    Right,
}

/// Where we are on a level of the tree, and where that level ends.
struct Way {
    node: u64,
    last: u64,
}

impl Way {
    /// One step towards the root, past the levels where the last node has no sibling.
    fn up(&mut self) -> Option<Side> {
        if self.last == 0 {
            return None;
        }
        let is_right_child = self.node & 1 == 1;
        let left = is_right_child || self.node == self.last;
        if left && !is_right_child {
            // Ends: `node` is `last`, which is not zero.
            let lonely = self.node.trailing_zeros();
            self.node >>= lonely;
            self.last >>= lonely;
        }
        self.node >>= 1;
        self.last >>= 1;
        Some(if left { Side::Left } else { Side::Right })
    }
}

fn path(leaves: &[Hash], index: usize) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(left_size(leaves.len()));
    let (mut proof, sibling) = if index < left.len() {
        (path(left, index), root_of(right))
    } else {
        (path(right, index - left.len()), root_of(left))
    };
    proof.push(sibling);
    proof
}

/// A full old tree is itself a node of the new one: who checks has its root already.
fn growth(leaves: &[Hash], old_size: usize) -> Vec<Hash> {
    let mut proof = subproof(leaves, old_size);
    if old_size.is_power_of_two() {
        proof.remove(0);
    }
    proof
}

fn subproof(leaves: &[Hash], old_size: usize) -> Vec<Hash> {
    if old_size == leaves.len() {
        return vec![root_of(leaves)];
    }
    let (left, right) = leaves.split_at(left_size(leaves.len()));
    let (mut proof, sibling) = if old_size <= left.len() {
        (subproof(left, old_size), root_of(right))
    } else {
        (subproof(right, old_size - left.len()), root_of(left))
    };
    proof.push(sibling);
    proof
}

/// RFC 6962, 2.1: the left subtree is the largest full one that leaves something to the right.
fn left_size(size: usize) -> usize {
    1 << (size - 1).ilog2()
}

#[cfg(test)]
mod tests {
    use super::super::merkle::leaf_hash;
    use super::super::merkle::tests::{CT_ROOTS, ct_leaves};
    use super::*;

    // Nodes of the reference tree that are no root of a prefix, from the same published proofs.
    const LEAF_1: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
    const LEAF_4: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    const LEAF_6: &str = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f";
    const NODE_2_3: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    const NODE_4_5: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
    const NODE_6_7: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
    const NODE_4_7: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";

    fn texts(proof: Option<Vec<Hash>>) -> Vec<String> {
        proof.unwrap().iter().map(Hash::to_string).collect()
    }

    fn leaves(count: u8) -> Vec<Hash> {
        (0..count).map(|index| leaf_hash(&[index])).collect()
    }

    fn head(leaves: &[Hash]) -> TreeHead {
        TreeHead { size: leaves.len() as u64, root: root_of(leaves) }
    }

    #[test]
    fn the_published_inclusion_proofs_come_out() {
        let leaves = ct_leaves();
        let proof = |index: usize, size: usize| texts(inclusion_proof(&leaves[..size], index));
        assert!(proof(0, 1).is_empty());
        assert_eq!(proof(0, 8), [LEAF_1, NODE_2_3, NODE_4_7]);
        assert_eq!(proof(5, 8), [LEAF_4, NODE_6_7, CT_ROOTS[4]]);
        assert_eq!(proof(2, 3), [CT_ROOTS[2]]);
        assert_eq!(proof(1, 5), [CT_ROOTS[1], NODE_2_3, LEAF_4]);
    }

    #[test]
    fn the_published_consistency_proofs_come_out() {
        let leaves = ct_leaves();
        let proof = |old: usize, new: usize| texts(consistency_proof(&leaves[..new], old));
        assert!(proof(1, 1).is_empty());
        assert_eq!(proof(1, 8), [LEAF_1, NODE_2_3, NODE_4_7]);
        assert_eq!(proof(6, 8), [NODE_4_5, NODE_6_7, CT_ROOTS[4]]);
        assert_eq!(proof(2, 5), [NODE_2_3, LEAF_4]);
        assert_eq!(proof(6, 7), [NODE_4_5, LEAF_6, CT_ROOTS[4]]);
    }

    #[test]
    fn each_leaf_is_shown_to_be_where_it_is_and_nowhere_else() {
        for size in 1..=33 {
            let leaves = leaves(size);
            let tree = head(&leaves);
            for (index, leaf) in leaves.iter().enumerate() {
                let proof = inclusion_proof(&leaves, index).unwrap();
                for place in 0..=u64::from(size) {
                    let shown = verify_inclusion(leaf, place, &tree, &proof);
                    assert_eq!(shown, place == index as u64, "{index} at {place} of {size}");
                }
            }
        }
    }

    #[test]
    fn each_tree_is_shown_to_have_grown_from_each_smaller_one() {
        let leaves = leaves(33);
        for new in 0..=leaves.len() {
            for old in 0..=new {
                let proof = consistency_proof(&leaves[..new], old).unwrap();
                let (old, new) = (head(&leaves[..old]), head(&leaves[..new]));
                assert!(verify_consistency(&old, &new, &proof), "{} {}", old.size, new.size);
            }
        }
    }

    #[test]
    fn a_changed_leaf_a_changed_root_and_a_changed_proof_are_refused() {
        let leaves = leaves(21);
        let wrong = leaf_hash(b"wrong");
        let tree = head(&leaves);
        for (index, leaf) in leaves.iter().enumerate() {
            let proof = inclusion_proof(&leaves, index).unwrap();
            let place = index as u64;
            assert!(!verify_inclusion(&wrong, place, &tree, &proof));
            assert!(!verify_inclusion(leaf, place, &TreeHead { root: wrong, ..tree }, &proof));
            for changed in changes(&proof, wrong) {
                assert!(!verify_inclusion(leaf, place, &tree, &changed));
            }
        }
    }

    #[test]
    fn a_rewritten_past_is_not_consistent_with_the_old_tree() {
        let leaves = leaves(21);
        let wrong = leaf_hash(b"wrong");
        let new = head(&leaves);
        for size in 0..leaves.len() {
            let proof = consistency_proof(&leaves, size).unwrap();
            let old = head(&leaves[..size]);
            assert!(!verify_consistency(&TreeHead { root: wrong, ..old }, &new, &proof));
            assert!(!verify_consistency(&new, &old, &proof));
            for changed in changes(&proof, wrong) {
                assert!(!verify_consistency(&old, &new, &changed), "from {size}");
            }
            if 0 < size {
                assert!(!verify_consistency(&old, &TreeHead { root: wrong, ..new }, &proof));
            }
        }
    }

    /// A size nearby can share the shape of the proof: it is the signature that holds the size.
    #[test]
    fn a_tree_far_larger_than_the_proof_reaches_is_refused() {
        let leaves = leaves(21);
        let far = |tree: TreeHead| TreeHead { size: tree.size * 64, ..tree };
        let new = head(&leaves);
        for size in 1..leaves.len() {
            let proof = inclusion_proof(&leaves, size).unwrap();
            assert!(!verify_inclusion(&leaves[size], size as u64, &far(new), &proof));
            let proof = consistency_proof(&leaves, size).unwrap();
            assert!(!verify_consistency(&head(&leaves[..size]), &far(new), &proof));
        }
    }

    /// The proof one hash shorter, one longer, and with each hash replaced in turn.
    fn changes(proof: &[Hash], wrong: Hash) -> Vec<Vec<Hash>> {
        let mut changes = vec![[proof, &[wrong]].concat()];
        changes.extend(proof.split_last().map(|(_, shorter)| shorter.to_vec()));
        for index in 0..proof.len() {
            let mut changed = proof.to_vec();
            changed[index] = wrong;
            changes.push(changed);
        }
        changes
    }

    #[test]
    fn there_is_no_proof_for_what_is_not_there() {
        assert_eq!(inclusion_proof(&[], 0), None);
        assert_eq!(inclusion_proof(&leaves(3), 3), None);
        assert_eq!(consistency_proof(&leaves(3), 4), None);
    }
}
