//! What holds for every entry and every tree, not only for the ones we thought of.

use domain::ledger::merkle::leaf_hash;
use domain::ledger::proof::{
    consistency_proof, inclusion_proof, verify_consistency, verify_inclusion,
};
use domain::ledger::{
    Entry, EntryActor, EntryKind, Frontier, Hash, NewEntry, Outcome, TreeHead, decode, encode,
};
use jiff::Timestamp;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use uuid::Uuid;

proptest! {
    #[test]
    fn every_entry_is_read_back_from_its_line(new in any_entry()) {
        let entry = Entry::new(new).unwrap();
        let line = encode(&entry);
        prop_assert!(line.bytes().all(|byte| byte.is_ascii_graphic()));
        prop_assert_eq!(decode(&line), Ok(entry));
    }

    #[test]
    fn no_change_of_one_letter_is_read_as_the_same_entry(
        new in any_entry(),
        place in any::<prop::sample::Index>(),
        letter in prop::char::range(' ', '~'),
    ) {
        let entry = Entry::new(new).unwrap();
        let mut line = encode(&entry);
        let place = place.index(line.len());
        let letter = letter.to_string();
        prop_assume!(line[place..=place] != letter);
        line.replace_range(place..=place, &letter);
        prop_assert_ne!(decode(&line), Ok(entry));
    }
}

#[test]
fn the_frontier_has_the_root_that_the_definition_gives() {
    let leaves = leaves(200);
    let mut frontier = Frontier::default();
    for size in 0..=leaves.len() {
        assert_eq!(frontier.root(), defined_root(&leaves[..size]), "{size}");
        assert_eq!(Frontier::from_bytes(&frontier.to_bytes()).as_ref(), Some(&frontier));
        leaves.get(size).into_iter().for_each(|leaf| frontier.push(*leaf));
    }
}

proptest! {
    #[test]
    fn every_leaf_and_every_older_tree_can_be_shown(
        size in 1_usize..200,
        index in any::<prop::sample::Index>(),
    ) {
        let leaves = leaves(size);
        let index = index.index(size);
        let tree = TreeHead { size: size as u64, root: defined_root(&leaves) };
        let older = TreeHead { size: index as u64, root: defined_root(&leaves[..index]) };
        let proof = inclusion_proof(&leaves, index).unwrap();
        prop_assert!(verify_inclusion(&leaves[index], index as u64, &tree, &proof));
        let proof = consistency_proof(&leaves, index).unwrap();
        prop_assert!(verify_consistency(&older, &tree, &proof));
    }
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|index| leaf_hash(&index.to_be_bytes())).collect()
}

/// RFC 6962, 2.1, word for word.
fn defined_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash(Sha256::digest([]).into()),
        [leaf] => *leaf,
        leaves => {
            let mut split = 1;
            while split * 2 < leaves.len() {
                split *= 2;
            }
            let (left, right) = leaves.split_at(split);
            let node = [&[1][..], &defined_root(left).0, &defined_root(right).0].concat();
            Hash(Sha256::digest(node).into())
        }
    }
}

prop_compose! {
    fn any_entry()(
        (id, at, kind, actor) in (any_id(), any_instant(), any_kind(), any_actor()),
        (doing, subject_kind, outcome) in (any_code(), any_code(), any_outcome()),
        (subject, subject_agency) in (of(any_id()), of(any_id())),
        (classes, basis) in (vec(any_code(), 0..5), vec(any_code(), 0..5)),
        (session, request, purpose) in (of(any_id()), of(any_id()), of(any_code())),
    ) -> NewEntry {
        NewEntry {
            id, at, kind, actor, doing, subject_kind, subject, subject_agency, classes, basis,
            outcome, session, request, purpose,
        }
    }
}

fn any_id() -> impl Strategy<Value = Uuid> {
    any::<u128>().prop_map(Uuid::from_u128)
}

fn any_code() -> impl Strategy<Value = String> {
    "[a-z0-9_.:-]{1,64}"
}

fn any_instant() -> impl Strategy<Value = Timestamp> {
    (Timestamp::MIN.as_nanosecond()..=Timestamp::MAX.as_nanosecond())
        .prop_map(|nanosecond| Timestamp::from_nanosecond(nanosecond).expect("it is in range"))
}

fn any_kind() -> impl Strategy<Value = EntryKind> {
    prop_oneof![
        Just(EntryKind::Read),
        Just(EntryKind::Change),
        Just(EntryKind::Refusal),
        Just(EntryKind::SignIn),
        Just(EntryKind::Disclosure),
        Just(EntryKind::System),
    ]
}

fn any_actor() -> impl Strategy<Value = EntryActor> {
    prop_oneof![
        (any_id(), any_id()).prop_map(|(user, agency)| EntryActor::User { user, agency }),
        "[A-Za-z0-9_.-]{1,64}".prop_map(|name| EntryActor::Operator { name }),
        Just(EntryActor::Stranger),
    ]
}

fn any_outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![Just(Outcome::Done), any_code().prop_map(|reason| Outcome::Refused { reason })]
}
